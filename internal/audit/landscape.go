package audit

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// landscape is what has to be known to find gaps: what each access package grants and excludes.
type landscape struct {
	packages map[string]*surveyed
	targets  map[string]graph.Object        // groups and access packages that rules name
	gone     map[string]bool                // access packages that rules name and that are not there
	unread   map[string]graph.AccessPackage // that the caller may not read

	mu sync.Mutex
}

// surveyed is an access package with what it grants and what it excludes.
type surveyed struct {
	graph.AccessPackage

	grants   graph.Grants
	roles    map[graph.Role]bool
	groups   map[string]bool // that it excludes
	packages map[string]bool // that it excludes
}

// survey reads the access packages of a catalog or of the tenant, and those beyond it that their rules name.
func survey(ctx context.Context, client *graph.Client, catalogID string) (*landscape, error) {
	l := &landscape{
		packages: map[string]*surveyed{}, targets: map[string]graph.Object{}, gone: map[string]bool{}, unread: map[string]graph.AccessPackage{},
	}
	err := eachPackage(ctx, client, catalogID, func(ctx context.Context, p graph.AccessPackage) error { return l.read(ctx, client, p) })
	if err != nil {
		return nil, err
	}
	return l, inParallel(ctx, l.beyond(), func(ctx context.Context, id string) error {
		p, err := client.AccessPackage(ctx, id)
		if err == nil {
			err = l.read(ctx, client, p)
		}
		switch {
		case graph.IsGone(err):
			l.note(func() { l.gone[id] = !l.targets[id].JustMade })
		case wire.IsForbidden(err):
			p.ID = id // the package itself may be what can't be read
			l.note(func() { l.unread[id] = p })
		default:
			return err
		}
		return nil
	})
}

func (l *landscape) note(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// read takes in one access package. One that the caller may not read is named in the report.
func (l *landscape) read(ctx context.Context, client *graph.Client, p graph.AccessPackage) error {
	s := &surveyed{AccessPackage: p, roles: map[graph.Role]bool{}, groups: map[string]bool{}, packages: map[string]bool{}}
	var named []graph.Object
	rules, err := rulesOf(ctx, client, p, Kinds)
	if err != nil {
		return l.refused(p, err)
	}
	for _, rule := range rules {
		if rule.Kind == AccessPackage {
			s.packages[rule.Target.ID] = true
		} else {
			s.groups[rule.Target.ID] = true
		}
		named = append(named, rule.Target)
	}
	grants, err := client.Grants(ctx, p.ID)
	if err != nil {
		return l.refused(p, err)
	}
	s.grants = grants
	for _, role := range grants.Roles {
		s.roles[role.Role] = true
	}
	l.note(func() {
		l.packages[p.ID] = s
		for _, target := range named {
			l.keep(target)
		}
	})
	return nil
}

// keep notes what a rule names. Of the lists that show it, one may tell a name that others do not, and another that it was there when this run
// made a rule about it.
func (l *landscape) keep(target graph.Object) {
	known := l.targets[target.ID]
	l.targets[target.ID] = graph.Object{
		ID: target.ID, DisplayName: cmp.Or(known.DisplayName, target.DisplayName), JustMade: known.JustMade || target.JustMade,
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
	return slices.Sorted(maps.Keys(ids))
}

// inOrder gives the access packages by id.
func (l *landscape) inOrder() []*surveyed {
	all := make([]*surveyed, 0, len(l.packages))
	for _, id := range slices.Sorted(maps.Keys(l.packages)) {
		all = append(all, l.packages[id])
	}
	return all
}

// grantedGroups are the groups that one becomes a member of.
func (s *surveyed) grantedGroups() map[string]bool {
	groups := map[string]bool{}
	for role := range s.roles {
		if id, ok := role.Group(); ok {
			groups[id] = true
		}
	}
	return groups
}

// excludes tells whether those who hold the other access package are kept from this one: by a rule, or because they become members of a
// group that is excluded.
func (s *surveyed) excludes(other *surveyed) bool {
	if s.packages[other.ID] {
		return true
	}
	for group := range other.grantedGroups() {
		if s.groups[group] {
			return true
		}
	}
	return false
}

func (s *surveyed) name() string { return nameOr(s.DisplayName, s.ID) }

func nameOr(name, id string) string {
	if name == "" {
		return id
	}
	return name
}
