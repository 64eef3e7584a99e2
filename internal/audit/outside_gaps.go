package audit

import (
	"cmp"
	"context"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// outsideGroup is a group that an access package b grants and that a, which excludes holders of b, doesn't exclude.
type outsideGroup struct {
	a, b *surveyed
	role grant
}

// outside finds people who have what a rule is about and whom the rule doesn't see: members of a group that b grants
// who don't hold b. They were added to the group in another way, and can request a.
func (l *landscape) outside(ctx context.Context, client *graph.Client, stage graph.Stage) ([]Gap, error) {
	candidates := l.outsideGroups()
	p := newPeople(client, cmp.Or(stage, graph.Delivered))
	holders, groups := map[string]bool{}, map[string]bool{}
	for _, c := range candidates {
		holders[c.a.ID], holders[c.b.ID], groups[c.role.OriginID] = true, true, true
	}
	if err := inParallel(ctx, sorted(holders), p.readOtherHolders); err != nil {
		return nil, err
	}
	if err := inParallel(ctx, sorted(groups), p.readMembers); err != nil {
		return nil, err
	}
	if err := l.readNames(ctx, client, groups); err != nil {
		return nil, err
	}
	for id := range p.refused {
		l.unreadGroups[id] = "The caller isn't allowed to read the members of the group, so direct members are unknown."
	}
	for id := range p.beyond {
		l.unread[id] = l.packages[id].AccessPackage
	}
	var gaps []Gap
	for _, c := range candidates {
		members, readMembers := p.members[c.role.OriginID]
		ofA, readA := p.holders[c.a.ID]
		ofB, readB := p.holders[c.b.ID]
		if readMembers && readA && readB {
			if g, found := l.outsideGap(c, members.UsersWithout(ofB.Users), ofA.Users); found {
				gaps = append(gaps, g)
			}
		}
	}
	return gaps, nil
}

// readNames reads the names of groups that no rule is about. A refusal leaves them without.
func (l *landscape) readNames(ctx context.Context, client *graph.Client, groups map[string]bool) error {
	var unknown []string
	for _, id := range sorted(groups) {
		if l.rawNameOf(id) == "" {
			unknown = append(unknown, id)
		}
	}
	named, err := client.Groups(ctx, unknown)
	for id, group := range named {
		l.groups[id] = group
	}
	if wire.IsRefusal(err) {
		return nil
	}
	return err
}

func (l *landscape) outsideGap(c outsideGroup, outside, ofA graph.Subjects) (Gap, bool) {
	count, both := outside.Count(), outside.And(ofA).Count()
	if count == 0 {
		return Gap{}, false
	}
	g := l.gap(evidence.GapOutside, c.a, evidence.KindAccessPackage, c.b.ID,
		"Users in %s who don't hold %s, which grants the membership: %d. The rule of %s doesn't exclude them. "+
			"Number of these users who also hold %s: %d.",
		l.nameOf(c.role.OriginID), l.nameOf(c.b.ID), count, l.nameOf(c.a.ID), l.nameOf(c.a.ID), both,
	).by(c.role).closedBy(c.a.ID, c.role.OriginID)
	g.UserCount, g.ConflictCount = &count, &both
	return g, true
}

// outsideGroups gives the groups to look at: a member of a group that a grants as well isn't kept from anything.
func (l *landscape) outsideGroups() []outsideGroup {
	var found []outsideGroup
	for _, a := range l.inOrder() {
		for _, target := range sorted(a.packages) {
			b := l.packages[target]
			if b == nil {
				continue
			}
			for _, role := range b.grants {
				group, ok := role.Group()
				if _, granted := a.membership(group); ok && !granted && !a.groups[group] {
					found = append(found, outsideGroup{a, b, role})
				}
			}
		}
	}
	return found
}
