package decision

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/names"
)

// Apply fills what follows from the evidence and the decisions. The decisions must have passed Check. Today is the day
// by which exceptions are judged; AsOf of the document has precedence.
func Apply(d *evidence.Document, decisions *Set, today time.Time) {
	if d.AsOf != nil {
		if day, err := time.Parse(Day, *d.AsOf); err == nil {
			today = day
		}
	}
	j := &judge{document: d, decisions: decisions, today: dayOf(today)}
	j.index()
	j.date()
	j.weigh()
	j.judgeExceptions()
	j.judgeRules()
	j.judgeRisks()
	JudgeGaps(d, decisions.Accept)
	d.Findings = j.findings()
	d.Summary = j.summary()
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// judge is one run of Apply.
type judge struct {
	document  *evidence.Document
	decisions *Set
	today     time.Time

	rules    map[string]*evidence.Rule   // by import ID
	pairs    map[string][]*evidence.Rule // rules that the same holders are in conflict with, in the order of the document
	read     map[string]bool             // access packages whose rules were read, by ID
	names    map[string]string           // of objects, by ID
	accepted map[string]int              // holders, by pair
}

// pairOf is equal for two access packages that exclude each other: the same holders are in conflict with both rules.
func pairOf(r *evidence.Rule) string {
	if r.Kind == evidence.KindAccessPackage {
		return min(r.ImportID, evidence.Opposite(r.ImportID))
	}
	return r.ImportID
}

func (j *judge) index() {
	j.rules, j.pairs = map[string]*evidence.Rule{}, map[string][]*evidence.Rule{}
	j.names, j.accepted, j.read = names.Of(j.document), map[string]int{}, map[string]bool{}
	for _, accessPackage := range j.document.AccessPackages {
		j.read[accessPackage.ID] = true
	}
	for i := range j.document.Rules {
		r := &j.document.Rules[i]
		j.rules[r.ImportID] = r
		j.pairs[pairOf(r)] = append(j.pairs[pairOf(r)], r)
	}
	for _, r := range j.rules {
		r.OneWay = j.oneWay(r)
	}
}

// oneWay is nil if the target's rules, among which the opposite one would be, weren't read.
func (j *judge) oneWay(r *evidence.Rule) *bool {
	switch {
	case r.Kind != evidence.KindAccessPackage, j.rules[evidence.Opposite(r.ImportID)] != nil:
		return pointer(false)
	case j.read[r.Target.ID]:
		return pointer(true)
	default:
		return nil
	}
}

func (j *judge) judgeExceptions() {
	j.document.Exceptions = []evidence.Exception{}
	last := j.today.AddDate(0, 0, j.decisions.MaxDays)
	for id, e := range j.decisions.Exceptions {
		id = strings.ToLower(id)
		expires, _ := time.Parse(Day, e.Expires) // Check has read it
		judged := evidence.Exception{
			ImportID: id, Holders: e.Holders, Expires: e.Expires,
			Owner: e.Owner, Reason: e.Reason, Ticket: e.Ticket,
			Expired: expires.Before(j.today), Overlong: expires.After(last), Unused: j.wouldHave(id),
		}
		if r := j.ruleOf(id); r != nil {
			judged.Unused = r.Conflicts != nil && r.Conflicts.Total+r.Conflicts.Unknown == 0
			if !judged.Expired {
				j.accepted[pairOf(r)] = max(j.accepted[pairOf(r)], e.Holders)
			}
		}
		j.document.Exceptions = append(j.document.Exceptions, judged)
	}
	slices.SortFunc(j.document.Exceptions, func(a, b evidence.Exception) int {
		return cmp.Compare(a.ImportID, b.ImportID)
	})
}

// ruleOf gives the rule of an exception, or the opposite one, which has the same conflicts, if only that is in scope.
func (j *judge) ruleOf(importID string) *evidence.Rule {
	other := j.rules[evidence.Opposite(importID)]
	if other != nil && other.Kind == evidence.KindAccessPackage && !j.wouldHave(importID) {
		return other
	}
	return j.rules[importID]
}

func (j *judge) judgeRules() {
	for pair, rules := range j.pairs {
		for _, r := range rules {
			r.Accepted, r.Status = 0, evidence.StatusNotCounted
			if r.Conflicts == nil {
				continue
			}
			r.Accepted = min(j.accepted[pair], r.Conflicts.Total+r.Conflicts.Unknown)
			switch {
			case r.Conflicts.Total+r.Conflicts.Unknown == 0:
				r.Status = evidence.StatusNone
			case r.Conflicts.Total+r.Conflicts.Unknown > r.Accepted:
				r.Status = evidence.StatusOpen
			default:
				r.Status = evidence.StatusAccepted
			}
		}
	}
}

// JudgeGaps marks the accepted gaps, and lists what is accepted without a gap, in lower case.
func JudgeGaps(d *evidence.Document, accept []string) {
	accepted, used := map[string]bool{}, map[string]bool{} // in lower case, as the IDs of gaps and rules are
	for _, id := range accept {
		accepted[strings.ToLower(id)] = true
	}
	for i := range d.Gaps {
		gap := &d.Gaps[i]
		used[gap.ID], used[gap.ImportID] = true, true
		gap.Accepted = accepted[gap.ID] || accepted[gap.ImportID]
	}
	d.StaleAccepts = []string{}
	for id := range accepted {
		if !used[id] && wasLookedFor(d, id) {
			d.StaleAccepts = append(d.StaleAccepts, id)
		}
	}
	slices.Sort(d.StaleAccepts)
}

// wasLookedFor reports whether the report would have an accepted gap if it existed. A report of some catalogs, or of a
// tenant of which something couldn't be read, may lack its rule or the access package that leads around it.
func wasLookedFor(d *evidence.Document, gap string) bool {
	outside := strings.HasPrefix(gap, string(evidence.GapOutside)+" ")
	unread := slices.ContainsFunc(d.NotRead, func(part evidence.NotRead) bool {
		return part.Subject == evidence.SubjectAccessPackage || part.Subject == evidence.SubjectGroup
	})
	return len(d.Scope) == 0 && !unread && d.GapsExamined && (d.OutsideExamined || !outside)
}

// wouldHave reports whether the report would have a rule if it existed. A report of some catalogs doesn't have the
// rules of the others.
func (j *judge) wouldHave(importID string) bool {
	return len(j.document.Scope) == 0 || j.read[accessPackageOf(importID)]
}

func accessPackageOf(importID string) string {
	accessPackage, _, _ := strings.Cut(importID, "/")
	return accessPackage
}

func pointer[T any](value T) *T { return &value }
