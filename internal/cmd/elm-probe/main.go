// Command elm-probe asks a tenant of Microsoft Entra how it answers requests about separation of duties, as far as
// Microsoft hasn't published it, and writes the answers to a file in which pseudonyms
// replace names and IDs.
//
// "elm-probe -h" lists the flags. Without -write it changes nothing.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// version is set when a release is built.
var version = "dev"

func main() {
	signals := make(chan os.Signal, 3)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	process := surroundings{
		lookup:  os.Getenv,
		stdin:   os.Stdin,
		stdout:  os.Stdout,
		stderr:  os.Stderr,
		clock:   waiting.SystemClock{},
		signals: signals,
		release: func() { signal.Stop(signals) },
	}
	os.Exit(process.run(os.Args[1:]))
}
