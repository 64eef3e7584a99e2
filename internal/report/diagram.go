package report

import (
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// legible is how many rules a person can follow in a diagram.
const legible = 60

// diagram draws the rules as a Mermaid flowchart: a line leads from an incompatible group or access package to the
// access package that excludes it.
func (w *markdown) diagram() {
	if len(w.Rules) == 0 || len(w.Rules) > legible {
		return
	}
	w.printf(
		"\n## Diagram\n\nA line leads from the group or access package to the access package that excludes it, " +
			"with the number of holders in conflict.\n\n```mermaid\nflowchart LR\n",
	)
	nodes := map[string]string{}
	w.nodes(nodes)
	drawn := map[string]bool{}
	for r := range w.inOrder() {
		if !drawn[evidence.Opposite(r.ImportID)] {
			drawn[r.ImportID] = true
			w.edge(r, nodes)
		}
	}
	w.printf("```\n")
}

// nodes draws each group and access package once, and numbers it.
func (w *markdown) nodes(nodes map[string]string) {
	draw := func(id, left, right string) {
		if nodes[id] == "" {
			nodes[id] = fmt.Sprintf("n%d", len(nodes))
			w.printf("  %s%s\"%s\"%s\n", nodes[id], left, display.NewDiagram(w.name(id).String()), right)
		}
	}
	for _, g := range w.Groups {
		draw(g.ID, "([", "])")
	}
	for _, c := range w.ByCatalog {
		for _, p := range c.Packages {
			draw(p.ID, "[", "]")
			for _, r := range p.Rules {
				draw(r.Target.ID, "[", "]") // an access package without rules
			}
		}
	}
}

func (w *markdown) edge(r *evidence.Rule, nodes map[string]string) {
	line := "--x"
	if r.Kind == evidence.KindAccessPackage && r.OneWay != nil && !*r.OneWay {
		line = "x--x"
	}
	if n := inConflict(r); n > 0 {
		line += fmt.Sprintf(" |%d|", n)
	}
	w.printf("  %s %s %s\n", nodes[r.Target.ID], line, nodes[r.AccessPackage.ID])
}
