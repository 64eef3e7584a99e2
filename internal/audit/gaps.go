package audit

import (
	"cmp"
	"context"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// GapOptions say which gaps to look for.
type GapOptions struct {
	CatalogID string // empty for the whole tenant

	// Outside also compares the members of granted groups with holders, which takes a list for each group and access
	// package.
	Outside bool
	Stage   graph.Stage // of the holders; delivered if empty
}

// GapReport is what Gaps found.
type GapReport struct {
	Gaps []Gap // by catalog, access package, target and kind

	// Unread objects. Gaps that lead through it are not found.
	UnreadablePackages []graph.AccessPackage
	UnreadableGroups   []UnreadableGroup
}

// UnreadableGroup is a group of which not everything is known.
type UnreadableGroup struct{ ID, DisplayName, Reason string }

// Gaps finds the gaps in the rules of a catalog or of the tenant.
func Gaps(ctx context.Context, client *graph.Client, options GapOptions) (*GapReport, error) {
	return gapsOf(ctx, client, ofCatalog(client, options.CatalogID), options)
}

func gapsOf(ctx context.Context, client *graph.Client, packages listing, options GapOptions) (*GapReport, error) {
	l, err := survey(ctx, client, packages)
	if err != nil {
		return nil, err
	}
	l.compareNames()
	report := &GapReport{Gaps: l.gaps()}
	if options.Outside {
		outside, err := l.outside(ctx, client, options.Stage)
		if err != nil {
			return nil, err
		}
		report.Gaps = append(report.Gaps, outside...)
	}
	for i := range report.Gaps {
		report.Gaps[i].ID = report.Gaps[i].id()
	}
	slices.SortFunc(
		report.Gaps, func(a, b Gap) int { return cmp.Or(compareRules(a.Rule, b.Rule), cmp.Compare(a.ID, b.ID)) },
	)
	for _, id := range sorted(l.unread) {
		report.UnreadablePackages = append(report.UnreadablePackages, l.unread[id])
	}
	for _, id := range sorted(l.unreadGroups) {
		report.UnreadableGroups = append(
			report.UnreadableGroups, UnreadableGroup{id, l.rawNameOf(id), l.unreadGroups[id]},
		)
	}
	return report, nil
}

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
	return all
}

// NotRead names what couldn't be read as the evidence does.
func (r *GapReport) NotRead() []evidence.NotRead {
	var all []evidence.NotRead
	for _, p := range r.UnreadablePackages {
		all = append(all, evidence.NotRead{
			Subject: evidence.SubjectAccessPackage,
			ID:      &p.ID,
			Name:    nameOrNil(p.DisplayName),
			Reason: "The caller isn't allowed to read the rules, the grants or the assignments of this access package. Gaps " +
				"through it aren't found.",
		})
	}
	for _, g := range r.UnreadableGroups {
		all = append(all, evidence.NotRead{
			Subject: evidence.SubjectGroup,
			ID:      &g.ID,
			Name:    nameOrNil(g.DisplayName),
			Reason:  g.Reason,
		})
	}
	return all
}
