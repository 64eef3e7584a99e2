package audit

import (
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Gap is access that a rule doesn't cover, or a rule that doesn't do what it says.
type Gap struct {
	Kind    evidence.GapKind
	Rule    Rule
	Through *graph.AccessPackage // the access package that gives what the rule excludes; nil for none
	Role    graph.GrantedRole    // that it grants; zero for none

	MissingImportID    string // the import ID of the rule that would close the gap; empty for none
	DocumentedOverride bool   // of an inherent gap: whether all policies require approval and end
	Reviewed           bool   // of an inherent gap: whether all policies set access reviews
	UserCount          int    // of an outside gap: users in the group who don't hold the access package that grants it
	ConflictCount      int    // of an outside gap: how many of those hold the access package with the rule
	Description        string // in plain text, with clean names
}

// ImportID is the import ID of the rule.
func (g *Gap) ImportID() string { return g.Rule.ImportID() }

// ID names the gap in every run, as long as the rule, the access package and the role are the same.
func (g *Gap) ID() string {
	parts := []string{string(g.Kind), g.ImportID()}
	if g.Through != nil {
		parts = append(parts, g.Through.ID)
	}
	if g.Role.Role != (graph.Role{}) {
		parts = append(parts, g.Role.OriginSystem, g.Role.OriginID, g.Role.RoleOriginID)
	}
	return strings.Join(parts, " ")
}
