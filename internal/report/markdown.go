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
		w.printf("\nAs of %s.", display.NewMarkdown(*w.AsOf))
		if day := readLater(w.Document); day != "" {
			w.printf(" The tenant was read on %s.", display.NewMarkdown(day))
		}
		w.printf("\n")
	}
	if len(w.Scope) > 0 {
		names := make([]string, 0, len(w.Scope))
		for _, id := range w.Scope {
			names = append(names, w.label(id).String())
		}
		w.printf("\nCatalogs: %s.\n", strings.Join(names, ", "))
	}
	if w.IncludeDelivering {
		w.printf("\nThe numbers include assignments that are being delivered.\n")
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
	w.printf("\n| | |\n|---|---:|\n")
	if w.Counted() {
		w.printf(
			"| Holders in conflict | %d |\n| Unknown holders, who may be in conflict | %d |\n| Not accepted, of both | %d |\n"+
				"| Began after the rule | %d |\n",
			evidence.Known(s.Conflicts),
			evidence.Known(s.UnknownHolders),
			evidence.Known(s.OpenConflicts),
			evidence.Known(s.AfterRule),
		)
		w.printf("| Not known whether before or after the rule | %d |\n", evidence.Known(s.UnknownOrder))
	} else {
		w.printf("| Holders in conflict | not counted |\n")
	}
	w.printf("| Rules not counted | %d |\n", s.NotCountedRules)
	if w.GapsExamined {
		w.printf("| Gaps not accepted | %d |\n", evidence.Known(s.OpenGaps))
	} else {
		w.printf("| Gaps | not examined |\n")
	}
	if w.GapsExamined && len(w.Scope) > 0 {
		w.printf("| Gaps through other catalogs | not examined |\n")
	}
	if s.Findings+s.NotRead+s.NotCountedRules+len(w.Accepted) == 0 {
		w.printf("\nNo findings: no one is in conflict with a rule.\n")
	}
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
	for r := range w.inOrder() {
		w.row(r)
	}
}

func (w *markdown) row(r *evidence.Rule) {
	whom, kind := "holders of", "access package"
	if isGroup(r) {
		whom, kind = "members of", "group"
	}
	if r.IsOneWay() {
		kind += ", one-way"
	}
	if unnamed(r) {
		kind += ", may no longer exist"
	}
	conflicts := "not counted"
	if r.Conflicts != nil {
		conflicts = fmt.Sprint(r.Conflicts.Total)
		if r.Conflicts.Unknown > 0 {
			conflicts += fmt.Sprintf(", %d unknown", r.Conflicts.Unknown)
		}
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
