package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// A report of one catalog says what it can't know of the others: rules of risks, and gaps that lead through them.
func TestHTML_scope(t *testing.T) {
	t.Parallel()
	d := bank()
	d.Scope, d.NotRead = []string{treasury.ID}, nil
	d.AccessPackages, d.Rules = []evidence.Object{cash}, d.Rules[len(d.Rules)-1:]
	set := decisions()
	set.Risks = map[string]decision.Risk{
		"PAY": {Name: "Pay alone", Severity: evidence.SeverityHigh, Rules: []string{create.ID + "/" + approve.ID}},
	}
	decision.Apply(d, set, time.Time{})
	mustContain(t, page(t, d), "<small>other catalogs not examined</small>",
		`<span class="tag">Not in these catalogs</span></span> <span>1 rule of risk <bdi>PAY</bdi></span>`)
	mustContain(t, report.Markdown(d), "| Gaps through other catalogs | not examined |", "**Not in these catalogs:** 1 rule of risk PAY")
}

// A rule with unknown holders isn't one with which no one is in conflict.
func TestHTML_unknownHolders(t *testing.T) {
	t.Parallel()
	d := judged()
	text := page(t, d)
	for i := range d.Rules {
		r := &d.Rules[i]
		if r.Conflicts == nil || r.Conflicts.Total > 0 || r.Conflicts.Unknown == 0 {
			continue
		}
		_, item, _ := strings.Cut(text, `<li data-rule="`+r.ImportID+`" data-kind`)
		item, _, _ = strings.Cut(item, "</li>")
		if !strings.Contains(item, `<span class="tag">1 unknown</span>`) || strings.Contains(item, "none in conflict") ||
			strings.Contains(item, "data-conflicts") {
			t.Errorf("the page says: %s", item)
		}
		return
	}
	t.Error("the bank has no such rule")
}

// An exception for some of the holders leaves the others open, and the page counts them.
func TestHTML_partialException(t *testing.T) {
	t.Parallel()
	d := bank()
	d.Rules = d.Rules[5:6]
	decision.Apply(d, &decision.Set{MaxDays: 365, Exceptions: map[string]decision.Exception{
		vendors.ID + "/" + approve.ID: {Holders: 2, Owner: "Ana", Reason: "On call", Expires: "2026-12-31"},
	}}, time.Time{})
	mustContain(t, page(t, d), "<dt>Conflicts today</dt><dd>3 <small>1 not accepted</small>")
}

// A risk whose rules no one counted says so. If the order of no conflict is known, the page has no number of those that
// began after their rules.
func TestHTML_notKnown(t *testing.T) {
	t.Parallel()
	d := bank()
	d.Changes, d.Rules = nil, d.Rules[5:7]
	set := &decision.Set{MaxDays: 365, Risks: map[string]decision.Risk{
		"DEL": {Name: "Deleted", Severity: evidence.SeverityLow, Rules: []string{vendors.ID + "/" + deleted.ID}},
	}}
	decision.Apply(d, set, time.Time{})
	mustContain(t, page(t, d), `<span class="tag">not counted</span></summary>`,
		"<dt>Began after the rule</dt><dd><small>not known</small></dd>")
}
