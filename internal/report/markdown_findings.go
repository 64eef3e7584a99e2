package report

import (
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// headings say what kind of finding a line is.
var headings = map[evidence.FindingKind]string{
	evidence.FindingAfterRule: "Control failed",
	evidence.FindingConflict:  "Conflict",
	evidence.FindingUnknown:   "Unknown",
	evidence.FindingMissing:   "Missing rule",
	evidence.FindingException: "Exception",
	evidence.FindingStale:     "Unused",
}

func (w *markdown) findings() []string {
	var lines []string
	for i := range w.Findings {
		f := &w.Findings[i]
		heading := headings[f.Kind]
		if f.Kind == evidence.FindingGap {
			heading = w.gapHeading(f)
		}
		line := fmt.Sprintf("* **%s:** %s", heading, display.NewMarkdown(f.Description))
		if f.Severity != nil {
			line += fmt.Sprintf(" (%s)", display.NewMarkdown(string(*f.Severity)))
		}
		if r := w.ruleOf(f); r != nil && f.Kind == evidence.FindingConflict {
			if age := w.age(r); age != "" {
				line += fmt.Sprintf(" In conflict: %s.", age)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

func (w *markdown) ruleOf(f *evidence.Finding) *evidence.Rule {
	if f.ImportID == nil {
		return nil
	}
	return w.rules[*f.ImportID]
}

func (w *markdown) gapHeading(f *evidence.Finding) string {
	for i := range w.Gaps {
		if f.GapID != nil && w.Gaps[i].ID == *f.GapID {
			return gapWords[w.Gaps[i].Kind].heading
		}
	}
	return "Gap"
}

func (w *markdown) acceptedConflicts() []string {
	var lines []string
	for _, r := range w.Accepted {
		line := fmt.Sprintf(
			"* **%d accepted** of *%s* and *%s*", r.Accepted, w.label(r.AccessPackage.ID), w.label(r.Target.ID),
		)
		for _, e := range w.exceptionsOf(r) {
			line += fmt.Sprintf(
				", by %s until %s%s",
				display.NewMarkdown(e.Owner),
				display.NewMarkdown(e.Expires),
				w.remaining(e.Expires),
			)
			if e.Ticket != "" {
				line += fmt.Sprintf(" (%s)", display.NewMarkdown(e.Ticket))
			}
			line += fmt.Sprintf(": %s", display.NewMarkdown(e.Reason))
		}
		lines = append(lines, line)
	}
	return lines
}

func (w *markdown) unknown() []string {
	var lines []string
	for i := range w.NotRead {
		n := &w.NotRead[i]
		lines = append(lines, fmt.Sprintf("* **Not read:** %s: %s",
			display.NewMarkdown(w.subject(n).String()), display.NewMarkdown(n.Reason)))
	}
	for _, r := range w.notCounted() {
		lines = append(lines, fmt.Sprintf("* **Not counted:** *%s* and *%s*: %s",
			w.label(r.AccessPackage.ID), w.label(r.Target.ID), display.NewMarkdown(*r.NotCounted)))
	}
	for i := range w.Risks {
		if risk := &w.Risks[i]; len(risk.NotInScope) > 0 {
			lines = append(lines, fmt.Sprintf("* **Not in these catalogs:** %s of risk %s.",
				counted(len(risk.NotInScope), "rule", "rules"), display.NewMarkdown(risk.ID)))
		}
	}
	if n := w.notAsked(); n > 0 {
		lines = append(
			lines,
			fmt.Sprintf("* **Not counted:** conflicts with %s, because the report was made without counting.",
				counted(n, "rule", "rules")),
		)
	}
	return lines
}
