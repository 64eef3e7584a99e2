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

// A page of several reports sums them up, and names are text there as well.
func TestMerged(t *testing.T) {
	t.Parallel()
	merge := func(documents ...*evidence.Document) string {
		text, err := report.Merged(documents)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	text := merge(judged(), judged())
	mustContain(t, text, "<h1>Separation of duties: 2 reports</h1>", "<td>16</td><td>12</td>", "This report is incomplete")
	want := skeleton(t, merge(attacked("Harmless")))
	for _, name := range hostile.Names {
		if got := skeleton(t, merge(attacked(name.Text))); got != want {
			t.Errorf("%s changes the page", name.Attack)
		}
	}
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
	text, err := report.Merged([]*evidence.Document{judged(), skipped})
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, string(text), "<td>8</td><td>not counted</td><td>not counted</td><td>not counted</td>",
		"<td>16</td><td>not counted in every report</td>", "No findings; conflicts weren't counted.")
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
		"<td>16</td>":                           {judged(), judged()},
		"<td>not examined in every report</td>": {judged(), skipped},
	} {
		text, err := report.Merged(documents)
		if err != nil {
			t.Fatal(err)
		}
		_, sum, _ := strings.Cut(string(text), "<tfoot>")
		gaps := regexp.MustCompile(`<td>[^<]*</td>`).FindAllString(sum, -1)
		if got := gaps[len(gaps)-3]; got != want {
			t.Errorf("the sum of gaps is %s, want %s", got, want)
		}
	}
}
