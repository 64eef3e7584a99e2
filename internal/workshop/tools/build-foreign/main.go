// Command build-foreign builds a program of others from the Go module proxy, for tests:
//
//	go run ./internal/workshop/tools/build-foreign terraform|opentofu|msgraph VERSION FILE
//
// What this builds is for testing and never shipped; Terraform's license (BUSL-1.1) would not allow that everywhere.
//
// `go install` refuses these modules: it needs the list of their versions, which a proxy may not have, and no
// replacement of a module in their files, which count only in a module's own folder. So the program is built in a copy
// of that folder. Some of what Terraform replaces is in folders that its published module leaves out: state backends of
// clouds, and code for old ones. In their place go stubs: such a Terraform stores its state in files, over HTTP, or in
// memory.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

// program is what can be built.
type program struct {
	module string
	folder string // of the main package
}

var programs = map[string]program{
	"terraform": {"github.com/hashicorp/terraform", "."},
	"opentofu":  {"github.com/opentofu/opentofu", "./cmd/tofu"},
	"msgraph":   {"github.com/microsoft/terraform-provider-msgraph", "."},
}

func main() {
	log.SetFlags(0)
	flag.Parse()
	p, known := programs[flag.Arg(0)]
	if !known || flag.NArg() != 3 {
		log.Fatal(
			"build-foreign takes three arguments: terraform, opentofu or msgraph, a version without \"v\", and the file to " +
				"write.",
		)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := p.build(ctx, flag.Arg(1), flag.Arg(2))
	stop()
	if err != nil {
		log.Fatalf("build-foreign: %s %s: %v", flag.Arg(0), flag.Arg(1), err)
	}
}

func (p program) build(ctx context.Context, version, file string) error {
	published, err := p.download(ctx, version)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "build-foreign-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.CopyFS(filepath.Join(work, "source"), os.DirFS(published)); err != nil {
		return err
	}
	if err := addStubs(filepath.Join(work, "source")); err != nil {
		return err
	}
	built := filepath.Join(work, "program")
	if _, err := run(ctx, filepath.Join(work, "source"), "build", "-mod=readonly", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -X "+p.module+"/version.dev=no", "-o", built, p.folder); err != nil {
		return err
	}
	return install(built, file)
}

// download gives the folder of the module in Go's cache.
func (p program) download(ctx context.Context, version string) (string, error) {
	// In a folder without a module, so that the download changes no go.sum. Go holds the checksum against its public
	// database.
	printed, err := run(ctx, os.TempDir(), "mod", "download", "-json", p.module+"@v"+version)
	if err != nil {
		return "", err
	}
	return checked(printed, sums[p.module+"@v"+version])
}

// run runs a go command in a folder, without what the environment wants of other builds.
func run(ctx context.Context, folder string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", arguments...)
	command.Dir = folder
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	printed, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("go %s: %w\n%s%s", strings.Join(arguments, " "), err, printed, exit.Stderr)
	}
	return printed, err
}

// install puts the program into its place all at once: two builds at the same time do not disturb each other.
func install(built, file string) error {
	content, err := os.ReadFile(built)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	unfinished := fmt.Sprintf("%s.%d", file, os.Getpid())
	if err := os.WriteFile(unfinished, content, 0o755); err != nil {
		return err
	}
	return os.Rename(unfinished, file)
}
