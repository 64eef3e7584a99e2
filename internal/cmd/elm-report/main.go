// Command elm-report reports on separation of duties in Microsoft Entra entitlement management. It only reads.
//
// "elm-report help" lists its commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := process{
		lookup:   os.Getenv,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		clock:    waiting.SystemClock{},
		terminal: isTerminal(os.Stderr),
	}
	code := p.execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
