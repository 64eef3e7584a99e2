// Command graph-emulator serves an emulated Microsoft Graph on this machine, for "terraform test" and for trying things without a tenant.
//
// "graph-emulator -h" lists what it takes. It prints how to point Terraform at it and runs until it is interrupted.
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
