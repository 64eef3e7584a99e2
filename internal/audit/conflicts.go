package audit

import (
	"context"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// ConflictOptions say which conflicts to count.
type ConflictOptions struct {
	CatalogID string // empty for the whole tenant
	Kinds     []Kind // empty for all
	Stage     graph.Stage
}

// Conflict is a rule with the holders who are in conflict with it.
type Conflict struct {
	Rule

	Holders    *graph.Holders // nil where they couldn't be counted
	NotCounted string         // the reason, as a sentence
}

// ConflictReport is what Conflicts found.
type ConflictReport struct {
	Conflicts []Conflict

	// What the caller may not read, by ID. Rules about these are not counted.
	UnreadableAssignments []string // access packages
	UnreadableMembers     []string // groups
}

// Conflicts counts the holders who are in conflict with each rule of a catalog or of the tenant.
func Conflicts(ctx context.Context, client *graph.Client, options ConflictOptions) (*ConflictReport, error) {
	rules, err := Rules(ctx, client, options.CatalogID, options.Kinds...)
	if err != nil {
		return nil, err
	}
	p := newPeople(client, options.Stage)
	if err := p.read(ctx, rules); err != nil {
		return nil, err
	}
	report := &ConflictReport{UnreadableAssignments: sorted(p.beyond), UnreadableMembers: sorted(p.refused)}
	for _, rule := range rules {
		if _, exists := p.holders[rule.AccessPackage.ID]; exists { // otherwise it was deleted since its rules were listed
			report.Conflicts = append(report.Conflicts, p.conflict(rule))
		}
	}
	return report, nil
}

// conflict compares the two sides of a rule.
func (p *people) conflict(rule Rule) Conflict {
	c := Conflict{Rule: rule}
	holders := p.holders[rule.AccessPackage.ID]
	others, known := p.holders[rule.Target.ID]
	members, isGroup := p.members[rule.Target.ID]
	switch {
	case rule.Kind == AccessPackage && known:
		holders = holders.And(others)
		c.Holders = &holders
	case rule.Kind == Group && isGroup:
		holders = holders.In(members)
		c.Holders = &holders
	case p.beyond[rule.Target.ID] != nil:
		c.NotCounted = fmt.Sprintf("The caller may not read the assignments of access package %s.", rule.Target.ID)
	case p.refused[rule.Target.ID] != nil:
		c.NotCounted = fmt.Sprintf("The caller may not read the members of group %s.", rule.Target.ID)
	case rule.Target.JustMade:
		c.NotCounted = fmt.Sprintf("Microsoft Graph doesn't show the %s %s yet.", rule.Kind.Noun(), rule.Target.ID)
	default:
		c.NotCounted = fmt.Sprintf("The %s %s no longer exists.", rule.Kind.Noun(), rule.Target.ID)
	}
	return c
}
