package audit

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// access is what a role gives, whatever its ID says. A role that is only eligible gives the same, because its holder
// can activate it.
type access struct{ system, scope, role string }

const (
	azureDefinitions      = "/roledefinitions/"
	azureManagementGroups = "/providers/microsoft.management/managementgroups/"
	azureSubscriptions    = "/subscriptions/"
)

// accessOf reads what each system calls the same thing: a member of a group is one by any prefix, a role of the
// directory is named by its scope, and a role definition of Azure comes with and without the subscription in front.
func accessOf(r graph.Role) access {
	a := access{r.OriginSystem, r.OriginID, r.RoleOriginID}
	switch _, definition, azure := strings.Cut(r.RoleOriginID, azureDefinitions); {
	case r.OriginSystem == graph.GroupSystem && r.IsOwner():
		a.role = "owner"
	case r.OriginSystem == graph.GroupSystem:
		a.role = "member"
	case r.OriginSystem == graph.DirectorySystem:
		a.role = ""
	case azure:
		a.scope, a.role = strings.TrimRight(r.OriginID, "/"), azureDefinitions+definition
	}
	return a
}

// includes reports whether someone who has a also has b. A scope of Azure includes the scopes below it. Microsoft
// Graph doesn't say which subscriptions are in which management group, so that each is taken to be in all: that is an
// inference.
func (a access) includes(b access) bool {
	if a.system != b.system || a.role != b.role {
		return false
	}
	if a.scope == b.scope {
		return true
	}
	if !strings.HasPrefix(a.role, azureDefinitions) {
		return false
	}
	return strings.HasPrefix(b.scope, a.scope+"/") ||
		strings.HasPrefix(a.scope, azureManagementGroups) && strings.HasPrefix(b.scope, azureSubscriptions)
}

// overlap gives what someone who has either of two has in both cases: the smaller one.
func (a access) overlap(b access) (access, bool) {
	switch {
	case a.includes(b):
		return b, true
	case b.includes(a):
		return a, true
	default:
		return access{}, false
	}
}

// grant is a role that an access package grants, with what it gives.
type grant struct {
	graph.GrantedRole

	access access
}

// grantsOf gives what an access package grants, each access once and in order. Where a role is granted both as active
// and as eligible, it is the active one.
func grantsOf(roles []graph.GrantedRole) []grant {
	grants := make([]grant, 0, len(roles))
	for _, role := range roles {
		grants = append(grants, grant{role, accessOf(role.Role)})
	}
	slices.SortFunc(grants, func(a, b grant) int {
		return cmp.Or(
			cmp.Compare(a.access.system, b.access.system),
			cmp.Compare(a.access.scope, b.access.scope),
			cmp.Compare(a.access.role, b.access.role),
			compareBool(a.Eligible, b.Eligible),
			cmp.Compare(a.RoleOriginID, b.RoleOriginID),
		)
	})
	return slices.CompactFunc(grants, func(a, b grant) bool { return a.access == b.access })
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// shared gives the grants that give something which others give, too, and for each whether that follows from an
// inference about scopes. Access that the excluded grants also give doesn't count.
func shared(grants, others, excluded []grant) []sharedGrant {
	var found []sharedGrant
	for _, g := range grants {
		overlaps, exact := false, false
		for _, other := range others {
			both, overlap := g.access.overlap(other.access)
			if overlap && !slices.ContainsFunc(excluded, func(e grant) bool { return e.access.includes(both) }) {
				overlaps, exact = true, exact || g.access == other.access
			}
		}
		if overlaps {
			found = append(found, sharedGrant{g, !exact})
		}
	}
	return found
}

// covers reports whether the grants give everything that others give, and whether that is anything.
func covers(grants, others []grant) bool {
	missing := func(other grant) bool {
		return !slices.ContainsFunc(grants, func(g grant) bool { return g.access.includes(other.access) })
	}
	return len(others) > 0 && !slices.ContainsFunc(others, missing)
}

// sharedGrant is a grant that gives something which another gives, too.
type sharedGrant struct {
	grant

	inferred bool // because one scope is below the other
}
