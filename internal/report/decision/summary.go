package decision

import "github.com/entra-elm/terraform-provider-elm/internal/report/evidence"

func (j *judge) summary() evidence.Summary {
	d := j.document
	s := evidence.Summary{
		Rules:    len(d.Rules),
		NotRead:  len(d.NotRead),
		Findings: len(d.Findings),
	}
	catalogs, packages := map[string]bool{}, map[string]bool{}
	for i := range d.Rules {
		r := &d.Rules[i]
		catalogs[r.Catalog.ID], packages[r.AccessPackage.ID] = true, true
		s.GroupRules += count(r.Kind == evidence.KindGroup)
		s.OneWayRules += count(r.IsOneWay())
		s.UnnamedTargets += count(r.Target.Name == nil && !r.Pending)
		s.NotCountedRules += count(r.Conflicts == nil)
	}
	s.Catalogs, s.AccessPackages = len(catalogs), len(packages)
	if d.Counted() {
		j.countHolders(&s)
	}
	if d.GapsExamined {
		s.OpenGaps, s.AcceptedGaps = new(int), new(int)
		for i := range d.Gaps {
			*s.OpenGaps += count(!d.Gaps[i].Accepted)
			*s.AcceptedGaps += count(d.Gaps[i].Accepted)
		}
	}
	if d.ChangesSince != nil {
		s.Changes = pointer(len(d.Changes))
	}
	for i := range d.Exceptions {
		s.ExpiredExceptions += count(d.Exceptions[i].Expired)
		s.OverlongExceptions += count(d.Exceptions[i].Overlong)
		s.UnusedExceptions += count(d.Exceptions[i].Unused)
	}
	for i := range d.Risks {
		s.MissingRules += len(d.Risks[i].Missing)
		s.NotInScopeRules += len(d.Risks[i].NotInScope)
	}
	return s
}

func (j *judge) countHolders(s *evidence.Summary) {
	s.Conflicts, s.OpenConflicts, s.AfterRule, s.UnknownOrder = new(int), new(int), new(int), new(int)
	s.UnknownHolders = new(int)
	for pair := range j.pairs {
		if r := j.worst(pair); r.Conflicts != nil {
			*s.Conflicts += r.Conflicts.Total
			*s.UnknownHolders += r.Conflicts.Unknown
			*s.AfterRule += r.Conflicts.AfterRule
			*s.UnknownOrder += r.Conflicts.UnknownOrder
			*s.OpenConflicts += r.Conflicts.Total + r.Conflicts.Unknown - r.Accepted
		}
	}
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
