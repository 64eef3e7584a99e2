package audit

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// landscape is what has to be known to find gaps: what each access package grants and excludes.
type landscape struct {
	notes

	packages map[string]*surveyed
	targets  map[string]graph.Object        // groups and access packages that rules name
	gone     map[string]bool                // deleted access packages of rules
	unread   map[string]graph.AccessPackage // that the caller may not read

	groups       map[string]graph.Group // the groups that rules name, as far as they exist and could be read
	unreadGroups map[string]string      // by ID, with the reason
	alike        map[string]bool        // access packages, and targets, whose names look like that of another one
}

// surveyed is an access package with what it grants and what it excludes.
type surveyed struct {
	graph.AccessPackage

	policies []graph.AssignmentPolicy
	grants   []grant
	groups   map[string]bool // that it excludes
	packages map[string]bool // that it excludes
}

func newLandscape() *landscape {
	return &landscape{
		packages:     map[string]*surveyed{},
		targets:      map[string]graph.Object{},
		gone:         map[string]bool{},
		unread:       map[string]graph.AccessPackage{},
		groups:       map[string]graph.Group{},
		unreadGroups: map[string]string{},
	}
}

// survey reads access packages, and others that their rules name.
func survey(ctx context.Context, client *graph.Client, packages listing) (*landscape, error) {
	l := newLandscape()
	err := eachPackage(
		ctx, packages, func(ctx context.Context, p graph.AccessPackage) error { return l.read(ctx, client, p) },
	)
	if err != nil {
		return nil, err
	}
	err = inParallel(ctx, l.beyond(), func(ctx context.Context, id string) error {
		p, err := client.AccessPackage(ctx, id)
		if err == nil {
			err = l.read(ctx, client, p)
		}
		switch {
		case graph.IsGone(err):
			l.note(func() { l.gone[id] = !l.targets[id].JustMade })
		case wire.IsForbidden(err):
			l.note(func() {
				l.unread[id] = graph.AccessPackage{
					ID:          id,
					DisplayName: cmp.Or(p.DisplayName, l.targets[id].DisplayName),
				}
			})
		default:
			return err
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return l, l.readGroups(ctx, client)
}

// read takes in one access package. One that the caller may not read is named in the report.
func (l *landscape) read(ctx context.Context, client *graph.Client, p graph.AccessPackage) error {
	s := &surveyed{AccessPackage: p, groups: map[string]bool{}, packages: map[string]bool{}}
	rules, err := rulesOf(ctx, client, p, evidence.Kinds)
	if err != nil {
		return l.refused(p, err)
	}
	grants, err := client.Grants(ctx, p.ID)
	if err != nil {
		return l.refused(p, err)
	}
	s.grants, s.policies = grantsOf(grants.Roles), grants.Policies
	l.note(func() {
		l.packages[p.ID] = s
		for _, rule := range rules {
			if rule.Kind == evidence.KindAccessPackage {
				s.packages[rule.Target.ID] = true
			} else {
				s.groups[rule.Target.ID] = true
			}
			l.keep(graph.Object{ID: rule.Target.ID, DisplayName: rule.Target.DisplayName(), JustMade: rule.Pending})
		}
	})
	return nil
}

// keep notes what a rule names. Of the lists that show it, one may tell a name that others do not, and another that it
// was there when this run made a rule about it.
func (l *landscape) keep(target graph.Object) {
	known := l.targets[target.ID]
	l.targets[target.ID] = graph.Object{
		ID:          target.ID,
		DisplayName: cmp.Or(known.DisplayName, target.DisplayName),
		JustMade:    known.JustMade || target.JustMade,
	}
}

func (l *landscape) refused(p graph.AccessPackage, err error) error {
	if !wire.IsForbidden(err) {
		return err
	}
	l.note(func() { l.unread[p.ID] = p })
	return nil
}

// beyond gives the access packages that rules name and that were not among those read.
func (l *landscape) beyond() []string {
	ids := map[string]bool{}
	for _, p := range l.packages {
		for target := range p.packages {
			if _, refused := l.unread[target]; l.packages[target] == nil && !refused {
				ids[target] = true
			}
		}
	}
	return sorted(ids)
}

// readGroups reads the groups that rules name. Without the permission for it, nothing is known of their membership
// rules.
func (l *landscape) readGroups(ctx context.Context, client *graph.Client) error {
	ids := map[string]bool{}
	for _, p := range l.packages {
		for group := range p.groups {
			ids[group] = true
		}
	}
	groups, err := client.Groups(ctx, sorted(ids))
	if wire.IsForbidden(err) {
		for id := range ids {
			l.unreadGroups[id] = "The caller isn't allowed to read the group. Whether its membership still changes is unknown."
		}
		return nil
	}
	for id, group := range groups {
		if group.Dynamic() && group.MembershipRule == "" && !group.Paused() {
			l.unreadGroups[id] = "The caller isn't allowed to read the membership rule of the group, so it isn't known " +
				"whether Microsoft Entra still evaluates it. Reading it requires the permission Group.Read.All."
		}
	}
	maps.Copy(l.groups, groups)
	return err
}

// inOrder gives the access packages by ID.
func (l *landscape) inOrder() []*surveyed {
	all := make([]*surveyed, 0, len(l.packages))
	for _, id := range sorted(l.packages) {
		all = append(all, l.packages[id])
	}
	return all
}

// membership gives the role by which an access package makes people members of a group, or lets them become one.
func (s *surveyed) membership(group string) (grant, bool) {
	i := slices.IndexFunc(s.grants, func(g grant) bool {
		id, ok := g.Group()
		return ok && id == group
	})
	if i < 0 {
		return grant{}, false
	}
	return s.grants[i], true
}

// excludes tells whether holders of the other access package can't request this one: by a rule, or because they are
// members of a group that is excluded. Eligible members are none before they activate their membership, so that they
// aren't excluded.
func (s *surveyed) excludes(other *surveyed) bool {
	if s.packages[other.ID] {
		return true
	}
	return slices.ContainsFunc(other.grants, func(g grant) bool {
		id, ok := g.Group()
		return ok && !g.Eligible && s.groups[id]
	})
}
