package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// ConflictOptions say which conflicts to count.
type ConflictOptions struct {
	CatalogID string          // empty for the whole tenant
	Kinds     []evidence.Kind // empty for all
	Pairs     []Pair          // only these, in place of the rules of a catalog or of the tenant
	Stage     graph.Stage

	// InForceSince says since when rules are in force, by import ID. LogSince is from when on the audit log tells it
	// for the others; the zero time doesn't ask the log.
	InForceSince map[string]time.Time
	LogSince     time.Time
}

// ConflictReport is what Conflicts found.
type ConflictReport struct {
	Conflicts []evidence.Rule // by catalog, access package, kind and target

	// Objects that the caller may not read, by ID. Rules about these are not counted.
	UnreadableAssignments []string // access packages
	UnreadableMembers     []string // groups
}

// Conflicts counts the holders who are in conflict with each rule of a catalog or of the tenant.
func Conflicts(ctx context.Context, client *graph.Client, options ConflictOptions) (*ConflictReport, error) {
	rules, err := rulesFor(ctx, client, options)
	if err != nil {
		return nil, err
	}
	report, err := conflictsWith(ctx, client, rules, options)
	if err != nil {
		return nil, err
	}
	since, err := inForceSince(ctx, client, options)
	for i := range report.Conflicts {
		rule := &report.Conflicts[i]
		if at, known := since[rule.ImportID]; known {
			rule.InForceSince = &at
		}
		rule.JudgeOrder()
	}
	return report, err
}

// conflictsWith leaves open which conflicts began after their rules.
func conflictsWith(
	ctx context.Context, client *graph.Client, rules []evidence.Rule, options ConflictOptions,
) (*ConflictReport, error) {
	p := newPeople(client, options.Stage)
	if err := p.read(ctx, rules); err != nil {
		return nil, err
	}
	report := &ConflictReport{UnreadableAssignments: sorted(p.beyond), UnreadableMembers: sorted(p.refused)}
	for _, rule := range rules {
		if err := p.missing(rule); err != nil && len(options.Pairs) > 0 {
			return nil, err // of a wrong ID, no conflicts would look like good news
		}
		if p.count(&rule) {
			report.Conflicts = append(report.Conflicts, rule)
		}
	}
	return report, nil
}

func rulesFor(ctx context.Context, client *graph.Client, options ConflictOptions) ([]evidence.Rule, error) {
	if len(options.Pairs) > 0 {
		return pairs(ctx, client, options.Pairs)
	}
	return Rules(ctx, client, options.CatalogID, options.Kinds...)
}

// count compares the two sides of a rule. It reports whether the access package still exists.
func (p *people) count(rule *evidence.Rule) bool {
	holders, exists := p.holders[rule.AccessPackage.ID]
	if !exists {
		return false
	}
	others, known := p.holders[rule.Target.ID]
	members, isGroup := p.members[rule.Target.ID]
	var reason string
	switch {
	case rule.Kind == evidence.KindAccessPackage && known:
		rule.Conflicts = count(holders.And(others), others, true)
	case rule.Kind == evidence.KindGroup && isGroup:
		rule.Conflicts = count(holders.In(members), graph.Holders{}, false)
	case p.beyond[rule.Target.ID] != nil:
		reason = fmt.Sprintf("The caller isn't allowed to read the assignments of access package %s.", rule.Target.ID)
	case p.refused[rule.Target.ID] != nil:
		reason = fmt.Sprintf("The caller isn't allowed to read the members of group %s.", rule.Target.ID)
	case rule.Pending:
		reason = fmt.Sprintf("Microsoft Graph doesn't show the %s %s yet.", rule.Kind.Noun(), rule.Target.ID)
	default:
		reason = fmt.Sprintf("The %s %s no longer exists. Remove the rule.", rule.Kind.Noun(), rule.Target.ID)
	}
	rule.NotCounted = nameOrNil(reason)
	return true
}

func (r *ConflictReport) notRead() []evidence.NotRead {
	var all []evidence.NotRead
	add := func(subject evidence.Subject, ids []string, reason string) {
		for _, id := range ids {
			all = append(all, evidence.NotRead{Subject: subject, ID: &id, Reason: reason})
		}
	}
	add(
		evidence.SubjectAssignments,
		r.UnreadableAssignments,
		"The caller isn't allowed to read the assignments of this access package, so rules about it aren't counted.",
	)
	add(
		evidence.SubjectMembers,
		r.UnreadableMembers,
		"The caller isn't allowed to read the members of this group, so rules about it aren't counted. Reading them "+
			"requires the permission GroupMember.Read.All, and Member.Read.Hidden for hidden membership.",
	)
	return all
}
