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
			return &evidence.Document{Rules: undated(rules(&evidence.Conflicts{Total: 1, AfterRule: 1}, 0))}
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

// Only a report that counts assignments that are being delivered shows conflicts of those who wait for one.
func TestBetween_delivering(t *testing.T) {
	t.Parallel()
	document := func(delivering bool, total int, findings ...evidence.Finding) *evidence.Document {
		return &evidence.Document{
			Rules: rules(&evidence.Conflicts{Total: total}, 0), GapsExamined: true, OutsideExamined: true,
			Findings: findings, IncludeDelivering: delivering,
		}
	}
	conflict, unused := named(evidence.FindingConflict, "a/b", "a/b"), named(evidence.FindingException, "unused a/b", "a/b")
	outside, oneWay := gap("outside a/b"), gap("one_way a/b")
	all := []evidence.Finding{conflict, unused, outside, oneWay}
	const sentence = "counted assignments that are being delivered, so their holders aren't compared."
	for name, c := range map[string]struct {
		old, current *evidence.Document
		got          func(*compare.Difference) string
		want         string
	}{
		"gone without them": {document(true, 1, all...), document(false, 0), func(d *compare.Difference) string {
			return ids(d.NotExamined) + ids(d.Closed)
		}, "[conflict a/b exception unused a/b gap outside a/b][gap one_way a/b]"},
		"gone in spite of them": {document(false, 1, all...), document(true, 0), func(d *compare.Difference) string {
			return ids(d.NotExamined) + ids(d.Closed)
		}, "[exception unused a/b gap outside a/b][conflict a/b gap one_way a/b]"},
		"new with them": {document(false, 0), document(true, 1, all...), func(d *compare.Difference) string {
			return ids(d.NotExaminedBefore) + ids(d.Appeared)
		}, "[conflict a/b exception unused a/b gap outside a/b][gap one_way a/b]"},
		"new without them": {document(true, 0), document(false, 1, all...), func(d *compare.Difference) string {
			return ids(d.NotExaminedBefore) + ids(d.Appeared)
		}, "[exception unused a/b gap outside a/b][conflict a/b gap one_way a/b]"},
		"more with them": {document(false, 1, conflict), document(true, 2, conflict), func(d *compare.Difference) string {
			return reasons(d.Grew)
		}, ""},
	} {
		d := compare.Between(c.old, c.current)
		if got := c.got(d); got != c.want || d.Known() || len(d.NotCompared) != 1 || !strings.HasSuffix(d.NotCompared[0], sentence) {
			t.Errorf("%s: got %s, want %s; not compared: %q", name, got, c.want, d.NotCompared)
		}
	}
}
