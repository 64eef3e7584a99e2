package audit

import (
	"cmp"
	"fmt"
	"maps"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// ofPackageRule finds the gaps of the rule that a excludes holders of target.
func (l *landscape) ofPackageRule(a *surveyed, target string) []Gap {
	gaps := l.automatic(a, evidence.KindAccessPackage, target)
	b := l.packages[target]
	if b == nil {
		if l.gone[target] {
			gaps = append(gaps, l.gap(evidence.GapDangling, a, evidence.KindAccessPackage, target,
				"%s excludes holders of an access package that no longer exists.", l.nameOf(a.ID)))
		}
		return gaps // otherwise the report names the access package as unreadable, or no list shows it yet
	}
	if !b.packages[a.ID] {
		one, other := l.nameOf(a.ID), l.nameOf(b.ID)
		gaps = append(gaps, l.gap(evidence.GapOneWay, a, evidence.KindAccessPackage, target,
			"%s excludes holders of %s, but holders of %s can still request %s.", one, other, one, other,
		).closedBy(target, a.ID))
	}
	for _, c := range l.inOrder() {
		switch c {
		case a:
			gaps = append(gaps, l.within(a, b, a, b)...)
		case b:
			gaps = append(gaps, l.within(a, b, b, a)...)
		default:
			gaps = append(gaps, l.around(a, b, c)...)
		}
	}
	return gaps
}

// within finds that one of the two access packages of a rule grants all that the other one grants. If they only have
// some roles in common, these may be what everyone needs.
func (l *landscape) within(a, b, one, other *surveyed) []Gap {
	if !covers(one.grants, other.grants) {
		return nil
	}
	role := shared(one.grants, other.grants, nil)[0]
	return []Gap{l.inherent(a, one, evidence.KindAccessPackage, b.ID, role)}
}

// around finds the gaps that c opens in the rule that a excludes holders of b.
func (l *landscape) around(a, b, c *surveyed) []Gap {
	var gaps []Gap
	ofB := shared(c.grants, b.grants, a.grants)
	if len(ofB) > 0 && len(shared(c.grants, a.grants, b.grants)) > 0 {
		gaps = append(gaps, l.inherent(a, c, evidence.KindAccessPackage, b.ID, ofB[0]))
	}
	if a.excludes(c) {
		return gaps
	}
	for _, role := range ofB {
		gaps = append(gaps, l.gap(evidence.GapBypass, a, evidence.KindAccessPackage, b.ID,
			"%s excludes holders of %s, but not holders of %s, which grants %s too.",
			l.nameOf(a.ID), l.nameOf(b.ID), l.nameOf(c.ID), l.describe(role),
		).through(c, role.grant).closedBy(a.ID, c.ID))
	}
	return gaps
}

// ofGroupRule finds the gaps of the rule that a excludes members of target.
func (l *landscape) ofGroupRule(a *surveyed, target string) []Gap {
	gaps := l.automatic(a, evidence.KindGroup, target)
	group := l.targets[target]
	if group.DisplayName == "" && !group.JustMade {
		return append(gaps, l.gap(evidence.GapDangling, a, evidence.KindGroup, target,
			"%s excludes members of the group %s, which has no name. It may no longer exist.", l.nameOf(a.ID), target))
	}
	if reason := l.groups[target].Frozen(); reason != "" {
		gaps = append(gaps, l.gap(evidence.GapFrozen, a, evidence.KindGroup, target,
			"%s excludes members of %s, whose membership no longer changes: %s.", l.nameOf(a.ID), l.nameOf(target), reason))
	}
	for _, q := range l.inOrder() {
		switch role, grants := q.membership(target); {
		case !grants:
		case q == a:
			gaps = append(gaps, l.selfLockout(a, target, role))
		default:
			gaps = append(gaps, l.byMembership(a, q, target, role)...)
		}
	}
	return gaps
}

func (l *landscape) selfLockout(a *surveyed, group string, role grant) Gap {
	return l.gap(evidence.GapSelfLockout, a, evidence.KindGroup, group,
		"%s makes its holders members of %s%s, and excludes members of that group. "+
			"Holders can't request or extend it again.", l.nameOf(a.ID), l.nameOf(group), eligibly(role),
	).by(role)
}

// byMembership finds the gaps that q, which grants the membership of a group, opens in the rule that a excludes its
// members.
func (l *landscape) byMembership(a, q *surveyed, group string, role grant) []Gap {
	var gaps []Gap
	if !a.packages[q.ID] {
		gaps = append(gaps, l.gap(evidence.GapGroupOnly, a, evidence.KindGroup, group,
			"%s excludes members of %s, but not holders of %s, which makes its holders members%s.",
			l.nameOf(a.ID), l.nameOf(group), l.nameOf(q.ID), eligibly(role),
		).through(q, role).closedBy(a.ID, q.ID))
	}
	if len(shared(q.grants, a.grants, []grant{role})) > 0 {
		gaps = append(gaps, l.inherent(a, q, evidence.KindGroup, group, sharedGrant{grant: role}))
	}
	return gaps
}

// automatic finds policies that assign an access package with a rule to people who never request it. Microsoft
// documents that rules stop requests and an administrator's assignments, and nothing about automatic ones.
func (l *landscape) automatic(a *surveyed, kind evidence.Kind, target string) []Gap {
	for _, policy := range a.policies {
		if policy.Automatic {
			return []Gap{
				l.gap(evidence.GapAutomatic, a, kind, target, "The policy %s assigns %s automatically, without a request. "+
					"Microsoft doesn't document that the rule about %s stops it.",
					display.Name(policy.DisplayName).Or("without a name"), l.nameOf(a.ID), l.nameOf(target)),
			}
		}
	}
	return nil
}

// inherent says that one access package grants the access that a rule is meant to prevent. It may be meant as an
// override for special cases, which Microsoft documents as a package of its own whose requests are approved and whose
// assignments end.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-incompatible.
func (l *landscape) inherent(a, c *surveyed, kind evidence.Kind, target string, role sharedGrant) Gap {
	override, reviewed, verdict := overrideOf(c.policies)
	g := l.gap(evidence.GapInherent, a, kind, target, "%s alone grants access of both %s and %s, through %s. %s",
		l.nameOf(c.ID), l.nameOf(a.ID), l.nameOf(target), l.describe(role), verdict).through(c, role.grant)
	g.DocumentedOverride, g.Reviewed = &override, &reviewed
	return g
}

// overrideOf judges the policies of an access package that grants the access of both objects of a rule.
func overrideOf(policies []graph.AssignmentPolicy) (override, reviewed bool, verdict string) {
	if len(policies) == 0 {
		return false, false, "It has no policy, so only an administrator can assign it."
	}
	reviewed = true
	reviews := "Its policies set access reviews."
	for _, policy := range policies {
		if !policy.Reviewed && reviewed {
			reviewed = false
			reviews = fmt.Sprintf(
				"Its policy %s sets no access reviews.", display.Name(policy.DisplayName).Or("without a name"),
			)
		}
	}
	for _, policy := range policies {
		if !policy.RequiresApproval || !policy.Ends {
			return false, reviewed, fmt.Sprintf(
				"It isn't an override as Microsoft documents it: its policy %s lacks required approval, an end of assignments, "+
					"or both. %s", display.Name(policy.DisplayName).Or("without a name"), reviews,
			)
		}
	}
	return true, reviewed, "It is an override as Microsoft documents it: all its policies require approval and end " +
		"assignments. " + reviews
}

// nameOf names an access package or a group. Where others have names that look the same, the ID tells which one it is.
func (l *landscape) nameOf(id string) string {
	name := display.Name(l.rawNameOf(id)).Or(id)
	if l.alike[id] {
		name += " (" + id + ")"
	}
	return name
}

// compareNames finds out which names look the same.
func (l *landscape) compareNames() {
	packages, groups := map[string]string{}, map[string]string{}
	for id, p := range l.packages {
		packages[id] = p.DisplayName
	}
	for id := range l.targets {
		if l.packages[id] == nil {
			groups[id] = l.rawNameOf(id)
		}
	}
	l.alike = display.Alike(packages)
	maps.Copy(l.alike, display.Alike(groups))
}

// rawNameOf gives the name of an access package or a group that a rule names, as the tenant has it.
func (l *landscape) rawNameOf(id string) string {
	if p := l.packages[id]; p != nil {
		return p.DisplayName
	}
	return cmp.Or(l.targets[id].DisplayName, l.groups[id].DisplayName)
}

// describe names a role by what people see of it. Only the names of groups that rules are about are known.
func (l *landscape) describe(role sharedGrant) string {
	name := display.Name(cmp.Or(l.rawNameOf(role.OriginID), role.ResourceName)).String()
	id := display.Name(role.OriginID).String()
	if name != "" {
		id = fmt.Sprintf("%s (%s)", name, id)
	}
	text := fmt.Sprintf("the role %s of %s", display.Name(role.RoleName).Or(role.RoleOriginID), id)
	if role.Eligible {
		text += " (eligible: holders must activate it)"
	}
	if role.inferred {
		text += ", on an Azure scope that contains the other scope or lies inside it, according to the scopes' IDs"
	}
	return text
}

func eligibly(role grant) string {
	if role.Eligible {
		return " (eligible: holders must activate the membership)"
	}
	return ""
}
