// Package compare tells what changed between two documents of evidence.
package compare

import (
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Difference is what changed from an old document to a new one. It contains only findings that both documents looked
// for, except NotExamined.
type Difference struct {
	Appeared []evidence.Finding // weren't there before
	Grew     []Worsened         // are worse than before
	Closed   []evidence.Finding // are no longer there
	Accepted []evidence.Finding // are no longer there, because someone accepted them

	// NotExamined are findings of the old document that the new one didn't look for. They may still be there.
	NotExamined []evidence.Finding

	AddedRules   []evidence.Rule
	RemovedRules []RemovedRule

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
	return !d.Incomplete && len(d.NotCompared) == 0 && len(d.NotExamined) == 0
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
		case !known && then.examined(f, today):
			d.Appeared = append(d.Appeared, f)
		case known:
			if reason := growth(before, f, then, today); reason != "" {
				d.Grew = append(d.Grew, Worsened{f, reason})
			}
		}
	}
}

// findGone finds what the new document doesn't have, and why.
func (d *Difference) findGone(then, today *looked) {
	removed := map[string]*RemovedRule{}
	for i := range d.RemovedRules {
		removed[d.RemovedRules[i].ImportID] = &d.RemovedRules[i]
	}
	accepted := acceptedIn(today.Document)
	for _, f := range then.Findings {
		_, still := today.findings[f.ID]
		rule := removedRuleOf(f, removed, today)
		switch {
		case still:
		case f.GapID != nil && accepted[*f.GapID], f.GapID == nil && f.ImportID != nil && accepted[*f.ImportID]:
			d.Accepted = append(d.Accepted, f)
		case rule != nil:
			rule.Findings = append(rule.Findings, f)
		case !today.closes(f, then):
			d.NotExamined = append(d.NotExamined, f)
		default:
			d.Closed = append(d.Closed, f)
		}
	}
}

// removedRuleOf is the removed rule that a finding is about, or nil. Conflicts of two access packages are still counted
// as long as either excludes the other.
func removedRuleOf(f evidence.Finding, removed map[string]*RemovedRule, today *looked) *RemovedRule {
	if f.ImportID == nil {
		return nil
	}
	rule := removed[*f.ImportID]
	if rule != nil && isAboutHolders(f.Kind) && rule.Kind == evidence.KindAccessPackage &&
		today.rules[opposite(&rule.Rule)] != nil {
		return nil
	}
	return rule
}

// acceptedIn has the IDs of accepted gaps, and the import IDs of rules whose conflicts are accepted.
func acceptedIn(d *evidence.Document) map[string]bool {
	accepted := map[string]bool{}
	for i := range d.Gaps {
		if d.Gaps[i].Accepted {
			accepted[d.Gaps[i].ID] = true
		}
	}
	for i := range d.Rules {
		if d.Rules[i].Status == evidence.StatusAccepted {
			accepted[d.Rules[i].ImportID] = true
		}
	}
	return accepted
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
