package tenant

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// read reads the tenant and judges what it finds.
func (m *reportModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	m.refuseIgnored(diags)
	options, decisions := m.options(diags), m.decisions(diags)
	refuseFuture(options.Since, data.Client.Clock().Now(), path.Root(changedSinceAttribute), diags)
	if diags.HasError() {
		return
	}
	document, err := audit.Evidence(ctx, data.Client, options)
	if err != nil {
		diags.Append(auditError(err, catalogsAttribute))
		return
	}
	document.Title = cmp.Or(m.Title.ValueString(), "Separation of duties")
	document.AsOf = m.AsOf.ValueStringPointer()
	decision.Apply(document, decisions, data.Client.Clock().Now())
	m.fill(document, diags)
}

// refuseIgnored refuses arguments about gaps if no one looks for gaps.
func (m *reportModel) refuseIgnored(diags *diag.Diagnostics) {
	if m.FindGaps.IsNull() || m.FindGaps.ValueBool() {
		return
	}
	for _, argument := range []struct {
		name string
		set  bool
	}{{"include_outside", m.IncludeOutside.ValueBool()}, {"accept", len(m.Accept) > 0}} {
		if argument.set {
			diags.AddAttributeError(path.Root(argument.name), "Argument without effect", fmt.Sprintf(
				"`%s` has no effect with `find_gaps = false`. Omit one of them.", argument.name))
		}
	}
}

// options are what to read.
func (m *reportModel) options(diags *diag.Diagnostics) audit.EvidenceOptions {
	options := audit.EvidenceOptions{
		Kinds: m.CountConflictsOf, Stage: stageOf(m.IncludeDelivering), ObjectIDs: m.IncludeObjectIDs.ValueBool(),
		SkipGaps: !m.FindGaps.IsNull() && !m.FindGaps.ValueBool(),
		Outside:  m.IncludeOutside.ValueBool(),
	}
	if m.CountConflictsOf == nil {
		options.Kinds = evidence.Kinds
	}
	if !m.CatalogIDs.IsNull() {
		options.CatalogIDs, _ = m.CatalogIDs.GUIDs() // the framework has validated them
	}
	if text := m.ChangedSince.ValueString(); !m.ChangedSince.IsNull() {
		since, err := time.Parse(decision.Day, text)
		if err != nil {
			since, err = time.Parse(time.RFC3339, text)
		}
		if err != nil {
			diags.AddAttributeError(path.Root(changedSinceAttribute), "Invalid time", fmt.Sprintf(
				"%q is neither a day, such as \"2026-11-01\", nor a time, such as \"2026-11-01T08:00:00Z\".", text))
		}
		options.Since = since
	}
	if text := m.AsOf.ValueString(); !m.AsOf.IsNull() {
		if _, err := time.Parse(decision.Day, text); err != nil {
			diags.AddAttributeError(path.Root("as_of"), "Invalid day", fmt.Sprintf(
				"%q isn't a day that exists. Write a day such as \"2026-12-01\".", text))
		}
	}
	return options
}

// decisions are what people decided. Those that can't be used are errors.
func (m *reportModel) decisions(diags *diag.Diagnostics) *decision.Set {
	set := &decision.Set{
		Exceptions: map[string]decision.Exception{}, Risks: map[string]decision.Risk{}, Accept: m.Accept,
		MaxDays: decision.DefaultMaxDays,
	}
	if !m.MaxDays.IsNull() {
		set.MaxDays = int(m.MaxDays.ValueInt64())
	}
	for id, e := range m.Exceptions {
		set.Exceptions[id] = decision.Exception{
			Holders: int(e.Holders.ValueInt64()), Owner: e.Owner.ValueString(), Reason: e.Reason.ValueString(),
			Ticket: e.Ticket.ValueString(), Expires: e.Expires.ValueString(),
		}
	}
	for id, r := range m.Risks {
		set.Risks[id] = decision.Risk{
			Name:                r.Name.ValueString(),
			Severity:            evidence.Severity(r.Severity.ValueString()),
			Owner:               r.Owner.ValueString(),
			Rationale:           r.Rationale.ValueString(),
			CompensatingControl: r.CompensatingControl.ValueString(),
			References:          r.References,
			InForceSince:        r.InForceSince.ValueString(),
			Rules:               r.Rules,
		}
	}
	for _, problem := range set.Check() {
		at := path.Root(problem.List)
		if problem.ID != "" {
			at = at.AtMapKey(problem.ID)
		}
		if problem.Field != "" {
			at = at.AtName(problem.Field)
		}
		diags.AddAttributeError(at, "Invalid decision", problem.Error())
	}
	return set
}

