package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// findings lists everything that someone has to act on, the worst first.
func (j *judge) findings() []evidence.Finding {
	all := []evidence.Finding{}
	for _, pair := range j.inOrder() {
		all = append(all, j.ofConflict(j.worst(pair))...)
	}
	for i := range j.document.Risks {
		all = append(all, j.ofRisk(&j.document.Risks[i])...)
	}
	for _, kind := range evidence.GapKinds {
		for i := range j.document.Gaps {
			if gap := &j.document.Gaps[i]; gap.Kind == kind && !gap.Accepted {
				all = append(all, j.ofGap(gap))
			}
		}
	}
	for i := range j.document.Exceptions {
		all = append(all, j.ofException(&j.document.Exceptions[i])...)
	}
	for _, id := range j.document.StaleAccepts {
		all = append(all, evidence.Finding{
			ID: "stale_accept " + id, Kind: evidence.FindingStale,
			Description: fmt.Sprintf("%s is accepted as a gap, but there is no such gap.", id),
		})
	}
	slices.SortStableFunc(all, func(a, b evidence.Finding) int {
		return cmp.Or(
			cmp.Compare(slices.Index(kindsInOrder, a.Kind), slices.Index(kindsInOrder, b.Kind)),
			cmp.Compare(rank(a.Severity), rank(b.Severity)),
			cmp.Compare(b.Count, a.Count),
		)
	})
	return all
}

var kindsInOrder = []evidence.FindingKind{
	evidence.FindingAfterRule, evidence.FindingConflict, evidence.FindingUnknown, evidence.FindingMissing,
	evidence.FindingGap, evidence.FindingException, evidence.FindingStale,
}

// inOrder lists the pairs of rules by the first import ID of each.
func (j *judge) inOrder() []string {
	pairs := make([]string, 0, len(j.pairs))
	for pair := range j.pairs {
		pairs = append(pairs, pair)
	}
	slices.Sort(pairs)
	return pairs
}

// worst is the rule of a pair that stands for both: the most severe, and then the one with more conflicts that came
// after it.
func (j *judge) worst(pair string) *evidence.Rule {
	return slices.MinFunc(j.pairs[pair], func(a, b *evidence.Rule) int {
		return cmp.Or(
			cmp.Compare(rank(a.Severity), rank(b.Severity)),
			cmp.Compare(afterRule(b), afterRule(a)),
			cmp.Compare(a.ImportID, b.ImportID),
		)
	})
}

func afterRule(r *evidence.Rule) int {
	if r.Conflicts == nil {
		return 0
	}
	return r.Conflicts.AfterRule
}

func (j *judge) ofConflict(r *evidence.Rule) []evidence.Finding {
	if r.Status != evidence.StatusOpen {
		return nil
	}
	var all []evidence.Finding
	// The ID names the pair, because the next report may find that its other rule is the worse one.
	add := func(kind evidence.FindingKind, severity *evidence.Severity, count int, sentence string) {
		all = append(all, evidence.Finding{
			ID: string(kind) + " " + pairOf(r), Kind: kind, Severity: severity,
			ImportID: &r.ImportID, Count: count, Description: sentence,
		})
	}
	c := r.Conflicts
	if c.AfterRule > 0 {
		// A conflict that came after the rule is a control that failed: nothing below "high" describes it.
		severity := r.Severity
		if rank(severity) > rank(pointer(evidence.SeverityHigh)) {
			severity = pointer(evidence.SeverityHigh)
		}
		add(evidence.FindingAfterRule, severity, c.AfterRule, fmt.Sprintf(
			"%s, and the conflict began after the rule (%s).", j.conflict(r, c.AfterRule), r.InForceSince.Format(Day)))
	}
	if c.Total > r.Accepted {
		sentence := j.conflict(r, c.Total)
		if r.Accepted > 0 {
			sentence += fmt.Sprintf("; exceptions accept %d", r.Accepted)
		}
		add(evidence.FindingConflict, r.Severity, c.Total, sentence+".")
	}
	if open := c.Unknown - max(0, r.Accepted-c.Total); open > 0 {
		add(evidence.FindingUnknown, r.Severity, open, fmt.Sprintf(
			"%s of %s can't be looked up in %s, because Microsoft Graph gives no object ID.",
			holders(open), j.name(r.AccessPackage.ID), j.name(r.Target.ID)))
	}
	return all
}

