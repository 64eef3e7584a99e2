package compare

import (
	"cmp"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// growth says why a finding of both documents is worse than before; empty if it isn't. ByNumber is true if it isn't
// worse by number, and may be about other people than before.
func growth(before, f evidence.Finding, then, today *looked) (reason string, byNumber bool) {
	if then.IncludeDelivering != today.IncludeDelivering {
		return "", false
	}
	switch f.Kind {
	case evidence.FindingConflict, evidence.FindingUnknown:
		reason = more("not accepted", then.open(before), today.open(f))
	case evidence.FindingAfterRule:
		if !covered(before, f, then, today) {
			reason = more("began after the rule", before.Count, f.Count)
		}
	case evidence.FindingGap: // no document tells who they are
		was, now := then.gapOf(before), today.gapOf(f)
		reason = cmp.Or(
			more("users in conflict", evidence.Known(was.ConflictCount), evidence.Known(now.ConflictCount)),
			more("users", evidence.Known(was.UserCount), evidence.Known(now.UserCount)),
		)
		return reason, reason == "" && evidence.Known(now.UserCount) > 0
	case evidence.FindingException, evidence.FindingMissing, evidence.FindingStale:
		return "", false
	}
	if reason != "" {
		return reason, false
	}
	return newPeople(before, f, then, today)
}

// newPeople says how many holders weren't in conflict before. An exception accepts a number of holders and doesn't say
// whom, so that it accepts newcomers as far as it grew.
func newPeople(before, f evidence.Finding, then, today *looked) (reason string, byNumber bool) {
	count, unsure := newcomers(f, then, today)
	grown := increase(before, f, then, today)
	allowed := grown
	if f.Kind == evidence.FindingAfterRule { // the exception may have grown for conflicts that are older than the rule
		allowed = min(grown, max(0, f.Count-before.Count))
	}
	if count <= allowed {
		return "", unsure
	}
	reason = fmt.Sprintf("holders with an assignment that the old report doesn't have: %d", count)
	if then.hasIDs && today.hasIDs {
		reason = fmt.Sprintf("holders who weren't in conflict before: %d", count)
	}
	if unsure {
		reason += " or more"
	}
	if grown > 0 {
		reason += fmt.Sprintf("; exceptions accept %d more", grown)
	}
	return reason, false
}

// covered reports whether exceptions accept as many more holders as there are more conflicts that began after the rule,
// and no more of these than before may lack an exception: it may have grown for conflicts that are older than the rule.
func covered(before, f evidence.Finding, then, today *looked) bool {
	return f.Count-before.Count <= increase(before, f, then, today) &&
		min(f.Count, today.open(f)) <= min(before.Count, then.open(before))
}

// increase is how many more holders in conflict exceptions accept than before.
func increase(before, f evidence.Finding, then, today *looked) int {
	return max(0, today.accepted(f)-then.accepted(before))
}

func more(what string, before, now int) string {
	if now <= before {
		return ""
	}
	return fmt.Sprintf("%s: %d, before: %d", what, now, before)
}

// open is how many holders of a finding no exception accepts. The count of a finding about conflicts includes accepted
// holders, so that it stays the same when an exception shrinks.
func (l *looked) open(f evidence.Finding) int {
	r := l.ruleOf(f)
	if f.Kind == evidence.FindingUnknown || r == nil || r.Conflicts == nil {
		return f.Count
	}
	return r.Conflicts.Total - l.accepted(f)
}

// accepted is how many of the holders in conflict exceptions accept. In addition, they may accept holders who can't be
// looked up.
func (l *looked) accepted(f evidence.Finding) int {
	r := l.ruleOf(f)
	if r == nil || r.Conflicts == nil {
		return 0
	}
	return min(r.Accepted, r.Conflicts.Total)
}

// gapOf is the gap that a finding is about, without numbers if the document doesn't have it.
func (l *looked) gapOf(f evidence.Finding) *evidence.Gap {
	if f.GapID != nil && l.gaps[*f.GapID] != nil {
		return l.gaps[*f.GapID]
	}
	return &evidence.Gap{}
}