// fill copies the results.
func (m *reportModel) fill(d *evidence.Document, diags *diag.Diagnostics) {
	text, err := evidence.Compact(d)
	if err != nil {
		diags.AddError("Evidence can't be written", err.Error())
		return
	}
	m.JSON = types.StringValue(string(text))
	m.Complete = types.BoolValue(d.Complete())
	m.Summary = summaryTable.value(summaryTable.element(), &d.Summary)
	m.Findings = findingTable.values(d.Findings)
	if !d.Complete() {
		diags.AddWarning("Incomplete report", fmt.Sprintf(
			"Parts of the tenant that couldn't be read: %d. Rules that couldn't be counted: %d. The report names them under "+
				"\"Not known\".", len(d.NotRead), len(d.NotCounted()),
		))
	}
}

var findingTable = table[evidence.Finding]{
	text("id", "An ID that is the same in every run.", func(f *evidence.Finding) *string { return &f.ID }),
	text("kind", "`conflict_after_rule` (the conflict began after the rule was in force), `conflict`, `unknown_holders`, "+
		"`missing_rule`, `gap`, `exception` (expired, too long, or unused), or `stale_accept`.",
		func(f *evidence.Finding) *string { return (*string)(&f.Kind) }),
	text("severity", "The severity of the risk, or null.",
		func(f *evidence.Finding) *string { return (*string)(f.Severity) }),
	text("import_id", "The import ID of the rule, or null.", func(f *evidence.Finding) *string { return f.ImportID }),
	text("gap_id", "The ID of the gap, or null.", func(f *evidence.Finding) *string { return f.GapID }),
	count("count", "How many holders the finding is about, or 0.", func(f *evidence.Finding) *int { return &f.Count }),
	text("description", "The finding in words.", func(f *evidence.Finding) *string { return &f.Description }),
}

// summaryTable has the numbers of a summary, by the names of the JSON.
var summaryTable = table[evidence.Summary]{
	count("catalogs", "Catalogs that have rules.", func(s *evidence.Summary) *int { return &s.Catalogs }),
	count("access_packages", "Access packages that have rules.",
		func(s *evidence.Summary) *int { return &s.AccessPackages }),
	count("rules", "Rules.", func(s *evidence.Summary) *int { return &s.Rules }),
	count("group_rules", "Rules about groups.", func(s *evidence.Summary) *int { return &s.GroupRules }),
	count("one_way_rules", "Rules without a rule in the opposite direction.",
		func(s *evidence.Summary) *int { return &s.OneWayRules }),
	count("unnamed_targets", "Rules whose target may no longer exist.",
		func(s *evidence.Summary) *int { return &s.UnnamedTargets }),
	count("conflicts", "Holders in conflict. Two access packages that exclude each other count once.",
		func(s *evidence.Summary) *int { return s.Conflicts }),
	count("open_conflicts", "Holders who are or may be in conflict, without an exception.",
		func(s *evidence.Summary) *int { return s.OpenConflicts }),
	count("after_rule", "Holders whose conflict began after the rule was in force.",
		func(s *evidence.Summary) *int { return s.AfterRule }),
	count("unknown_order", "Holders whose conflict may have begun before or after the rule, because a time isn't known.",
		func(s *evidence.Summary) *int { return s.UnknownOrder }),
	count("unknown_holders", "Holders without an object ID, who may be in conflict.",
		func(s *evidence.Summary) *int { return s.UnknownHolders }),
	count("not_counted_rules", "Rules without counts.", func(s *evidence.Summary) *int { return &s.NotCountedRules }),
	count("open_gaps", "Gaps that are not accepted.", func(s *evidence.Summary) *int { return s.OpenGaps }),
	count("accepted_gaps", "Gaps that are accepted.", func(s *evidence.Summary) *int { return s.AcceptedGaps }),
	count("expired_exceptions", "Exceptions whose last day is over.",
		func(s *evidence.Summary) *int { return &s.ExpiredExceptions }),
	count("overlong_exceptions", "Exceptions that last longer than `max_days`.",
		func(s *evidence.Summary) *int { return &s.OverlongExceptions }),
	count("unused_exceptions", "Exceptions without a conflict.",
		func(s *evidence.Summary) *int { return &s.UnusedExceptions }),
	count("not_in_scope_rules", "Rules of risks outside `catalog_ids`.",
		func(s *evidence.Summary) *int { return &s.NotInScopeRules }),
	count("missing_rules", "Rules that a risk names and the tenant doesn't have.",
		func(s *evidence.Summary) *int { return &s.MissingRules }),
	count("changes", "Changes of rules in the audit log.", func(s *evidence.Summary) *int { return s.Changes }),
	count("not_read", "Parts of the tenant that couldn't be read.",
		func(s *evidence.Summary) *int { return &s.NotRead }),
	count("findings", "Findings.", func(s *evidence.Summary) *int { return &s.Findings }),
}
