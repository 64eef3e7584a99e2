package main

import (
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// summarize prints the report in numbers.
func (p process) summarize(d *evidence.Document, folder string) {
	s := d.Summary
	if *d.AsOf != *d.ReadOn {
		_, _ = fmt.Fprintf(p.stdout, "Tenant read on        %s, exceptions judged as of %s\n", *d.ReadOn, *d.AsOf)
	}
	_, _ = fmt.Fprintf(p.stdout, "Rules                 %d\n", s.Rules)
	if d.Counted() {
		_, _ = fmt.Fprintf(
			p.stdout,
			"Conflicts             %d\n  unknown holders     %d\n  not accepted        %d\n  began after rule    %d\n"+
				"  order not known     %d\n",
			evidence.Known(s.Conflicts),
			evidence.Known(s.UnknownHolders),
			evidence.Known(s.OpenConflicts),
			evidence.Known(s.AfterRule),
			evidence.Known(s.UnknownOrder),
		)
	} else {
		_, _ = fmt.Fprintln(p.stdout, "Conflicts             not counted")
	}
	gaps := "not examined"
	if d.GapsExamined {
		gaps = fmt.Sprint(evidence.Known(s.OpenGaps))
		if len(d.Scope) > 0 {
			gaps += " (not through other catalogs)"
		}
	}
	_, _ = fmt.Fprintf(p.stdout, "Gaps not accepted     %s\nFindings              %d\n", gaps, s.Findings)
	if s.NotInScopeRules > 0 {
		_, _ = fmt.Fprintf(p.stdout, "Rules not in scope    %d\n", s.NotInScopeRules)
	}
	if !d.Complete() {
		_, _ = fmt.Fprintf(p.stdout, "Parts not read        %d\n", s.NotRead)
	}
	if !d.Complete() || s.NotCountedRules > 0 {
		_, _ = fmt.Fprintf(p.stdout, "Rules not counted     %d\n", s.NotCountedRules)
	}
	_, _ = fmt.Fprintf(p.stdout, "Open %s/report.html\n", folder)
}
