package compare_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// A report with an audit log or a rule book finds what one without can't: none of that is new or closed.
func TestBetween_decisions(t *testing.T) {
	t.Parallel()
	log := func(d *evidence.Document) {
		d.ChangesSince, d.ChangesComplete = &time.Time{}, true
		d.Rules[0].InForceSince = &time.Time{}
		d.Findings = []evidence.Finding{named(evidence.FindingAfterRule, "a/b", "a/b")}
	}
	book := func(d *evidence.Document) {
		d.Risks = []evidence.Risk{{ID: "PAY", Rules: []string{"a/x"}, Missing: []string{"a/x"}}}
		d.Findings = []evidence.Finding{named(evidence.FindingMissing, "PAY a/x", "a/x")}
	}
	for want, with := range map[string]func(*evidence.Document){
		" report read the audit log, so dates of rules aren't compared.":     log,
		" report has a rule book, so risks and their rules aren't compared.": book,
	} {
		document := func() *evidence.Document {
			d := &evidence.Document{Rules: rules(&evidence.Conflicts{Total: 1, AfterRule: 1}, 0)}
			for i := range d.Rules {
				d.Rules[i].InForceSince = nil
			}
			return d
		}
		more, less := document(), document()
		with(more)
		d := compare.Between(less, more)
		if ids(d.NotExaminedBefore) != ids(more.Findings) || len(d.Appeared) > 0 || d.Known() ||
			strings.Join(d.NotCompared, " ") != "Only the new"+want {
			t.Errorf("%s: %+v", want, d)
		}
		d = compare.Between(more, less)
		if ids(d.NotExamined) != ids(more.Findings) || len(d.Closed) > 0 || d.Known() ||
			strings.Join(d.NotCompared, " ") != "Only the old"+want {
			t.Errorf("%s: %+v", want, d)
		}
		less.Findings, less.ChangesSince, less.Risks = nil, more.ChangesSince, more.Risks
		less.ChangesComplete, less.Rules[0].InForceSince = more.ChangesComplete, more.Rules[0].InForceSince
		if d := compare.Between(less, more); ids(d.Appeared) != ids(more.Findings) || !d.Known() {
			t.Errorf("both%s: %+v", want, d)
		}
	}
}

// A conflict that began after a new rule is new, and so is a risk that the rule book didn't have.
func TestBetween_newRule(t *testing.T) {
	t.Parallel()
	old := &evidence.Document{Risks: []evidence.Risk{{ID: "OTHER"}}}
	current := &evidence.Document{
		Rules: rules(&evidence.Conflicts{Total: 1, AfterRule: 1}, 0), Risks: []evidence.Risk{{ID: "OTHER"}, {ID: "PAY"}},
		Findings: []evidence.Finding{
			named(evidence.FindingAfterRule, "a/b", "a/b"), named(evidence.FindingMissing, "PAY a/x", "a/x"),
		},
	}
	if d := compare.Between(old, current); ids(d.Appeared) != ids(current.Findings) || !d.Known() {
		t.Errorf("%+v", d)
	}
}
