package compare

import (
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// looked is what a document looked for. Only then does a missing finding mean that there is none.
type looked struct {
	*evidence.Document

	findings map[string]evidence.Finding // by ID
	rules    map[string]*evidence.Rule   // by import ID
	gaps     map[string]*evidence.Gap    // by ID
	notAsked map[evidence.Kind]bool      // kinds of rules that no one asked to count
	hasIDs   bool                        // of holders
}

func lookedFor(d *evidence.Document) *looked {
	l := &looked{
		Document: d, findings: map[string]evidence.Finding{}, rules: map[string]*evidence.Rule{},
		gaps: map[string]*evidence.Gap{}, notAsked: map[evidence.Kind]bool{}, hasIDs: hasIDs(d),
	}
	for _, f := range d.Findings {
		l.findings[f.ID] = f
	}
	for i := range d.Gaps {
		l.gaps[d.Gaps[i].ID] = &d.Gaps[i]
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		l.rules[r.ImportID] = r
		if r.Conflicts == nil && r.NotCounted == nil {
			l.notAsked[r.Kind] = true
		}
	}
	return l
}

// examined reports whether the document looked for a finding that another document has. With assignments that are being
// delivered, a document shows at least as many conflicts, and may show fewer unused exceptions and fewer users who
// don't hold an access package.
func (l *looked) examined(f evidence.Finding, other *looked) bool {
	switch f.Kind {
	case evidence.FindingAfterRule, evidence.FindingConflict, evidence.FindingUnknown:
		return l.counted(f, other) && (l.IncludeDelivering || !other.IncludeDelivering)
	case evidence.FindingGap, evidence.FindingStale:
		outside := strings.Contains(f.ID, string(evidence.GapOutside)+" ")
		return l.examinedGaps(outside) && (!outside || l.IncludeDelivering == other.IncludeDelivering)
	case evidence.FindingException:
		return !strings.HasPrefix(f.ID, "exception unused ") ||
			l.counted(f, other) && l.IncludeDelivering == other.IncludeDelivering
	case evidence.FindingMissing:
	}
	return true
}

// counted reports whether the document counted the conflicts of every rule that a finding is about.
func (l *looked) counted(f evidence.Finding, other *looked) bool {
	rules := l.rulesOf(f)
	if len(rules) > 0 {
		return !slices.ContainsFunc(rules, func(r *evidence.Rule) bool { return r.Conflicts == nil })
	}
	r := other.ruleOf(f)
	return r == nil || !l.notAsked[r.Kind]
}

// examinedGaps reports whether the document has all gaps, those of kind "outside" or the others.
func (l *looked) examinedGaps(outside bool) bool {
	for _, part := range l.NotRead {
		switch part.Subject {
		case evidence.SubjectAccessPackage, evidence.SubjectGroup:
			return false
		case evidence.SubjectAssignments, evidence.SubjectMembers:
			if outside {
				return false
			}
		case evidence.SubjectAuditLog:
		}
	}
	return l.GapsExamined && (l.OutsideExamined || !outside)
}

// lacked reports whether the document proves that a finding of a newer one wasn't there. Without the date of the rule,
// it proves so only of a conflict that is newer than the document. Without a rule book, no one looked for missing
// rules.
func (l *looked) lacked(f evidence.Finding, current *looked) bool {
	switch f.Kind {
	case evidence.FindingAfterRule:
		others, _ := newcomers(f, l, current)
		return l.examined(f, current) && (l.dated(f) || others > 0)
	case evidence.FindingMissing:
		return len(l.Risks) > 0
	case evidence.FindingConflict, evidence.FindingUnknown, evidence.FindingGap, evidence.FindingException,
		evidence.FindingStale:
	}
	return l.examined(f, current)
}

// closes reports whether the document proves that a finding of an older one is no longer there.
func (l *looked) closes(f evidence.Finding, old *looked) bool {
	switch f.Kind {
	case evidence.FindingAfterRule:
		return l.examined(f, old) && l.dated(f)
	case evidence.FindingMissing:
		return slices.ContainsFunc(l.Risks, func(risk evidence.Risk) bool {
			return strings.HasPrefix(f.ID, string(f.Kind)+" "+risk.ID+" ") &&
				(f.ImportID == nil || !slices.Contains(risk.NotInScope, *f.ImportID))
		})
	case evidence.FindingConflict, evidence.FindingUnknown, evidence.FindingGap, evidence.FindingException,
		evidence.FindingStale:
	}
	return l.examined(f, old)
}

// dated reports whether the document knows since when a rule of a finding is in force, without which no conflict began
// after it.
func (l *looked) dated(f evidence.Finding) bool {
	rules := l.rulesOf(f)
	return len(rules) == 0 ||
		slices.ContainsFunc(rules, func(r *evidence.Rule) bool { return r.InForceSince != nil })
}

func (l *looked) ruleOf(f evidence.Finding) *evidence.Rule {
	if f.ImportID == nil {
		return nil
	}
	return l.rules[*f.ImportID]
}

// rulesOf are the rule of a finding and the one in the opposite direction, which the same holders are in conflict with.
// A group has no rules.
func (l *looked) rulesOf(f evidence.Finding) []*evidence.Rule {
	if f.ImportID == nil {
		return nil
	}
	var found []*evidence.Rule
	for _, importID := range []string{*f.ImportID, evidence.Opposite(*f.ImportID)} {
		if r := l.rules[importID]; r != nil {
			found = append(found, r)
		}
	}
	return found
}

func isAboutHolders(kind evidence.FindingKind) bool {
	return kind == evidence.FindingAfterRule || kind == evidence.FindingConflict || kind == evidence.FindingUnknown
}
