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
	throwAway        probe.ThrowAway
	printVersion     bool
}

const usage = `elm-probe asks a tenant what nobody has published about separation of duties in entitlement management, and writes the answers to a file
without ids, names, hosts or tokens. Without -write it changes nothing. Sign-in is the provider's: the ARM_* variables.

Usage: elm-probe [flags]

`

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("elm-probe", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = io.WriteString(stderr, usage)
		flags.PrintDefaults()
	}
	flags.StringVar(&s.out, "out", "tenant-answers.json", "`file` to write; the text for an issue goes beside it, with the ending .txt")
	flags.BoolVar(&s.write, "write", false, "make rules on throw-away objects too, and remove them; needs -catalog, -access-package and -group")
	flags.BoolVar(&s.undo, "undo", false, "only remove what a run with -write left behind when it was cut off; takes the same flags")
	flags.BoolVar(&s.yes, "yes", false, "do not ask before writing")
	flags.BoolVar(&s.printVersion, "version", false, "print the version and exit")
	for name, id := range map[string]*string{
		"catalog": &s.throwAway.Catalog, "access-package": &s.throwAway.AccessPackage, "group": &s.throwAway.Group,
		"microsoft-365-group": &s.throwAway.Microsoft365Group, "mail-enabled-group": &s.throwAway.MailEnabledGroup,
		"assigned-access-package": &s.throwAway.Assigned,
	} {
		flags.Func(name, ids[name], func(text string) error {
			canonical, ok := guid.Canonical(text)
			if !ok {
				return errors.New("it is not a GUID")
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

// ids are the flags that take one.
var ids = map[string]string{
	"catalog":                 "`id` of a catalog that holds the throw-away access packages and no other",
	"access-package":          "`id` of a throw-away access package: no rules, no resources, no assignments",
	"group":                   "`id` of a throw-away security group without members",
	"microsoft-365-group":     "`id` of a throw-away Microsoft 365 group without members (optional)",
	"mail-enabled-group":      "`id` of a throw-away mail-enabled group without members (optional)",
	"assigned-access-package": "`id` of a throw-away access package without rules that somebody has (optional)",
}

// errReported is a mistake that package flag has already printed, with the usage.
type errReported struct{ error }

func (e errReported) Unwrap() error { return e.error }

func (s settings) check() error {
	t := s.throwAway
	switch {
	case s.write && s.undo:
		return errors.New("-write, -undo: it is one of them")
	case !s.write && !s.undo && t != probe.ThrowAway{}:
		return errors.New("ids of throw-away objects are for -write or -undo; without them nothing is written")
	case (s.write || s.undo) && (t.Catalog == "" || t.AccessPackage == "" || t.Group == ""):
		return errors.New("-write and -undo need -catalog, -access-package and -group: objects that nobody needs")
	case t.AccessPackage != "" && t.AccessPackage == t.Assigned:
		return errors.New("-assigned-access-package is to be another one than -access-package, which nobody has")
	default:
		return nil
	}
}
