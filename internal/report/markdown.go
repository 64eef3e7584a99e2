package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// CommentLimit is how many characters GitHub takes in a comment of a pull request.
const CommentLimit = 65_536

// Markdown makes the whole report as GitHub Flavored Markdown.
func Markdown(d *evidence.Document) string {
	s := sort(d)
	w := &markdown{sorted: s}
	w.heading()
	w.section("Findings", w.findings())
	w.section("Accepted conflicts", w.acceptedConflicts())
	w.section("Not known", w.unknown())
	w.section("Changes", w.changes())
	w.diagram()
	w.table()
	return w.String()
}

// ShortMarkdown makes a report that fits in a comment of a pull request: the numbers, and as many findings as fit. It
// says how much it leaves out.
func ShortMarkdown(d *evidence.Document) string {
	w := &markdown{sorted: sort(d)}
	w.heading()
	const rest = "\n%s, every rule, and the changes are in the full report.\n"
	lines := append(w.unknown(), w.findings()...) // an incomplete report must say so first
	room := CommentLimit - utf16Length(w.String()) - 200
	shown := 0
	if len(lines) > 0 {
		w.printf("\n## Findings\n\n")
	}
	for ; shown < len(lines) && room > utf16Length(lines[shown])+1; shown++ {
		room -= utf16Length(lines[shown]) + 1
		w.printf("%s\n", lines[shown])
	}
	if left := len(lines) - shown; left > 0 {
		w.printf(rest, counted(left, "more finding", "more findings"))
	} else {
		w.printf("\nEvery rule and the changes are in the full report.\n")
	}
	return w.String()
}

// utf16Length is how many characters a forge counts at most.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// markdown writes Markdown. Text of the tenant and of the rule book comes in as display.Markdown.
type markdown struct {
	*sorted
	bytes.Buffer
}

func (w *markdown) printf(format string, args ...any) { fmt.Fprintf(&w.Buffer, format, args...) }

func (w *markdown) label(id string) display.Markdown { return display.NewMarkdown(w.name(id).String()) }

func (w *markdown) section(heading string, lines []string) {
	if len(lines) > 0 {
		w.printf("\n## %s\n\n%s\n", heading, strings.Join(lines, "\n"))
	}
}

func (w *markdown) heading() {
	w.printf("# %s\n", display.NewMarkdown(w.Title))
	if w.AsOf != nil {
		w.printf("\nAs of %s.\n", display.NewMarkdown(*w.AsOf))
	}
	if !w.Complete() {
		w.printf("\n**This report is incomplete:** something couldn't be read or counted.\n")
	}
	s := w.Summary
	if s.Rules == 0 {
		w.printf("\nThere are no rules.\n")
		return
	}
	w.printf("\n%s for %s: %d about groups, %d about other access packages.\n", counted(s.Rules, "rule", "rules"),
		counted(s.AccessPackages, "access package", "access packages"), s.GroupRules, s.Rules-s.GroupRules)
	w.printf(
		"\n| | |\n|---|---:|\n| Holders in conflict | %d |\n| Not accepted | %d |\n| Began after the rule | %d |\n",
		s.Conflicts,
		s.OpenConflicts,
		s.AfterRule,
	)
	w.printf("| Not known whether before or after the rule | %d |\n", s.UnknownOrder)
	w.printf("| Rules not counted | %d |\n", s.NotCountedRules)
	if w.GapsExamined {
		w.printf("| Gaps not accepted | %d |\n", s.OpenGaps)
	} else {
		w.printf("| Gaps | not examined |\n")
	}
	if s.Findings+s.NotRead+s.NotCountedRules+len(w.Accepted) == 0 {
		w.printf("\nNo findings: no one is in conflict with a rule.\n")
	}
}

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
	if n := w.notAsked(); n > 0 {
		lines = append(
			lines,
			fmt.Sprintf("* **Not counted:** conflicts with %s, because the report was made without counting.",
				counted(n, "rule", "rules")),
		)
	}
	return lines
}

func (w *markdown) changes() []string {
	if w.ChangesSince == nil {
		return nil
	}
	lines := []string{fmt.Sprintf("Since %s, in the whole tenant, the latest first:", moment(w.ChangesSince)), ""}
	if len(w.Changes) == 0 {
		lines = []string{
			fmt.Sprintf(
				"The audit log has no change of a rule since %s. Entries arrive late, and the log keeps them for 30 days at most.",
				moment(w.ChangesSince),
			),
		}
	}
	if !w.ChangesComplete {
		lines = append([]string{"**This list is incomplete.** See *Not known*.", ""}, lines...)
	}
	for i := range w.Changes {
		c := &w.Changes[i]
		verb := "Added"
		if c.Operation == evidence.OperationRemoved {
			verb = "Removed"
		}
		if c.Failed() {
			verb += " (failed)"
		}
		line := fmt.Sprintf("* **%s:** %s, %s", verb, display.NewMarkdown(w.change(c).String()), moment(c.Time))
		if c.ActorID != nil {
			line += fmt.Sprintf(", by %s", display.NewMarkdown(*c.ActorID))
		}
		lines = append(lines, line+".")
	}
	return lines
}

func (w *markdown) table() {
	if len(w.Rules) == 0 {
		return
	}
	w.printf("\n## Rules\n\n| Access package | Excludes | Kind | In conflict | Since |\n|---|---|---|---|---|\n")
	for _, c := range w.ByCatalog {
		for _, p := range c.Packages {
			for _, r := range p.Rules {
				w.row(r)
			}
		}
	}
}

func (w *markdown) row(r *evidence.Rule) {
	whom, kind := "holders of", "access package"
	if isGroup(r) {
		whom, kind = "members of", "group"
	}
	if r.OneWay {
		kind += ", one-way"
	}
	if unnamed(r) {
		kind += ", may no longer exist"
	}
	conflicts := "not counted"
	if r.Conflicts != nil {
		conflicts = fmt.Sprint(r.Conflicts.Total)
	}
	w.printf(
		"| %s | %s %s | %s | %s | %s |\n",
		w.label(r.AccessPackage.ID),
		whom,
		w.label(r.Target.ID),
		kind,
		conflicts,
		w.age(r),
	)
}
