// Command meter runs a program and adds a line of JSON to a file when it has ended: what it took, and nothing of what
// runs beside it. Terraform starts the provider through it during a benchmark. It does little itself, because a new
// process inherits the peak of its parent.
package main

import (
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"syscall"
)

// usage is one line.
type usage struct {
	CPUSeconds float64 `json:"cpuSeconds"`
	PeakRSS    int64   `json:"peakRSS"` // in the unit of the system: KiB on Linux, bytes on macOS
}

func main() {
	if len(os.Args) < 3 {
		log.Fatal("usage: meter FILE PROGRAM [ARGUMENT…]")
	}
	command := exec.Command(os.Args[2], os.Args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := command.Run() // how it ended is the exit code's to say, if it has begun
	state := command.ProcessState
	if state == nil {
		log.Fatal(err)
	}
	took := usage{CPUSeconds: (state.UserTime() + state.SystemTime()).Seconds()}
	if system, ok := state.SysUsage().(*syscall.Rusage); ok {
		took.PeakRSS = system.Maxrss
	}
	if err := note(os.Args[1], took); err != nil {
		log.Fatal(err)
	}
	os.Exit(state.ExitCode())
}

func note(path string, took usage) error {
	line, err := json.Marshal(took)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.Write(append(line, '\n')); err != nil {
		return err
	}
	return file.Close()
}
