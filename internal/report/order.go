package report

import (
	"cmp"
	"iter"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/names"
)

// sorted is a document in the order in which people read it: catalogs, access packages, and groups by name, as people
// count.
type sorted struct {
	*evidence.Document

	ByCatalog []*catalog
	packages  map[string]*accessPackage // by ID
	Groups    []*group

	rules     map[string]*evidence.Rule // by import ID
	Conflicts []*evidence.Rule          // with more holders than exceptions accept, the worst first; one of each pair
	Accepted  []*evidence.Rule          // with no more holders than exceptions accept; one of each pair
	labels    map[string]display.Line   // cleaned names of objects, by ID
}

type catalog struct {
	ID       string
	Packages []*accessPackage
}

type accessPackage struct {
	ID        string
	Rules     []*evidence.Rule // about groups first, then by name
	Conflicts int              // holders
}

type group struct {
	ID        string
	Rules     []*evidence.Rule
	Conflicts int // holders
}

func sort(d *evidence.Document) *sorted {
	s := &sorted{
		Document: d,
		packages: map[string]*accessPackage{},
		rules:    map[string]*evidence.Rule{},
		labels:   map[string]display.Line{},
	}
	for id, name := range names.Of(d) {
		s.labels[id] = display.Message(name)
	}
	for i := range d.Rules {
		s.rules[d.Rules[i].ImportID] = &d.Rules[i]
	}
	s.group()
	s.sortConflicts()
	return s
}

// name names an object by its ID.
func (s *sorted) name(id string) display.Line {
	if label, known := s.labels[id]; known {
		return label
	}
	return display.Message(id)
}

// compare orders objects by name.
func (s *sorted) compare(a, b string) int {
	return cmp.Or(display.Compare(s.name(a).String(), s.name(b).String()), cmp.Compare(a, b))
}

func (s *sorted) group() {
	catalogs, groups := map[string]*catalog{}, map[string]*group{}
	for i := range s.Rules {
		r := &s.Rules[i]
		if catalogs[r.Catalog.ID] == nil {
			catalogs[r.Catalog.ID] = &catalog{ID: r.Catalog.ID}
			s.ByCatalog = append(s.ByCatalog, catalogs[r.Catalog.ID])
		}
		p := s.packages[r.AccessPackage.ID]
		if p == nil {
			p = &accessPackage{ID: r.AccessPackage.ID}
			s.packages[r.AccessPackage.ID] = p
			catalogs[r.Catalog.ID].Packages = append(catalogs[r.Catalog.ID].Packages, p)
		}
		p.Rules = append(p.Rules, r)
		p.Conflicts += inConflict(r)
		if r.Kind != evidence.KindGroup {
			continue
		}
		g := groups[r.Target.ID]
		if g == nil {
			g = &group{ID: r.Target.ID}
			groups[r.Target.ID] = g
			s.Groups = append(s.Groups, g)
		}
		g.Rules = append(g.Rules, r)
		g.Conflicts += inConflict(r)
	}
	s.sortGroups()
}

func (s *sorted) sortGroups() {
	slices.SortFunc(s.ByCatalog, func(a, b *catalog) int { return s.compare(a.ID, b.ID) })
	for _, c := range s.ByCatalog {
		slices.SortFunc(c.Packages, func(a, b *accessPackage) int { return s.compare(a.ID, b.ID) })
	}
	for _, p := range s.packages {
		slices.SortFunc(p.Rules, func(a, b *evidence.Rule) int {
			return cmp.Or(cmp.Compare(kindRank(a.Kind), kindRank(b.Kind)), s.compare(a.Target.ID, b.Target.ID))
		})
	}
	slices.SortFunc(s.Groups, func(a, b *group) int { return s.compare(a.ID, b.ID) })
	for _, g := range s.Groups {
		slices.SortFunc(
			g.Rules, func(a, b *evidence.Rule) int { return s.compare(a.AccessPackage.ID, b.AccessPackage.ID) },
		)
	}
}

// inOrder gives every rule in the order of catalogs and access packages.
func (s *sorted) inOrder() iter.Seq[*evidence.Rule] {
	return func(yield func(*evidence.Rule) bool) {
		for _, c := range s.ByCatalog {
			for _, p := range c.Packages {
				for _, r := range p.Rules {
					if !yield(r) {
						return
					}
				}
			}
		}
	}
}

func kindRank(k evidence.Kind) int {
	if k == evidence.KindGroup {
		return 0
	}
	return 1
}

func inConflict(r *evidence.Rule) int {
	if r.Conflicts == nil {
		return 0
	}
	return r.Conflicts.Total
}

// sortConflicts takes one rule of each two access packages that exclude each other, because the same holders are in
// conflict with both: the one that a finding is about.
func (s *sorted) sortConflicts() {
	for _, f := range s.Findings {
		if f.Kind == evidence.FindingConflict && f.ImportID != nil && s.rules[*f.ImportID] != nil {
			s.Conflicts = append(s.Conflicts, s.rules[*f.ImportID])
		}
	}
	seen := map[string]bool{}
	for i := range s.Rules {
		r := &s.Rules[i]
		if r.Status == evidence.StatusAccepted && !seen[evidence.Opposite(r.ImportID)] {
			seen[r.ImportID] = true
			s.Accepted = append(s.Accepted, r)
		}
	}
	slices.SortFunc(s.Accepted, func(a, b *evidence.Rule) int {
		return cmp.Or(s.compare(a.AccessPackage.ID, b.AccessPackage.ID), s.compare(a.Target.ID, b.Target.ID))
	})
}

// exceptionsOf are the exceptions that accept holders of a rule today, also those about the rule in the opposite
// direction.
func (s *sorted) exceptionsOf(r *evidence.Rule) []evidence.Exception {
	var found []evidence.Exception
	for _, e := range s.Exceptions {
		opposite := r.Kind == evidence.KindAccessPackage && e.ImportID == evidence.Opposite(r.ImportID) && !e.Unused
		if !e.Expired && (e.ImportID == r.ImportID || opposite) {
			found = append(found, e)
		}
	}
	return found
}

// openGaps are the gaps of a kind that are not accepted, by access package.
func (s *sorted) openGaps(kind evidence.GapKind) []*evidence.Gap {
	var found []*evidence.Gap
	for i := range s.Gaps {
		if g := &s.Gaps[i]; g.Kind == kind && !g.Accepted {
			found = append(found, g)
		}
	}
	slices.SortStableFunc(found, func(a, b *evidence.Gap) int {
		return cmp.Or(
			s.compare(a.AccessPackage.ID, b.AccessPackage.ID),
			s.compare(a.Target.ID, b.Target.ID),
			cmp.Compare(a.ID, b.ID),
		)
	})
	return found
}
