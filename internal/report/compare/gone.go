package compare

import (
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// findGone finds what the new document doesn't have, and why.
func (d *Difference) findGone(then, today *looked) {
	removed := map[string]*RemovedRule{}
	for i := range d.RemovedRules {
		removed[d.RemovedRules[i].ImportID] = &d.RemovedRules[i]
	}
	for _, f := range then.Findings {
		_, still := today.findings[f.ID]
		rule := removedRuleOf(f, removed, today)
		switch {
		case still:
		case today.accepts(f):
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

// removedRuleOf is the removed rule that a finding about holders or a gap needs, or nil. Conflicts of two access
// packages are still counted as long as either excludes the other.
func removedRuleOf(f evidence.Finding, removed map[string]*RemovedRule, today *looked) *RemovedRule {
	if f.ImportID == nil || isAboutHolders(f.Kind) && len(today.rulesOf(f)) > 0 {
		return nil
	}
	if isAboutHolders(f.Kind) || f.Kind == evidence.FindingGap {
		return removed[*f.ImportID]
	}
	return nil
}

// accepts reports whether someone accepted what a finding of an older document is about. Only holders and gaps can be
// accepted, and only those who are still there.
func (l *looked) accepts(f evidence.Finding) bool {
	switch f.Kind {
	case evidence.FindingGap:
		return l.gapOf(f).Accepted
	case evidence.FindingAfterRule, evidence.FindingConflict, evidence.FindingUnknown:
		return slices.ContainsFunc(l.rulesOf(f), func(r *evidence.Rule) bool {
			c := r.Conflicts
			switch {
			case c == nil:
				return false
			case f.Kind == evidence.FindingConflict: // exceptions accept these first
				return c.Total > 0 && r.Accepted >= c.Total
			case f.Kind == evidence.FindingUnknown:
				return c.Unknown > 0 && r.Status == evidence.StatusAccepted
			default:
				return (c.AfterRule > 0 || !l.dated(f) && c.Total > 0) && r.Status == evidence.StatusAccepted
			}
		})
	case evidence.FindingException, evidence.FindingMissing, evidence.FindingStale:
	}
	return false
}
