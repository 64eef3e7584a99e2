package audit

import (
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Gap is access that a rule doesn't cover, or a rule that doesn't do what it says.
type Gap struct {
	evidence.Gap

	Rule evidence.Rule
}

func (l *landscape) gap(
	kind evidence.GapKind, a *surveyed, about evidence.Kind, target, format string, values ...any,
) Gap {
	rule := newRule(about, a.AccessPackage, graph.Object{ID: target, DisplayName: l.rawNameOf(target)})
	return Gap{evidence.Gap{
		Kind: kind, ImportID: rule.ImportID, AccessPackage: rule.AccessPackage, Target: rule.Target,
		Description: fmt.Sprintf(format, values...),
	}, rule}
}

// through adds the access package that gives what the rule excludes.
func (g Gap) through(p *surveyed, role grant) Gap {
	g.Through = new(object(p.ID, p.DisplayName))
	return g.by(role)
}

// by adds the role that gives what the rule excludes.
func (g Gap) by(role grant) Gap {
	g.Eligible, g.Role = role.Eligible, &evidence.Role{
		OriginSystem: role.OriginSystem, OriginID: role.OriginID, RoleOriginID: role.RoleOriginID,
		ResourceName: nameOrNil(role.ResourceName), RoleName: nameOrNil(role.RoleName),
	}
	return g
}

// closedBy adds the rule that would close the gap.
func (g Gap) closedBy(accessPackage, target string) Gap {
	g.MissingImportID = new(importID(accessPackage, target))
	return g
}

// id names the gap in every run, as long as the rule, the access package and the role are the same.
func (g *Gap) id() string {
	parts := []string{string(g.Kind), g.ImportID}
	if g.Through != nil {
		parts = append(parts, g.Through.ID)
	}
	if g.Role != nil {
		parts = append(parts, g.Role.OriginSystem, g.Role.OriginID, g.Role.RoleOriginID)
	}
	return strings.Join(parts, " ")
}
