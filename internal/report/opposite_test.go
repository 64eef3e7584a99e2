package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// An exception about the rule in the opposite direction accepts the same holders only if that rule exists.
func TestMarkdown_oppositeException(t *testing.T) {
	t.Parallel()
	exception := func(owner string) decision.Exception {
		return decision.Exception{Holders: 1, Owner: owner, Reason: "On call", Expires: "2026-12-31"}
	}
	one := users(1)
	for name, c := range map[string]struct {
		rules []evidence.Rule
		want  string
	}{
		"both rules exist": {[]evidence.Rule{rule(create, approve, one), rule(approve, create, one)}, "Ana Ben"},
		"one rule exists":  {[]evidence.Rule{rule(create, approve, one)}, "Ana"},
	} {
		d := &evidence.Document{AsOf: pointer("2026-11-30"), Rules: c.rules}
		decision.Apply(d, &decision.Set{MaxDays: decision.DefaultMaxDays, Exceptions: map[string]decision.Exception{
			create.ID + "/" + approve.ID: exception("Ana"), approve.ID + "/" + create.ID: exception("Ben"),
		}}, time.Time{})
		_, accepted, _ := strings.Cut(report.Markdown(d), "## Accepted conflicts\n")
		accepted, _, _ = strings.Cut(accepted, "\n## ")
		var owners []string
		for _, owner := range []string{"Ana", "Ben"} {
			if strings.Contains(accepted, "by "+owner+" ") {
				owners = append(owners, owner)
			}
		}
		if got := strings.Join(owners, " "); got != c.want || strings.Count(accepted, "1 accepted") != 1 {
			t.Errorf("%s: exceptions of %q, want %q:\n%s", name, got, c.want, accepted)
		}
	}
}

// The diagram has one line for each pair of rules. A rule whose opposite may exist in another catalog is drawn in its
// own direction.
func TestDiagram_direction(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		oneWay *bool
		rules  []evidence.Rule
		want   string
	}{
		"both rules exist":     {pointer(false), []evidence.Rule{rule(create, approve, nil), rule(approve, create, nil)}, "x--x"},
		"one rule exists":      {pointer(true), []evidence.Rule{rule(create, approve, nil)}, "--x"},
		"the other isn't read": {nil, []evidence.Rule{rule(create, approve, nil)}, "--x"},
		"a group":              {pointer(false), []evidence.Rule{rule(create, clerks, nil)}, "--x"},
	} {
		for i := range c.rules {
			c.rules[i].OneWay = c.oneWay
		}
		var lines []string
		for line := range strings.Lines(report.Markdown(&evidence.Document{Rules: c.rules})) {
			if fields := strings.Fields(line); len(fields) == 3 && strings.HasSuffix(fields[1], "--x") {
				lines = append(lines, fields[1])
			}
		}
		if got := strings.Join(lines, " "); got != c.want {
			t.Errorf("%s: the diagram has %q, want %q", name, got, c.want)
		}
	}
}
