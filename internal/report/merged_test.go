package report_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// of gives a report that is about a tenant.
func of(tenant int, d *evidence.Document) *evidence.Document {
	d.TenantID = pointer(id("7e000000", tenant))
	return d
}

func merge(t *testing.T, documents ...*evidence.Document) string {
	t.Helper()
	text, err := report.Merged(documents)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A page of several reports sums them up, and names are text there as well.
func TestMerged(t *testing.T) {
	t.Parallel()
	text := merge(t, of(1, judged()), of(2, judged()))
	mustContain(t, text, "<h1>Separation of duties: 2 reports</h1>", "This report is incomplete",
		`<tfoot><tr><th scope="row">All</th><td></td><td>16</td><td>2</td><td>12</td>`)
	want := skeleton(t, merge(t, attacked("Harmless")))
	for _, name := range hostile.Names {
		if got := skeleton(t, merge(t, attacked(name.Text))); got != want {
			t.Errorf("%s changes the page", name.Attack)
		}
	}
}

// Two reports of one tenant may count the same rules and holders, whatever their catalogs are: two access packages of
// different catalogs have one conflict.
func TestMerged_oneTenantTwice(t *testing.T) {
	t.Parallel()
	part, unknown := judged(), judged()
	part.Scope = []string{treasury.ID}
	unknown.TenantID = nil
	for name, documents := range map[string][]*evidence.Document{
		"one tenant": {of(1, judged()), of(2, judged()), of(1, part)},
		"not known":  {of(1, judged()), unknown},
	} {
		text := merge(t, documents...)
		mustContain(t, text, "There is no sum", "<small>All catalogs that the caller may read</small>")
		if strings.Contains(text, "<tfoot>") {
			t.Errorf("%s: the page has a sum", name)
		}
	}
	mustContain(t, merge(t, of(1, part)), "<small>Catalogs: <bdi>Finance 2</bdi></small>")
}

// No one counted: a zero would be good news.
func TestMerged_notCounted(t *testing.T) {
	t.Parallel()
	skipped := judged()
	skipped.NotRead = nil
	for i := range skipped.Rules {
		skipped.Rules[i].Conflicts, skipped.Rules[i].NotCounted = nil, nil
	}
	decision.Apply(skipped, &decision.Set{}, time.Time{})
	skipped.Findings = nil
	mustContain(t, merge(t, of(1, judged()), of(2, skipped)),
		"<td>8</td><td>not compared</td><td>not counted</td><td>not counted</td><td>not counted</td>",
		"<td>16</td><td>not compared in every report</td><td>not counted in every report</td>",
		"No findings; conflicts weren't counted.")
	mustContain(t, report.Markdown(skipped), "| Holders in conflict | not counted |\n| Rules not counted | 8 |")
	page, err := report.HTML(skipped)
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, string(page), "<dt>Conflicts today</dt><dd><small>not counted</small>")
}

// The sum of gaps is a number only if every report looked for gaps.
func TestMerged_gapsNotExamined(t *testing.T) {
	t.Parallel()
	skipped := judged()
	skipped.Gaps, skipped.GapsExamined = nil, false
	decision.Apply(skipped, decisions(), time.Time{})
	for want, documents := range map[string][]*evidence.Document{
		"<td>16</td>":                           {of(1, judged()), of(2, judged())},
		"<td>not examined in every report</td>": {of(1, judged()), of(2, skipped)},
	} {
		_, sum, _ := strings.Cut(merge(t, documents...), "<tfoot>")
		gaps := regexp.MustCompile(`<td>[^<]*</td>`).FindAllString(sum, -1)
		if got := gaps[len(gaps)-4]; got != want {
			t.Errorf("the sum of gaps is %s, want %s", got, want)
		}
	}
}
