package report

import (
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
		w.printf("\n**One of the reports is incomplete.** A finding may seem closed because it couldn't be read.\n")
	}
	empty := true
	for _, part := range []struct {
		heading  string
		findings []evidence.Finding
	}{
		{"New findings", difference.Appeared},
		{"More holders than before", difference.Grew},
		{"Accepted", difference.Accepted},
		{"Closed", difference.Closed},
	} {
		var lines []string
		for _, f := range part.findings {
			lines = append(lines, "* "+display.NewMarkdown(f.Description).String())
		}
		w.section(part.heading, lines)
		empty = empty && len(lines) == 0
	}
	before := &markdown{sorted: sort(old)}
	for _, part := range []struct {
		heading string
		names   *markdown
		rules   []evidence.Rule
	}{{"Added rules", w, difference.AddedRules}, {"Removed rules", before, difference.RemovedRules}} {
		var lines []string
		for i := range part.rules {
			r := &part.rules[i]
			lines = append(
				lines,
				"* *"+part.names.label(r.AccessPackage.ID).String()+"* excludes *"+part.names.label(r.Target.ID).String()+"*",
			)
		}
		w.section(part.heading, lines)
		empty = empty && len(lines) == 0
	}
	if empty {
		w.printf("\nNothing changed.\n")
	}
	return w.String()
}
