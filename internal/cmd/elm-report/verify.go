package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/manifest"
)

func (p process) verifyCommand() *cobra.Command {
	var attest bool
	var a manifest.Attestation
	command := &cobra.Command{
		Use:   "verify FOLDER",
		Short: "Check the files of a report, and attest that someone reviewed it",
		Args:  cobra.ExactArgs(1),
		Long: `Check the files of a report against its manifest SHA256SUMS. Check the attestation, if there is one.

With --attest, add an attestation: who reviewed the report, when, and a statement. elm-report refuses a
reviewer who made a change that the report covers, a review before the day on which the tenant was read,
and a report without changes (run --changed-since). An attestation isn't a signature.

Exit codes:

  0  every file matches
  1  a file doesn't match, or the command failed`,
		Example: `  elm-report verify report
  elm-report verify report --attest --reviewer 'Ana Ruiz' --reviewer-id 05e2… --statement 'Reviewed.'`,
		RunE: func(_ *cobra.Command, args []string) error {
			if attest {
				return p.attest(args[0], a)
			}
			if a != (manifest.Attestation{}) {
				return errors.New("--reviewer, --reviewer-id, --date and --statement require --attest")
			}
			return p.verify(args[0])
		},
	}
	flags := command.Flags()
	flags.BoolVar(&attest, "attest", false, "add an attestation")
	flags.StringVar(&a.Reviewer, "reviewer", "", "`name` of the reviewer")
	flags.StringVar(&a.ReviewerID, "reviewer-id", "", "object `ID` of the reviewer in Microsoft Entra")
	flags.StringVar(&a.Date, "date", "", "`day` of the review (default today)")
	flags.StringVar(&a.Statement, "statement", "", "what the reviewer states")
	return command
}

func (p process) verify(folder string) error {
	if err := p.check(folder); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(p.stdout, "Every file matches the manifest."); err != nil {
		return err
	}
	d, err := read(folder)
	if err != nil {
		return err
	}
	a, err := manifest.ReadAttestation(folder, d)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err = fmt.Fprintln(p.stdout, "No one has attested a review.")
	case err == nil:
		_, err = fmt.Fprintf(
			p.stdout,
			"%s (%s) attested on %s: %s\n",
			display.Message(a.Reviewer),
			display.Message(a.ReviewerID),
			display.Message(a.Date),
			display.Message(a.Statement),
		)
	}
	return err
}

// check compares the files with the manifest.
func (p process) check(folder string) error {
	problems, err := manifest.Check(folder)
	if err != nil {
		return err
	}
	for _, problem := range problems {
		_, _ = fmt.Fprintln(p.stderr, display.Message(problem))
	}
	if len(problems) > 0 {
		return exitError(exitNotKnown)
	}
	return nil
}

func (p process) attest(folder string, a manifest.Attestation) error {
	for _, flag := range []struct{ name, value string }{
		{"reviewer", a.Reviewer}, {"reviewer-id", a.ReviewerID}, {"statement", a.Statement},
	} {
		if strings.TrimSpace(flag.value) == "" {
			return fmt.Errorf("--attest requires --%s", flag.name)
		}
	}
	if !evidence.IsGUID(a.ReviewerID) {
		return fmt.Errorf("--reviewer-id: %q isn't a GUID", a.ReviewerID)
	}
	today := p.clock.Now().UTC().Format(decision.Day)
	if a.Date == "" {
		a.Date = today
	}
	if day, err := time.Parse(decision.Day, a.Date); err == nil && day.After(p.clock.Now()) {
		return fmt.Errorf("--date: %s is in the future; today is %s in UTC", a.Date, today)
	}
	if err := p.check(folder); err != nil {
		return err
	}
	d, err := read(folder)
	if err != nil {
		return err
	}
	err = manifest.Attest(folder, a, d)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the report has an attestation; run \"elm-report verify %s\" to see it", folder)
	}
	if err != nil {
		return err
	}
	return p.verify(folder)
}
