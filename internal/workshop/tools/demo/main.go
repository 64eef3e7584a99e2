// Command demo shows the provider at work on an emulated tenant and fails where it does not do as told:
//
//	go run ./internal/workshop/tools/demo [ARCHIVE]
//
// `make demo` builds the provider first; with the zip archive of a release, that is what Terraform installs. The
// command runs in the project's folder. It leaves nothing running, and nothing behind but bin/demo: a report to open in
// a browser, and what Terraform printed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

// kept is the folder that outlives the demo.
const kept = "bin/demo"

func main() {
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, flag.Arg(0))
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "\nThe demo failed: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, archive string) error {
	command := exec.CommandContext(ctx, "internal/workshop/tools/terraform-cli")
	command.Stderr = os.Stderr
	cli, err := command.Output()
	if err != nil {
		return fmt.Errorf("internal/workshop/tools/terraform-cli: %w", err)
	}
	work, err := os.MkdirTemp("", "elm-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	if err := os.MkdirAll(kept, 0o755); err != nil {
		return err
	}
	service, err := newService()
	if err != nil {
		return err
	}
	defer service.listener.Close()
	terminal := terminal{cli: strings.TrimSpace(string(cli)), environment: service.environment()}
	s := story{terminal: terminal, service: service, archive: archive, work: work}
	return s.tell(ctx)
}
