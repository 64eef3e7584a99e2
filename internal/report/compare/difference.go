// Package compare tells what changed between two documents of evidence.
package compare

import (
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Difference is what changed from an old document to a new one.
type Difference struct {
	Appeared []evidence.Finding // weren't there before
	Grew     []evidence.Finding // are about more holders than before
	Closed   []evidence.Finding // are no longer there
	Accepted []evidence.Finding // are no longer there, because someone accepted them

	AddedRules, RemovedRules []evidence.Rule

	// Incomplete is true if either document lacks something: a finding may seem closed because it couldn't be read.
	Incomplete bool
}

// Worse reports whether there is more to act on than before.
func (d *Difference) Worse() bool { return len(d.Appeared)+len(d.Grew) > 0 }

// Between compares two documents. Both lists of findings are in the order of their document.
func Between(old, current *evidence.Document) *Difference {
	d := &Difference{Incomplete: !old.Complete() || !current.Complete()}
	before := map[string]int{}
	for _, f := range old.Findings {
		before[f.ID] = f.Count
	}
	now := map[string]bool{}
	for _, f := range current.Findings {
		now[f.ID] = true
		count, known := before[f.ID]
		switch {
		case !known:
			d.Appeared = append(d.Appeared, f)
		case f.Count > count:
			d.Grew = append(d.Grew, f)
		}
	}
	accepted := acceptedIn(current)
	for _, f := range old.Findings {
		switch {
		case now[f.ID]:
		case f.GapID != nil && accepted[*f.GapID], f.GapID == nil && f.ImportID != nil && accepted[*f.ImportID]:
			d.Accepted = append(d.Accepted, f)
		default:
			d.Closed = append(d.Closed, f)
		}
	}
	d.AddedRules, d.RemovedRules = without(current.Rules, old.Rules), without(old.Rules, current.Rules)
	return d
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
