// Package compare tells what changed between two documents of evidence.
package compare

import (
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Difference is what changed from an old document to a new one. It contains only findings that both documents looked
// for, except NotExamined and NotExaminedBefore.
type Difference struct {
	Appeared []evidence.Finding // weren't there before
	Grew     []Worsened         // are worse than before
	Closed   []evidence.Finding // are no longer there
	Accepted []evidence.Finding // are no longer there, because someone accepted them

	// NotExamined are findings of the old document that the new one didn't look for. They may still be there.
	NotExamined []evidence.Finding

	// NotExaminedBefore are findings of the new document that the old one didn't look for. They may have been there.
	NotExaminedBefore []evidence.Finding

	AddedRules   []evidence.Rule
	RemovedRules []RemovedRule

	// ByNumber is true if a finding may be about other people than before, because the documents have neither their
	// object IDs nor the times of their conflicts.
	ByNumber bool

	NotCompared []string // what only one of the documents examined, a sentence each

	// Incomplete is true if either document lacks something: a finding may seem closed because it couldn't be read.
	Incomplete bool
}

// Worsened is a finding that both documents have, and that is worse in the new one.
type Worsened struct {
	evidence.Finding

	Reason string // such as "not accepted: 4, before: 1"
}

// RemovedRule is a rule of the old document that no longer exists.
type RemovedRule struct {
	evidence.Rule

	// Findings are those of the old document that no one looks for any longer. They may still be true.
	Findings []evidence.Finding
}

// Worse reports whether there is more to act on than before. A removed rule is worse, because it no longer stops
// requests.
func (d *Difference) Worse() bool { return len(d.Appeared)+len(d.Grew)+len(d.RemovedRules) > 0 }

// Known reports whether everything could be compared.
func (d *Difference) Known() bool {
	return !d.Incomplete && len(d.NotCompared)+len(d.NotExamined)+len(d.NotExaminedBefore) == 0
}

// Between compares two documents. All lists of findings are in the order of their document.
func Between(old, current *evidence.Document) *Difference {
	d := &Difference{
		Incomplete:  !old.Complete() || !current.Complete(),
		AddedRules:  without(current.Rules, old.Rules),
		NotCompared: notCompared(old, current),
	}
	for _, r := range without(old.Rules, current.Rules) {
		d.RemovedRules = append(d.RemovedRules, RemovedRule{Rule: r})
	}
	then, today := lookedFor(old), lookedFor(current)
	d.findNew(then, today)
	d.findGone(then, today)
	return d
}

// findNew finds what is new or worse.
func (d *Difference) findNew(then, today *looked) {
	for _, f := range today.Findings {
		before, known := then.findings[f.ID]
		switch {
		case !known && then.lacked(f, today):
			d.Appeared = append(d.Appeared, f)
		case !known:
			d.NotExaminedBefore = append(d.NotExaminedBefore, f)
		default:
			reason, byNumber := growth(before, f, then, today)
			d.ByNumber = d.ByNumber || byNumber
			if reason != "" {
				d.Grew = append(d.Grew, Worsened{f, reason})
			}
		}
	}
}

// without gives the rules that the other list doesn't have.
func without(rules, others []evidence.Rule) []evidence.Rule {
	known := map[string]bool{}
	for i := range others {
		known[others[i].ImportID] = true
	}
	var rest []evidence.Rule
	for i := range rules {
		if !known[rules[i].ImportID] {
			rest = append(rest, rules[i])
		}
	}
	return rest
}
