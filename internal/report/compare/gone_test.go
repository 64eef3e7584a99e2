package compare_test

import (
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func named(kind evidence.FindingKind, id, importID string) evidence.Finding {
	return evidence.Finding{ID: string(kind) + " " + id, Kind: kind, ImportID: &importID, Count: 1}
}

// rules are two access packages that exclude each other, with holders in conflict of whom an exception accepts some.
func rules(conflicts *evidence.Conflicts, accepted int) []evidence.Rule {
	status := evidence.StatusOpen
	if conflicts != nil && accepted >= conflicts.Total+conflicts.Unknown {
		status = evidence.StatusAccepted
	}
	both := []evidence.Rule{counted("a", "b"), counted("b", "a")}
	for i := range both {
		both[i].Conflicts, both[i].Accepted, both[i].Status = conflicts, accepted, status
	}
	return both
}

func undated(rules []evidence.Rule) []evidence.Rule {
	for i := range rules {
		rules[i].InForceSince = nil
	}
	return rules
}

// Only holders and gaps are accepted. Any other finding that is gone is closed, even if the rule's holders are
// accepted.
func TestBetween_accepted(t *testing.T) {
	t.Parallel()
	after, conflict := named(evidence.FindingAfterRule, "a/b", "a/b"), named(evidence.FindingConflict, "a/b", "a/b")
	unknown := named(evidence.FindingUnknown, "a/b", "a/b")
	expired, missing := named(evidence.FindingException, "expired a/b", "a/b"), named(evidence.FindingMissing, "PAY a/b", "a/b")
	old := &evidence.Document{
		Rules:    rules(&evidence.Conflicts{Total: 2, AfterRule: 1, Unknown: 1}, 0),
		Findings: []evidence.Finding{after, conflict, unknown, expired, missing},
	}
	const others = "exception expired a/b missing_rule PAY a/b]"
	for name, c := range map[string]struct {
		rules            []evidence.Rule
		accepted, closed string
	}{
		"everyone": {
			rules(&evidence.Conflicts{Total: 2, AfterRule: 1, Unknown: 1}, 3),
			"[conflict_after_rule a/b conflict a/b unknown_holders a/b]", "[" + others,
		},
		"everyone, and the date of the rules isn't known": {
			undated(rules(&evidence.Conflicts{Total: 2, Unknown: 1}, 3)),
			"[conflict_after_rule a/b conflict a/b unknown_holders a/b]", "[" + others,
		},
		"one of them, and the others left": {
			rules(&evidence.Conflicts{Total: 1}, 1),
			"[conflict a/b]", "[conflict_after_rule a/b unknown_holders a/b " + others,
		},
		"except one who can't be looked up": {
			rules(&evidence.Conflicts{Total: 2, Unknown: 1}, 2),
			"[conflict a/b]", "[conflict_after_rule a/b " + others,
		},
		"with the opposite rule": {
			rules(&evidence.Conflicts{Total: 1}, 1)[1:],
			"[conflict a/b]", "[conflict_after_rule a/b unknown_holders a/b " + others,
		},
	} {
		current := &evidence.Document{Rules: c.rules, Risks: []evidence.Risk{{ID: "PAY"}}}
		if c.rules[0].Status == evidence.StatusOpen {
			current.Findings = []evidence.Finding{unknown}
		}
		d := compare.Between(old, current)
		if ids(d.Accepted) != c.accepted || ids(d.Closed) != c.closed {
			t.Errorf("%s: accepted %s, want %s\nclosed %s, want %s", name, ids(d.Accepted), c.accepted, ids(d.Closed), c.closed)
		}
	}
}

// An exception that is no longer there is closed, whether or not its rule is.
func TestBetween_exceptionOfRemovedRule(t *testing.T) {
	t.Parallel()
	old := &evidence.Document{
		Rules:    rules(&evidence.Conflicts{}, 0),
		Findings: []evidence.Finding{named(evidence.FindingException, "expired a/b", "a/b")},
	}
	if d := compare.Between(old, &evidence.Document{}); ids(d.Closed) != "[exception expired a/b]" {
		t.Errorf("%+v", d)
	}
}

// Conflicts with a rule that couldn't be counted are neither closed nor new.
func TestBetween_notCounted(t *testing.T) {
	t.Parallel()
	document := func(failed int, findings ...evidence.Finding) *evidence.Document {
		both := rules(&evidence.Conflicts{Total: 1}, 0)
		if failed < len(both) {
			both[failed].Conflicts, both[failed].NotCounted = nil, pointer("The group couldn't be read.")
		}
		return &evidence.Document{Rules: both, Findings: findings}
	}
	conflict := named(evidence.FindingConflict, "a/b", "a/b")
	unused := named(evidence.FindingException, "unused a/b", "a/b")
	for failed := range 2 {
		d := compare.Between(document(2, conflict, unused), document(failed))
		if ids(d.NotExamined) != "[conflict a/b exception unused a/b]" || len(d.Closed) > 0 || d.Known() {
			t.Errorf("rule %d isn't counted: not examined %s, closed %s", failed, ids(d.NotExamined), ids(d.Closed))
		}
		d = compare.Between(document(failed), document(2, conflict, unused))
		if ids(d.NotExaminedBefore) != "[conflict a/b exception unused a/b]" || len(d.Appeared) > 0 || d.Known() {
			t.Errorf("rule %d wasn't counted: not examined %s, new %s", failed, ids(d.NotExaminedBefore), ids(d.Appeared))
		}
	}
}

// A gap is closed only if the new report could look for it.
func TestBetween_gapNotRead(t *testing.T) {
	t.Parallel()
	for subject, want := range map[evidence.Subject]string{
		evidence.SubjectAccessPackage: "[gap bypass a/b gap outside a/b]", evidence.SubjectGroup: "[gap bypass a/b gap outside a/b]",
		evidence.SubjectMembers: "[gap outside a/b]", evidence.SubjectAssignments: "[gap outside a/b]",
		evidence.SubjectAuditLog: "[]",
	} {
		document := func(findings ...evidence.Finding) *evidence.Document {
			return &evidence.Document{GapsExamined: true, OutsideExamined: true, Findings: findings}
		}
		current := document()
		current.NotRead = []evidence.NotRead{{Subject: subject}}
		if d := compare.Between(document(gap("bypass a/b"), gap("outside a/b")), current); ids(d.NotExamined) != want {
			t.Errorf("%s couldn't be read: not examined %s, want %s", subject, ids(d.NotExamined), want)
		}
	}
}
