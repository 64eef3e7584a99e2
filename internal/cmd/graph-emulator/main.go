// Command graph-emulator serves an emulated Microsoft Graph for "terraform test" and for trying the provider without a
// tenant.
//
// It prints the variables that point Terraform at it and runs until someone interrupts it. "graph-emulator -h" lists
// its flags.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
