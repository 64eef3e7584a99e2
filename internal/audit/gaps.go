package audit

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// GapKind is what is wrong with a rule.
type GapKind string

// The kinds of gaps.
const (
	Bypass      GapKind = "bypass"
	Inherent    GapKind = "inherent"
	GroupOnly   GapKind = "half"
	OneWay      GapKind = "one_way"
	Dangling    GapKind = "dangling"
	SelfLockout GapKind = "self_lockout"
)

// Gap is access that a rule doesn't cover, or a rule that doesn't do what it says.
type Gap struct {
	Kind          GapKind
	AccessPackage graph.AccessPackage  // whose rule it is
	TargetID      string               // what the rule is about
	Through       *graph.AccessPackage // the access package that gives what the rule excludes; nil for none
	Role          graph.GrantedRole    // that it grants; zero for none

	MissingImportID    string // the import ID of the rule that would close the gap; empty for none
	DocumentedOverride bool   // of an inherent gap: whether all policies take approval and end
	Description        string
}

// ImportID is the import ID of the rule.
func (g *Gap) ImportID() string { return importID(g.AccessPackage.ID, g.TargetID) }

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

// GapReport is what Gaps found.
type GapReport struct {
	Gaps       []Gap                 // by ID
	Unreadable []graph.AccessPackage // that the caller may not read, by ID: gaps through them are not found
}

// Gaps finds the gaps in the rules of a catalog, or of the tenant if catalogID is empty.
func Gaps(ctx context.Context, client *graph.Client, catalogID string) (*GapReport, error) {
	l, err := survey(ctx, client, catalogID)
	if err != nil {
		return nil, err
	}
	report := &GapReport{Gaps: l.gaps()}
	for _, id := range sorted(l.unread) {
		report.Unreadable = append(report.Unreadable, l.unread[id])
	}
	return report, nil
}

// gaps gives all gaps, ordered by ID.
func (l *landscape) gaps() []Gap {
	var all []Gap
	for _, a := range l.inOrder() {
		for target := range a.packages {
			all = append(all, l.ofPackageRule(a, target)...)
		}
		for target := range a.groups {
			all = append(all, l.ofGroupRule(a, target)...)
		}
	}
	slices.SortFunc(all, func(a, b Gap) int { return cmp.Compare(a.ID(), b.ID()) })
	return all
}
