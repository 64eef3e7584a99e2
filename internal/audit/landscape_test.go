package audit

import (
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// In any order of lists, a known name wins over a missing one, and so does that the rule was
// just made.
func TestLandscape_keep(t *testing.T) {
	t.Parallel()
	listed, made, named := graph.Object{ID: "g"}, graph.Object{ID: "g", JustMade: true}, graph.Object{ID: "g", DisplayName: "Clerks"}
	both := graph.Object{ID: "g", DisplayName: "Clerks", JustMade: true}
	for _, c := range []struct{ one, other, want graph.Object }{{listed, made, made}, {listed, named, named}, {made, named, both}} {
		for _, order := range [][]graph.Object{{c.one, c.other}, {c.other, c.one}} {
			l := landscape{targets: map[string]graph.Object{}}
			for _, target := range order {
				l.keep(target)
			}
			if got := l.targets["g"]; got != c.want {
				t.Errorf("%+v is %+v, want %+v", order, got, c.want)
			}
		}
	}
}
