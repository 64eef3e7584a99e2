package decision

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// weigh gives each rule its risks and its severity.
func (j *judge) weigh() {
	for _, r := range j.rules {
		r.Risks, r.Severity = []string{}, nil
	}
	for id, risk := range j.decisions.Risks {
		for _, importID := range risk.Rules {
			r := j.rules[strings.ToLower(importID)]
			if r == nil || slices.Contains(r.Risks, id) {
				continue
			}
			r.Risks = append(r.Risks, id)
			if r.Severity == nil || rank(&risk.Severity) < rank(r.Severity) {
				r.Severity = pointer(risk.Severity)
			}
		}
	}
	for _, r := range j.rules {
		slices.Sort(r.Risks)
	}
}

// rank orders severities, the most severe first and none last.
func rank(s *evidence.Severity) int {
	if s == nil {
		return len(evidence.Severities)
	}
	return slices.Index(evidence.Severities, *s)
}

func (j *judge) judgeRisks() {
	j.document.Risks = []evidence.Risk{}
	for id, risk := range j.decisions.Risks {
		judged := evidence.Risk{
			ID: id, Name: risk.Name, Severity: risk.Severity, Owner: risk.Owner, Rationale: risk.Rationale,
			CompensatingControl: risk.CompensatingControl, References: slices.Clone(risk.References),
			Rules: []string{}, Missing: []string{}, NotInScope: []string{},
		}
		if risk.InForceSince != "" {
			judged.InForceSince = pointer(risk.InForceSince)
		}
		for _, importID := range risk.Rules {
			judged.Rules = append(judged.Rules, strings.ToLower(importID))
		}
		slices.Sort(judged.Rules)
		judged.Rules = slices.Compact(judged.Rules)
		counted := map[string]bool{}
		for _, importID := range judged.Rules {
			r := j.rules[importID]
			switch {
			case r == nil && j.wouldHave(importID):
				judged.Missing = append(judged.Missing, importID)
			case r == nil:
				judged.NotInScope = append(judged.NotInScope, importID)
			case r.Conflicts != nil && !counted[pairOf(r)]:
				counted[pairOf(r)] = true
				judged.Conflicts = pointer(evidence.Known(judged.Conflicts) + r.Conflicts.Total)
			}
		}
		j.document.Risks = append(j.document.Risks, judged)
	}
	slices.SortFunc(j.document.Risks, func(a, b evidence.Risk) int {
		return cmp.Or(cmp.Compare(rank(&a.Severity), rank(&b.Severity)), cmp.Compare(a.ID, b.ID))
	})
}
