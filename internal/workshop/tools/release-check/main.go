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
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	flag.Parse()
	if flag.NArg() != 3 {
		log.Fatal("release-check takes three arguments: the goreleaser, the actionlint and the cyclonedx-gomod command.")
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
	env := slices.Concat(key, []string{"PATH=" + filepath.Dir(cyclonedx) + string(filepath.ListSeparator) + os.Getenv("PATH")})
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

// compare holds two releases against each other and gives the path of the archive that both have.
func compare(one, another string) (string, error) {
	archives, err := filepath.Glob(filepath.Join(one, "*.zip"))
	if err != nil {
		return "", err
	}
	if len(archives) != 1 {
		return "", fmt.Errorf("one platform, but %d archives: has the list of platforms another form?", len(archives))
	}
	others, err := filepath.Glob(filepath.Join(one, "*_SHA256SUMS"))
	if err != nil {
		return "", err
	}
	lists, err := filepath.Glob(filepath.Join(one, "*.cdx.json"))
	if err != nil {
		return "", err
	}
	if len(lists) != 1 {
		return "", fmt.Errorf("one binary, but %d lists of its modules", len(lists))
	}
	for _, path := range slices.Concat(archives, lists, others) {
		first, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		second, err := os.ReadFile(filepath.Join(another, filepath.Base(path)))
		if err != nil {
			return "", err
		}
		if !bytes.Equal(first, second) {
			return "", fmt.Errorf("two builds of one commit have different bytes in %s", filepath.Base(path))
		}
		fmt.Println(" ", filepath.Base(path))
	}
	return archives[0], nil
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
