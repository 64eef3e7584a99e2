package report

import (
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Differences says in Markdown what changed between two documents.
func Differences(old, current *evidence.Document) string {
	w := &markdown{sorted: sort(current)}
	difference := compare.Between(old, current)
	w.printf("# %s: changes since the last report\n", display.NewMarkdown(w.Title))
	if difference.Incomplete {
		w.printf("\n**One of the reports is incomplete.** A finding may seem new or closed because it couldn't be read.\n")
	}
	if difference.ByNumber {
		w.printf("\nSome people were compared by number only: " +
			"the reports have neither their object IDs nor the times of their conflicts.\n")
	}
	var apart []string
	for _, sentence := range difference.NotCompared {
		apart = append(apart, "* "+sentence)
	}
	w.section("Not compared", apart)
	empty := len(apart) == 0
	for _, part := range []struct {
		heading string
		lines   []string
	}{
		{"New findings", descriptions(difference.Appeared)},
		{"Worse than before", worsened(difference.Grew)},
		{"Accepted", descriptions(difference.Accepted)},
		{"Not examined in the old report", descriptions(difference.NotExaminedBefore)},
		{"Not examined in the new report", descriptions(difference.NotExamined)},
		{"Closed", descriptions(difference.Closed)},
	} {
		w.section(part.heading, part.lines)
		empty = empty && len(part.lines) == 0
	}
	rules := w.changedRules(old, difference)
	switch {
	case !empty || rules:
	case difference.ByNumber:
		w.printf("\nThe numbers are the same.\n")
	default:
		w.printf("\nNothing changed.\n")
	}
	return w.String()
}

// changedRules lists the rules that were added or removed, and reports whether there are any.
func (w *markdown) changedRules(old *evidence.Document, difference *compare.Difference) bool {
	var added, removed []string
	for i := range difference.AddedRules {
		added = append(added, w.rule(&difference.AddedRules[i]))
	}
	before := &markdown{sorted: sort(old)}
	for i := range difference.RemovedRules {
		r := &difference.RemovedRules[i]
		removed = append(removed, before.rule(&r.Rule))
		for _, f := range r.Findings {
			removed = append(removed, "  * No longer examined, because the rule was removed: "+
				display.NewMarkdown(f.Description).String())
		}
	}
	w.section("Added rules", added)
	w.section("Removed rules", removed)
	return len(added)+len(removed) > 0
}

func descriptions(findings []evidence.Finding) []string {
	lines := make([]string, 0, len(findings))
	for _, f := range findings {
		lines = append(lines, "* "+display.NewMarkdown(f.Description).String())
	}
	return lines
}

func worsened(findings []compare.Worsened) []string {
	lines := make([]string, 0, len(findings))
	for _, f := range findings {
		lines = append(lines, fmt.Sprintf("* %s (%s)", display.NewMarkdown(f.Description), f.Reason))
	}
	return lines
}

func (w *markdown) rule(r *evidence.Rule) string {
	return "* *" + w.label(r.AccessPackage.ID).String() + "* excludes *" + w.label(r.Target.ID).String() + "*"
}
