// Command test-times runs a command that prints what `go test -json` prints, and lists the tests that took longest:
//
//	go run ./internal/workshop/tools/test-times [-most 10] go test -json ./...
//
// A test counts with its subtests, one after the other, and without the time in which it waited for its turn: so the
// times of all tests together, divided by how many run at a time, are about what the whole takes on a quiet machine.
// The CPU time is that of the command and of all that it started, which hardly depends on the load of the machine.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	most := flag.Int("most", 10, "how many tests to list")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("test-times: name the command to run")
	}
	if err := run(*most, flag.Arg(0), flag.Args()[1:]...); err != nil {
		log.Fatal(err)
	}
}

func run(most int, name string, arguments ...string) error {
	command := exec.Command(name, arguments...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	tests, unread := read(output, os.Stdout)
	ended := command.Wait()
	if unread != nil {
		return unread
	}
	if len(tests) == 0 {
		return errors.Join(errors.New("no test has run"), ended)
	}
	user, system := command.ProcessState.UserTime(), command.ProcessState.SystemTime()
	fmt.Print(list(tests, most))
	fmt.Printf("\n%.0f s of CPU: %.0f s user, %.0f s system\n", (user + system).Seconds(), user.Seconds(), system.Seconds())
	return ended
}

// list has the tests that took longest, and what all took.
func list(tests []test, most int) string {
	var all time.Duration
	for _, each := range tests {
		all += each.took
	}
	var lines strings.Builder
	fmt.Fprintf(&lines, "%7.1f s  %d tests\n", all.Seconds(), len(tests))
	for _, each := range tests[:min(most, len(tests))] {
		fmt.Fprintf(&lines, "%7.1f s  %s in %s\n", each.took.Seconds(), each.name, each.folder)
	}
	return lines.String()
}
