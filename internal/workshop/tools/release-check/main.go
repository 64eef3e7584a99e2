// Command release-check makes the release of the last commit for this platform, verifies it as SECURITY.md says, and
// puts it to use:
//
//	go run ./internal/workshop/tools/release-check GORELEASER ACTIONLINT CYCLONEDX
//
// The arguments are the commands; `make release-check` builds them first.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	if flag.NArg() != 3 {
		log.Fatal(
			"release-check takes three arguments: the goreleaser, the actionlint and the cyclonedx-gomod command.",
		)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := check(ctx, flag.Arg(0), flag.Arg(1), flag.Arg(2))
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func check(ctx context.Context, goreleaser, actionlint, cyclonedx string) error {
	log.Print("Workflows and changelog…")
	if err := checkFiles(ctx, actionlint); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "elm-release-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	log.Print("Two builds, the same bytes…")
	key, err := temporaryKey(ctx, filepath.Join(work, "gnupg"))
	if err != nil {
		return err
	}
	env := slices.Concat(
		key, []string{"PATH=" + filepath.Dir(cyclonedx) + string(filepath.ListSeparator) + os.Getenv("PATH")},
	)
	one, err := snapshot(ctx, env, goreleaser, filepath.Join(work, "one"))
	if err != nil {
		return err
	}
	another, err := snapshot(ctx, env, goreleaser, filepath.Join(work, "another"))
	if err != nil {
		return err
	}
	archive, err := compare(one, another)
	if err != nil {
		return err
	}
	log.Print("Verified as SECURITY.md says…")
	if err := verify(ctx, env, one, archive); err != nil {
		return err
	}
	log.Print("The programs, unpacked and run…")
	if err := tryPrograms(ctx, one, filepath.Join(work, "programs")); err != nil {
		return err
	}
	log.Print("The provider, installed from a mirror as a user does…")
	if err := tryMirror(ctx, archive, filepath.Join(work, "mirror")); err != nil {
		return err
	}
	log.Print("The archive, installed and put to use…")
	return run(ctx, "go", "run", "./internal/workshop/tools/demo", archive)
}

func checkFiles(ctx context.Context, actionlint string) error {
	examples, err := filepath.Glob("examples/*/workflow.yml")
	if err != nil {
		return err
	}
	if err := run(ctx, actionlint, "-shellcheck=", "-pyflakes="); err != nil {
		return err
	}
	if err := run(ctx, actionlint, append([]string{"-shellcheck=", "-pyflakes="}, examples...)...); err != nil {
		return err
	}
	return quietly(ctx, nil, "", "go", "run", "./internal/workshop/tools/release-notes")
}

// programs are released in archives of their own beside the provider.
var programs = []string{"elm-report", "elm-probe", "graph-emulator"}

// compare compares two releases byte by byte and returns the path of the provider's archive.
func compare(one, another string) (string, error) {
	var provider string
	for _, name := range append([]string{"terraform-provider-elm"}, programs...) {
		for _, kind := range []string{"_*.zip", "_*.cdx.json"} {
			found, err := filepath.Glob(filepath.Join(one, name+kind))
			if err != nil {
				return "", err
			}
			if len(found) != 1 {
				return "", fmt.Errorf("one platform, but %d files %s%s", len(found), name, kind)
			}
			if provider == "" {
				provider = found[0]
			}
		}
	}
	files, err := os.ReadDir(one)
	if err != nil {
		return "", err
	}
	for _, file := range files {
		name := file.Name()
		if file.IsDir() || !released.MatchString(name) {
			continue
		}
		if err := same(filepath.Join(one, name), filepath.Join(another, name)); err != nil {
			return "", err
		}
		fmt.Println(" ", name)
	}
	return provider, nil
}

// released matches files that must not depend on when and where they are made. A signature does.
var released = regexp.MustCompile(`\.(zip|cdx\.json|sha256)$|_SHA256SUMS$`)

func same(one, another string) error {
	first, err := os.ReadFile(one)
	if err != nil {
		return err
	}
	second, err := os.ReadFile(another)
	if err != nil {
		return err
	}
	if !bytes.Equal(first, second) {
		return fmt.Errorf("two builds of one commit have different bytes in %s", filepath.Base(one))
	}
	return nil
}

// run runs a command for people to see.
func run(ctx context.Context, name string, arguments ...string) error {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(name), err)
	}
	return nil
}

// quietly runs a command in a folder, with more in its environment. The error contains its output.
func quietly(ctx context.Context, env []string, folder, name string, arguments ...string) error {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir, command.Env = folder, append(os.Environ(), env...)
	printed, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(arguments, " "), err, printed)
	}
	return nil
}
