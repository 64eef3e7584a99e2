package audit

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

func (l *landscape) ofPackageRule(a *surveyed, target string) []Gap {
	b := l.packages[target]
	if b == nil {
		if l.gone[target] {
			return []Gap{{Kind: Dangling, AccessPackage: a.AccessPackage, TargetID: target, Description: fmt.Sprintf("%s excludes the holders of an access package that is gone.", a.name())}}
		}
		return nil // out of the caller's reach, which the answer says, or not shown yet
	}
	var gaps []Gap
	if !b.packages[a.ID] {
		gaps = append(gaps, Gap{Kind: OneWay, AccessPackage: a.AccessPackage, TargetID: target, MissingImportID: importID(target, a.ID), Description: fmt.Sprintf(
			"%s excludes the holders of %s, but who holds %s first can still request %s.", a.name(), b.name(), a.name(), b.name())})
	}
	onlyA, onlyB := without(a, b.roles), without(b, a.roles)
	for _, c := range l.inOrder() {
		if c == a || c == b {
			continue
		}
		shared := granted(c, onlyB)
		if len(shared) > 0 && len(granted(c, onlyA)) > 0 {
			gaps = append(gaps, inherent(a, c, target, b.name(), shared[0]))
		}
		if a.excludes(c) {
			continue
		}
		for _, role := range shared {
			gaps = append(gaps, Gap{Kind: Bypass, AccessPackage: a.AccessPackage, TargetID: target, Through: &c.AccessPackage, Role: role, MissingImportID: importID(a.ID, c.ID), Description: fmt.Sprintf(
				"%s excludes the holders of %s, but not those of %s, which grants %s as well.", a.name(), b.name(), c.name(), describe(role))})
		}
	}
	return gaps
}

func (l *landscape) ofGroupRule(a *surveyed, target string) []Gap {
	group := l.targets[target]
	if group.DisplayName == "" && !group.JustMade {
		return []Gap{{Kind: Dangling, AccessPackage: a.AccessPackage, TargetID: target, Description: fmt.Sprintf(
			"%s excludes the members of the group %s, which has no name: it may be gone.", a.name(), target)}}
	}
	name := nameOr(group.DisplayName, target)
	var gaps []Gap
	for _, q := range l.inOrder() {
		role, grants := membership(q, target)
		switch {
		case !grants:
			continue
		case q == a:
			gaps = append(gaps, Gap{Kind: SelfLockout, AccessPackage: a.AccessPackage, TargetID: target, Role: role, Description: fmt.Sprintf(
				"%s makes its holders members of %s, and excludes the members of that group: they cannot request or extend it again.", a.name(), name)})
			continue
		case !a.packages[q.ID]:
			gaps = append(gaps, Gap{Kind: GroupOnly, AccessPackage: a.AccessPackage, TargetID: target, Through: &q.AccessPackage, Role: role, MissingImportID: importID(a.ID, q.ID), Description: fmt.Sprintf(
				"%s excludes the members of %s, but not the holders of %s, which makes people members of it.", a.name(), name, q.name())})
		}
		if len(granted(q, without(a, map[graph.Role]bool{role.Role: true}))) > 0 {
			gaps = append(gaps, inherent(a, q, target, name, role))
		}
	}
	return gaps
}

// inherent says that one access package grants what a rule keeps apart. It may be meant as an override for special cases, which Microsoft
// documents as a package of its own whose requests are approved and whose assignments end.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-incompatible.
func inherent(a, c *surveyed, target, targetName string, role graph.GrantedRole) Gap {
	g := Gap{Kind: Inherent, AccessPackage: a.AccessPackage, TargetID: target, Through: &c.AccessPackage, Role: role, DocumentedOverride: len(c.grants.Policies) > 0}
	verdict := "it has no policy, so that only an administrator can assign it"
	if g.DocumentedOverride {
		verdict = "its policies make it an override: each takes approval and ends"
	}
	for _, policy := range c.grants.Policies {
		if !policy.RequiresApproval || !policy.Ends {
			g.DocumentedOverride = false
			verdict = fmt.Sprintf("it is no override, because its policy %q does not both take approval and end", policy.DisplayName)
			break
		}
	}
	g.Description = fmt.Sprintf("%s alone grants what %s and %s keep apart, with %s; %s.", c.name(), a.name(), targetName, describe(role), verdict)
	return g
}

// without gives what an access package grants beyond the roles named.
func without(p *surveyed, roles map[graph.Role]bool) map[graph.Role]bool {
	rest := map[graph.Role]bool{}
	for role := range p.roles {
		if !roles[role] {
			rest[role] = true
		}
	}
	return rest
}

// granted gives the roles among those named that an access package grants, each once and in order.
func granted(p *surveyed, among map[graph.Role]bool) []graph.GrantedRole {
	var roles []graph.GrantedRole
	for _, role := range p.grants.Roles {
		if among[role.Role] {
			roles = append(roles, role)
		}
	}
	byRole := func(a, b graph.GrantedRole) int {
		return cmp.Or(cmp.Compare(a.OriginSystem, b.OriginSystem), cmp.Compare(a.OriginID, b.OriginID), cmp.Compare(a.RoleOriginID, b.RoleOriginID))
	}
	slices.SortFunc(roles, byRole)
	return slices.CompactFunc(roles, func(a, b graph.GrantedRole) bool { return a.Role == b.Role })
}

// membership tells by which role an access package makes people members of a group.
func membership(p *surveyed, group string) (graph.GrantedRole, bool) {
	for _, role := range p.grants.Roles {
		if id, ok := role.Group(); ok && id == group {
			return role, true
		}
	}
	return graph.GrantedRole{}, false
}

func describe(role graph.GrantedRole) string {
	return fmt.Sprintf("the role %s of %s", nameOr(role.RoleName, role.RoleOriginID), role.OriginID)
}
