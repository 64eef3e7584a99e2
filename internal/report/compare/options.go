package compare

import (
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// notCompared says what only one of two documents examined. A document without rules of a kind doesn't tell whether
// they would have been counted.
func notCompared(old, current *evidence.Document) []string {
	var all []string
	add := func(what, so string, before, now bool) {
		switch {
		case before && !now:
			all = append(all, "Only the old report "+what+", so "+so+" aren't compared.")
		case now && !before:
			all = append(all, "Only the new report "+what+", so "+so+" aren't compared.")
		}
	}
	then, today := lookedFor(old), lookedFor(current)
	for _, kind := range []evidence.Kind{evidence.KindGroup, evidence.KindAccessPackage} {
		if then.has(kind) && today.has(kind) {
			add("counted conflicts with "+kind.Noun()+"s", "they", !then.notAsked[kind], !today.notAsked[kind])
		}
	}
	add("counted assignments that are being delivered", "their holders", old.IncludeDelivering, current.IncludeDelivering)
	add("examined gaps", "they", old.GapsExamined, current.GapsExamined)
	if old.GapsExamined && current.GapsExamined {
		add("examined users who don't hold the access package", "they", old.OutsideExamined, current.OutsideExamined)
	}
	add("read the audit log", "dates of rules", old.ChangesSince != nil, current.ChangesSince != nil)
	add("has a rule book", "risks and their rules", len(old.Risks) > 0, len(current.Risks) > 0)
	return all
}

func (l *looked) has(kind evidence.Kind) bool {
	return slices.ContainsFunc(l.Rules, func(r evidence.Rule) bool { return r.Kind == kind })
}
