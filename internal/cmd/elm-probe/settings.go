package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/probe"
)

// settings is the command line.
type settings struct {
	out              string
	write, undo, yes bool
	objects          probe.TestObjects
	printVersion     bool
}

const usage = `Ask a tenant how it answers requests about separation of duties. Write the answers to a file in which
pseudonyms replace names and IDs. Search the file for names before you send it. Without -write, elm-probe
changes nothing. It signs in with the provider's ARM_* variables.

Usage: elm-probe [flags]

Exit codes:

  0    every question was asked
  1    some questions couldn't be asked
  2    the command line is wrong, or an object isn't a test object
  3    a rule may be left behind
  130  the run was interrupted, and every rule of the probe is removed

Flags:

`

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("elm-probe", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(
		&s.out,
		"out",
		"tenant-answers.json",
		"write the answers to this `file`, and the text for an issue to a .txt file beside it",
	)
	flags.BoolVar(
		&s.write,
		"write",
		false,
		"add and remove rules on test objects, too; requires -catalog, -access-package and -group",
	)
	flags.BoolVar(
		&s.undo,
		"undo",
		false,
		"remove only the rules that an interrupted run with -write left behind; requires the flags of that run",
	)
	flags.BoolVar(&s.yes, "yes", false, "skip the confirmation")
	flags.BoolVar(&s.printVersion, "version", false, "print the version and exit")
	for name, id := range map[string]*string{
		"catalog": &s.objects.Catalog, "access-package": &s.objects.AccessPackage, "group": &s.objects.Group,
		"microsoft-365-group": &s.objects.Microsoft365Group, "mail-enabled-group": &s.objects.MailEnabledGroup,
		"assigned-access-package": &s.objects.Assigned,
	} {
		flags.Func(name, ids[name], func(text string) error {
			canonical, ok := guid.Canonical(text)
			if !ok {
				return errors.New("it isn't a GUID")
			}
			*id = canonical
			return nil
		})
	}
	if err := flags.Parse(args); err != nil {
		return s, errReported{err}
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return s, s.check()
}

// ids are the flags with an object's ID.
var ids = map[string]string{
	"catalog":                 "`ID` of a catalog that contains only test access packages",
	"access-package":          "`ID` of a test access package without rules, resources and assignments",
	"group":                   "`ID` of a test security group without members",
	"microsoft-365-group":     "`ID` of a test Microsoft 365 group without members (optional)",
	"mail-enabled-group":      "`ID` of a test mail-enabled group without members (optional)",
	"assigned-access-package": "`ID` of a test access package that someone holds and that has no rules (optional)",
}

// errReported is a mistake that package flag has already printed, with the usage.
type errReported struct{ error }

func (e errReported) Unwrap() error { return e.error }

func (s settings) check() error {
	t := s.objects
	switch {
	case s.write && s.undo:
		return errors.New("-write and -undo can't be used together")
	case !s.write && !s.undo && t != probe.TestObjects{}:
		return errors.New("IDs of test objects require -write or -undo")
	case (s.write || s.undo) && (t.Catalog == "" || t.AccessPackage == "" || t.Group == ""):
		return errors.New("-write and -undo require -catalog, -access-package and -group")
	case t.AccessPackage != "" && t.AccessPackage == t.Assigned:
		return errors.New("-assigned-access-package and -access-package must differ")
	default:
		return nil
	}
}
