package compare

import (
	"cmp"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// growth says why a finding of both documents is worse than before; empty if it isn't.
func growth(before, f evidence.Finding, then, today *looked) string {
	switch f.Kind {
	case evidence.FindingConflict, evidence.FindingUnknown:
		return more("not accepted", then.open(before), today.open(f))
	case evidence.FindingAfterRule:
		return more("began after the rule", before.Count, f.Count)
	case evidence.FindingGap:
		was, now := then.gapOf(before), today.gapOf(f)
		return cmp.Or(
			more("members in conflict", number(was.ConflictCount), number(now.ConflictCount)),
			more("members", number(was.UserCount), number(now.UserCount)),
		)
	case evidence.FindingException, evidence.FindingMissing, evidence.FindingStale:
	}
	return ""
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
	if f.Kind != evidence.FindingConflict || r == nil || r.Conflicts == nil {
		return f.Count
	}
	return r.Conflicts.Total - min(r.Accepted, r.Conflicts.Total)
}

// gapOf is the gap that a finding is about, without numbers if the document doesn't have it.
func (l *looked) gapOf(f evidence.Finding) *evidence.Gap {
	if f.GapID != nil && l.gaps[*f.GapID] != nil {
		return l.gaps[*f.GapID]
	}
	return &evidence.Gap{}
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
