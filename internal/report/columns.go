package report

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

var ruleColumns = []column[*evidence.Rule]{
	{"import_id", func(r *evidence.Rule) string { return r.ImportID }},
	{"kind", func(r *evidence.Rule) string { return string(r.Kind) }},
	{"catalog", func(r *evidence.Rule) string { return plain(r.Catalog) }},
	{"access_package", func(r *evidence.Rule) string { return plain(r.AccessPackage) }},
	{"access_package_id", func(r *evidence.Rule) string { return r.AccessPackage.ID }},
	{"target", func(r *evidence.Rule) string { return plain(r.Target) }},
	{"target_id", func(r *evidence.Rule) string { return r.Target.ID }},
	{"conflicts", ofConflicts(func(c *evidence.Conflicts) int { return c.Total })},
	{"users", ofConflicts(func(c *evidence.Conflicts) int { return c.Users })},
	{"service_principals", ofConflicts(func(c *evidence.Conflicts) int { return c.ServicePrincipals })},
	{"unidentified", ofConflicts(func(c *evidence.Conflicts) int { return c.Unidentified })},
	{"unknown", ofConflicts(func(c *evidence.Conflicts) int { return c.Unknown })},
	{"after_rule", ofConflicts(func(c *evidence.Conflicts) int { return c.AfterRule })},
	{"unknown_order", ofConflicts(func(c *evidence.Conflicts) int { return c.UnknownOrder })},
	{"in_force_since", func(r *evidence.Rule) string { return stamp(r.InForceSince) }},
	{"status", func(r *evidence.Rule) string { return string(r.Status) }},
	{"accepted", func(r *evidence.Rule) string { return strconv.Itoa(r.Accepted) }},
	{"one_way", func(r *evidence.Rule) string { return truth(r.OneWay) }},
	{"severity", func(r *evidence.Rule) string { return or(r.Severity) }},
	{"risks", func(r *evidence.Rule) string { return strings.Join(r.Risks, " ") }},
	{"not_counted", func(r *evidence.Rule) string { return or(r.NotCounted) }},
}

// ofConflicts leaves the cell of a rule that wasn't counted empty.
func ofConflicts(count func(*evidence.Conflicts) int) func(*evidence.Rule) string {
	return func(r *evidence.Rule) string {
		if r.Conflicts == nil {
			return ""
		}
		return strconv.Itoa(count(r.Conflicts))
	}
}

// ruleHolder is a holder in conflict with a rule.
type ruleHolder struct {
	rule   *evidence.Rule
	holder *evidence.Holder
}

func (s *sorted) holders() iter.Seq[ruleHolder] {
	return func(yield func(ruleHolder) bool) {
		for r := range s.inOrder() {
			if r.Conflicts == nil {
				continue
			}
			for i := range r.Conflicts.Holders {
				if !yield(ruleHolder{r, &r.Conflicts.Holders[i]}) {
					return
				}
			}
		}
	}
}

var holderColumns = []column[ruleHolder]{
	{"import_id", func(h ruleHolder) string { return h.rule.ImportID }},
	{"access_package", func(h ruleHolder) string { return plain(h.rule.AccessPackage) }},
	{"target", func(h ruleHolder) string { return plain(h.rule.Target) }},
	{"holder_type", func(h ruleHolder) string { return string(h.holder.Type) }},
	{"object_id", func(h ruleHolder) string { return or(h.holder.ObjectID) }},
	{"access_package_since", func(h ruleHolder) string { return stamp(h.holder.AccessPackageSince) }},
	{"target_since", func(h ruleHolder) string { return stamp(h.holder.TargetSince) }},
	{"in_conflict_since", func(h ruleHolder) string { return stamp(h.holder.InConflictSince) }},
	{"order", func(h ruleHolder) string { return string(h.holder.Order) }},
}

func (s *sorted) gapsByKind() iter.Seq[evidence.Gap] {
	return func(yield func(evidence.Gap) bool) {
		for _, kind := range evidence.GapKinds {
			for _, g := range s.Gaps {
				if g.Kind == kind && !yield(g) {
					return
				}
			}
		}
	}
}

var gapColumns = []column[evidence.Gap]{
	{"id", func(g evidence.Gap) string { return g.ID }},
	{"kind", func(g evidence.Gap) string { return string(g.Kind) }},
	{"import_id", func(g evidence.Gap) string { return g.ImportID }},
	{"access_package", func(g evidence.Gap) string { return plain(g.AccessPackage) }},
	{"target", func(g evidence.Gap) string { return plain(g.Target) }},
	{"through", throughOf},
	{"role", roleOf},
	{"eligible", func(g evidence.Gap) string { return strconv.FormatBool(g.Eligible) }},
	{"user_count", func(g evidence.Gap) string { return number(g.UserCount) }},
	{"conflict_count", func(g evidence.Gap) string { return number(g.ConflictCount) }},
	{"documented_override", func(g evidence.Gap) string { return truth(g.DocumentedOverride) }},
	{"reviewed", func(g evidence.Gap) string { return truth(g.Reviewed) }},
	{"missing_import_id", func(g evidence.Gap) string { return or(g.MissingImportID) }},
	{"accepted", func(g evidence.Gap) string { return strconv.FormatBool(g.Accepted) }},
	{"description", func(g evidence.Gap) string { return g.Description }},
}

func throughOf(g evidence.Gap) string {
	if g.Through == nil {
		return ""
	}
	return plain(*g.Through)
}

func roleOf(g evidence.Gap) string {
	if g.Role == nil {
		return ""
	}
	return or(g.Role.RoleName)
}

var findingColumns = []column[evidence.Finding]{
	{"id", func(f evidence.Finding) string { return f.ID }},
	{"kind", func(f evidence.Finding) string { return string(f.Kind) }},
	{"severity", func(f evidence.Finding) string { return or(f.Severity) }},
	{"import_id", func(f evidence.Finding) string { return or(f.ImportID) }},
	{"count", func(f evidence.Finding) string { return strconv.Itoa(f.Count) }},
	{"description", func(f evidence.Finding) string { return f.Description }},
}

func (s *sorted) changeColumns() []column[evidence.Change] {
	return []column[evidence.Change]{
		{"time", func(c evidence.Change) string { return stamp(c.Time) }},
		{"operation", func(c evidence.Change) string { return string(c.Operation) }},
		{"kind", func(c evidence.Change) string { return or(c.Kind) }},
		{"result", func(c evidence.Change) string { return or(c.Result) }},
		{"import_id", func(c evidence.Change) string { return or(c.ImportID) }},
		{"change", func(c evidence.Change) string { return s.change(&c).String() }},
		{"actor_id", func(c evidence.Change) string { return or(c.ActorID) }},
		{"actor_type", func(c evidence.Change) string { return or(c.ActorType) }},
		{"correlation_id", func(c evidence.Change) string { return or(c.CorrelationID) }},
	}
}

// plain is the name of an object as the tenant has it, or nothing.
func plain(o evidence.Object) string { return or(o.Name) }

func or[T ~string](text *T) string {
	if text == nil {
		return ""
	}
	return string(*text)
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func truth(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
