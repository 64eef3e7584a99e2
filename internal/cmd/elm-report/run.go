package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/rulebook"
)

// settings are the flags of "elm-report run".
type settings struct {
	catalogs                       []string
	title, asOf, changedSince, out string
	exceptions, ruleBook, accepted string
	maxDays                        int
	objectIDs, delivering          bool
	withoutGaps, withoutCounts     bool
	outside                        bool
	excel                          bool
}

func (p process) runCommand() *cobra.Command {
	var s settings
	command := &cobra.Command{
		Use:   "run",
		Short: "Read the tenant and write the report",
		Args:  cobra.NoArgs,
		Long: `Read the tenant and write the report into a folder. The folder contains report.html, report.json, report.md,
summary.md (which fits in a comment of a pull request), tables as CSV, and SHA256SUMS. The command changes
nothing in the tenant.

Exit codes:

  0  everything was read, and there is nothing to act on
  1  the report is incomplete, or the command failed
  2  there are findings that no exception covers`,
		Example: "  elm-report run --out report --exceptions exceptions.yaml --changed-since 2026-11-01",
		RunE: func(command *cobra.Command, _ []string) error {
			err := refuseEmpty(command, "exceptions", "rule-book", "accepted-gaps", "changed-since", "as-of", "out")
			if err != nil {
				return err
			}
			return p.run(command.Context(), &s)
		},
	}
	flags := command.Flags()
	flags.StringArrayVar(
		&s.catalogs, "catalog", nil, "`ID` of a catalog to report on; repeat it for several (default all)",
	)
	flags.StringVar(&s.title, "title", "Separation of duties", "heading of the report")
	flags.StringVar(
		&s.asOf, "as-of", "", "`day` by which exceptions expire and ages count; not in the future (default today)",
	)
	flags.StringVar(&s.changedSince, "changed-since", "", "report changes of rules since this `day` or time")
	flags.StringVar(&s.exceptions, "exceptions", "", "YAML or JSON `file` with accepted conflicts")
	flags.StringVar(&s.ruleBook, "rule-book", "", "YAML `file` with functions and risks")
	flags.StringVar(&s.accepted, "accepted-gaps", "", "YAML or JSON `file` with accepted gaps")
	flags.IntVar(&s.maxDays, "max-days", decision.DefaultMaxDays, "how many days an exception may last")
	flags.StringVar(&s.out, "out", "report", "new or empty `folder` to write")
	flags.BoolVar(
		&s.objectIDs,
		"include-object-ids",
		false,
		"name holders in conflict by their object IDs, which are personal data",
	)
	flags.BoolVar(
		&s.delivering, "include-delivering", false, "also count assignments that are delivering or partiallyDelivered",
	)
	flags.BoolVar(&s.withoutGaps, "no-gaps", false, "don't look for gaps")
	flags.BoolVar(
		&s.outside, "outside", false, "also look for users in granted groups who don't hold the access package",
	)
	flags.BoolVar(
		&s.withoutCounts,
		"no-counts",
		false,
		"don't count conflicts; like --no-gaps, this doesn't make the report incomplete",
	)
	flags.BoolVar(&s.excel, "excel", false, "write CSV with a byte-order mark and semicolons")
	return command
}

func (p process) run(ctx context.Context, s *settings) error {
	if err := s.refuseIgnored(); err != nil {
		return err
	}
	options, err := s.options()
	if err != nil {
		return err
	}
	if options.Since.After(p.clock.Now()) {
		return fmt.Errorf("--changed-since: %s is in the future, so the report would have no changes", s.changedSince)
	}
	decisions, err := s.decisions()
	if err != nil {
		return err
	}
	today := p.clock.Now().UTC().Format(decision.Day)
	asOf := cmp.Or(s.asOf, today)
	if asOf > today {
		return fmt.Errorf("--as-of: %s is in the future; today is %s in UTC", asOf, today)
	}
	if err := vacant(s.out); err != nil {
		return err
	}
	client, counting, err := p.client()
	if err != nil {
		return err
	}
	document, err := audit.Evidence(ctx, client, options)
	counting.done()
	if err != nil {
		return explained(err)
	}
	document.Title, document.AsOf, document.ReadOn = s.title, &asOf, &today
	decision.Apply(document, decisions, p.clock.Now())
	files, err := outputs(document, s.excel)
	if err != nil {
		return err
	}
	if err := write(s.out, files); err != nil {
		return err
	}
	p.summarize(document, s.out)
	return verdict(document)
}

// verdict is the exit code. An incomplete report has precedence over findings, because their number isn't known.
func verdict(d *evidence.Document) error {
	switch {
	case !d.Complete():
		return exitError(exitNotKnown)
	case len(d.Findings) > 0:
		return exitError(exitFindings)
	default:
		return nil
	}
}

// options are what to read.
func (s *settings) options() (audit.EvidenceOptions, error) {
	o := audit.EvidenceOptions{
		Kinds:     evidence.Kinds,
		Stage:     graph.Delivered,
		ObjectIDs: s.objectIDs,
		SkipGaps:  s.withoutGaps,
		Outside:   s.outside,
	}
	if s.delivering {
		o.Stage = graph.Delivering
	}
	if s.withoutCounts {
		o.Kinds = nil
	}
	for _, id := range s.catalogs {
		if !evidence.IsGUID(id) {
			return o, fmt.Errorf("--catalog: %q isn't a GUID", id)
		}
		o.CatalogIDs = append(o.CatalogIDs, strings.ToLower(id))
	}
	if s.asOf != "" {
		if _, err := time.Parse(decision.Day, s.asOf); err != nil {
			return o, fmt.Errorf("--as-of: %q isn't a day that exists; write a day such as 2026-12-01", s.asOf)
		}
	}
	if s.changedSince != "" {
		since, err := time.Parse(decision.Day, s.changedSince)
		if err != nil {
			since, err = time.Parse(time.RFC3339, s.changedSince)
		}
		if err != nil {
			return o, fmt.Errorf(
				"--changed-since: %q is neither a day, such as 2026-11-01, nor a time, such as 2026-11-01T08:00:00Z",
				s.changedSince,
			)
		}
		o.Since = since
	}
	return o, nil
}

// decisions reads the files of people's decisions.
func (s *settings) decisions() (*decision.Set, error) {
	set := &decision.Set{MaxDays: s.maxDays}
	for _, file := range []struct {
		flag, name string
		read       func(text []byte) error
	}{
		{"--exceptions", s.exceptions, func(text []byte) (err error) {
			set.Exceptions, err = rulebook.Exceptions(text)
			return err
		}},
		{"--rule-book", s.ruleBook, func(text []byte) (err error) {
			set.Risks, err = rulebook.Risks(text)
			return err
		}},
		{"--accepted-gaps", s.accepted, func(text []byte) (err error) {
			set.Accept, err = rulebook.AcceptedGaps(text)
			return err
		}},
	} {
		if file.name == "" {
			continue
		}
		text, err := os.ReadFile(file.name)
		if err == nil {
			err = file.read(text)
		}
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", file.flag, file.name, err)
		}
	}
	var problems []error
	for _, problem := range set.Check() {
		file := map[string]string{"exceptions": s.exceptions, "risks": s.ruleBook}[problem.List]
		problems = append(problems, fmt.Errorf("%s: %w", cmp.Or(file, "--max-days"), problem))
	}
	return set, errors.Join(problems...)
}
