package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/entra-elm/terraform-provider-elm/internal/probe"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	exitOK          = 0
	exitFailed      = 1   // some questions could not be asked
	exitMisuse      = 2   // the command line is wrong, or an object is not a test object
	exitLeft        = 3   // a rule may be left behind
	exitInterrupted = 130 // and everything is undone
)

// surroundings are the environment, streams, clock and signals of a process.
type surroundings struct {
	lookup         func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	clock          waiting.Clock
	transport      http.RoundTripper // nil selects the default
	signals        <-chan os.Signal
	release        func() // lets the next signal end the process
}

func (s surroundings) run(args []string) int {
	chosen, err := parse(args, s.stderr)
	var reported errReported
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &reported):
		return exitMisuse
	case err != nil:
		return s.complain(exitMisuse, err)
	}
	if chosen.printVersion {
		_, _ = fmt.Fprintf(s.stdout, "elm-probe %s\n", version)
		return exitOK
	}
	p, err := s.probe()
	if err != nil {
		return s.complain(exitMisuse, err)
	}
	work, undo, stop := s.interruptible()
	defer stop()
	if chosen.undo {
		return s.undo(work, undo, p, chosen)
	}
	out, err := create(chosen.out)
	if err != nil {
		return s.complain(exitMisuse, fmt.Errorf("-out: %w", err))
	}
	defer out.discard()
	return s.ask(work, undo, p, chosen, out)
}

func (s surroundings) complain(status int, err error) int {
	_, _ = fmt.Fprintf(s.stderr, "elm-probe: %v\n", err)
	return status
}

func (s surroundings) say(text string) { _, _ = fmt.Fprintf(s.stderr, "· %s\n", text) }

// ask asks every question and writes the answers, also after an interruption.
func (s surroundings) ask(work, undo context.Context, p *probe.Probe, chosen settings, out *output) int {
	if chosen.write {
		if err := s.mayWrite(work, p, chosen); err != nil {
			return s.endedEarly(work, exitMisuse, err)
		}
	}
	status := exitOK
	err := p.Read(work)
	if err == nil && chosen.write {
		err = p.Write(work)
	}
	if err != nil {
		p.Interrupted()
		status = s.endedEarly(work, exitFailed, err)
	}
	if chosen.write {
		if err := removeRules(undo, p); err != nil {
			status = s.complain(exitLeft, err)
		} else {
			s.say("Every rule of the probe is removed.")
		}
	}
	if err := out.finish(p, s.stdout); err != nil {
		return s.complain(max(status, exitFailed), err)
	}
	return status
}

// endedEarly prints the cause, except after an interruption by the user.
func (s surroundings) endedEarly(work context.Context, status int, err error) int {
	if work.Err() != nil {
		return exitInterrupted
	}
	return s.complain(status, err)
}

// mayWrite checks that no one uses the objects, and asks for confirmation.
func (s surroundings) mayWrite(ctx context.Context, p *probe.Probe, chosen settings) error {
	if err := p.Check(ctx, chosen.objects); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.stdout, "%s\n", chosen.objects.Plan())
	return s.agree(ctx, chosen.yes)
}

// undo removes the rules that an earlier run left behind.
func (s surroundings) undo(work, undo context.Context, p *probe.Probe, chosen settings) int {
	found, err := p.Leftovers(work, chosen.objects)
	if err != nil {
		return s.endedEarly(work, exitFailed, err)
	}
	if len(found) == 0 {
		_, _ = fmt.Fprintln(s.stdout, "Nothing was left behind.")
		return exitOK
	}
	_, _ = fmt.Fprintln(s.stdout, "About to remove:")
	for _, rule := range found {
		_, _ = fmt.Fprintf(s.stdout, "  * %s\n", rule)
	}
	if err := s.agree(work, chosen.yes); err != nil {
		return s.endedEarly(work, exitMisuse, err)
	}
	if err := removeRules(undo, p); err != nil {
		return s.complain(exitLeft, err)
	}
	s.say("Every rule of the probe is removed.")
	return exitOK
}