func holders(n int) string {
	if n == 1 {
		return "1 holder"
	}
	return fmt.Sprintf("%d holders", n)
}

// conflict says how many holders are in conflict, without a full stop.
func (j *judge) conflict(r *evidence.Rule, n int) string {
	verb := "also hold"
	switch {
	case r.Kind == evidence.KindGroup && n == 1:
		verb = "is a member of"
	case r.Kind == evidence.KindGroup:
		verb = "are members of"
	case n == 1:
		verb = "also holds"
	}
	return fmt.Sprintf("%s of %s %s %s", holders(n), j.name(r.AccessPackage.ID), verb, j.name(r.Target.ID))
}

func (j *judge) ofRisk(risk *evidence.Risk) []evidence.Finding {
	all := make([]evidence.Finding, 0, len(risk.Missing))
	if len(risk.Rules) == 0 {
		all = append(all, evidence.Finding{
			ID: "missing_rule " + risk.ID + " none", Kind: evidence.FindingMissing, Severity: pointer(risk.Severity),
			Description: fmt.Sprintf(
				"Risk %s has no rule that could enforce it: a rule needs an access package that excludes.", risk.ID,
			),
		})
	}
	for _, importID := range risk.Missing {
		all = append(all, evidence.Finding{
			ID:       "missing_rule " + risk.ID + " " + importID,
			Kind:     evidence.FindingMissing,
			Severity: pointer(risk.Severity),
			ImportID: &importID,
			Description: fmt.Sprintf(
				"Risk %s requires that %s. There is no such rule.", risk.ID, j.named(importID),
			),
		})
	}
	return all
}

func (j *judge) ofGap(gap *evidence.Gap) evidence.Finding {
	finding := evidence.Finding{
		ID:          "gap " + gap.ID,
		Kind:        evidence.FindingGap,
		ImportID:    &gap.ImportID,
		GapID:       &gap.ID,
		Description: gap.Description,
	}
	if r := j.rules[gap.ImportID]; r != nil {
		finding.Severity = r.Severity
	}
	if gap.ConflictCount != nil {
		finding.Count = *gap.ConflictCount
	}
	return finding
}

func (j *judge) ofException(e *evidence.Exception) []evidence.Finding {
	var all []evidence.Finding
	for _, problem := range []struct {
		name     string
		found    bool
		sentence string
	}{
		{"expired", e.Expired, fmt.Sprintf("expired on %s", e.Expires)},
		{"overlong", e.Overlong, fmt.Sprintf("lasts longer than %d days, until %s", j.decisions.MaxDays, e.Expires)},
		{"unused", e.Unused && !e.Expired, fmt.Sprintf("matches no conflict and lasts until %s", e.Expires)},
	} {
		if !problem.found {
			continue
		}
		all = append(all, evidence.Finding{
			ID: "exception " + problem.name + " " + e.ImportID, Kind: evidence.FindingException, ImportID: &e.ImportID,
			Description: fmt.Sprintf("The exception of %s %s: %s.", e.Owner, problem.sentence, j.named(e.ImportID)),
		})
	}
	return all
}

// named says what a rule does, with the names of both objects as far as the tenant has them.
func (j *judge) named(importID string) string {
	sides := strings.Split(importID, "/")
	for i, id := range sides {
		sides[i] = j.name(id)
	}
	return strings.Join(sides, " excludes ")
}

func (j *judge) name(id string) string { return cmp.Or(j.names[id], id) }
