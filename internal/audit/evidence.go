package audit

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// EvidenceOptions say what to read for a report.
type EvidenceOptions struct {
	CatalogIDs []string        // empty for the whole tenant
	Kinds      []evidence.Kind // whose conflicts are counted; empty for none
	Stage      graph.Stage
	ObjectIDs  bool // whether to name holders by their object IDs, which are personal data
	SkipGaps   bool // whether not to look for gaps
	// whether to look for gaps of kind "outside", which takes a list of members for each granted group
	Outside bool
	Since   time.Time // the beginning of the changes; zero for none
}

// Evidence reads everything that a report is made of. Unread parts are named in it, or are an error.
func Evidence(ctx context.Context, client *graph.Client, options EvidenceOptions) (*evidence.Document, error) {
	catalogs := make([]string, 0, len(options.CatalogIDs))
	for _, id := range options.CatalogIDs {
		catalogs = append(catalogs, strings.ToLower(id))
	}
	slices.Sort(catalogs)
	catalogs = slices.Compact(catalogs)
	d := &evidence.Document{
		Scope: catalogs, IncludeDelivering: options.Stage == graph.Delivering,
		GapsExamined: !options.SkipGaps, OutsideExamined: !options.SkipGaps && options.Outside,
	}
	if len(catalogs) == 0 {
		catalogs = []string{""}
	}
	var r reading
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error { return r.read(ctx, client, catalogs, options) })
	if !options.Since.IsZero() {
		work.Go(func() error { return readChanges(ctx, client, options.Since, d) })
	}
	if tenant, err := client.Tenant(ctx); err == nil && tenant != "" {
		d.TenantID = &tenant
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	r.fill(d, options)
	return d, nil
}

// reading is what was read of all catalogs of a report. A rule of one may be about an access package of another, and a
// gap may lead through a third.
type reading struct {
	notes

	packages  []graph.AccessPackage
	rules     []evidence.Rule
	conflicts *ConflictReport
	gaps      *GapReport // nil if no one looked for gaps
}

func (r *reading) read(ctx context.Context, client *graph.Client, catalogs []string, options EvidenceOptions) error {
	err := inParallel(ctx, catalogs, func(ctx context.Context, catalog string) error {
		packages, rules, err := packagesAndRules(ctx, client, catalog, evidence.Kinds)
		r.note(func() { r.packages, r.rules = append(r.packages, packages...), append(r.rules, rules...) })
		return err
	})
	if err != nil {
		return err
	}
	work, ctx := errgroup.WithContext(ctx)
	if !options.SkipGaps {
		work.Go(func() (err error) {
			find := GapOptions{Outside: options.Outside, Stage: options.Stage}
			r.gaps, err = gapsOf(ctx, client, listed(r.packages), find)
			return err
		})
	}
	counted := slices.DeleteFunc(slices.Clone(r.rules), func(rule evidence.Rule) bool {
		return !slices.Contains(options.Kinds, rule.Kind)
	})
	work.Go(func() (err error) {
		r.conflicts, err = conflictsWith(ctx, client, counted, ConflictOptions{Stage: options.Stage})
		return err
	})
	return work.Wait()
}

// fill writes what was read as the evidence has it.
func (r *reading) fill(d *evidence.Document, options EvidenceOptions) {
	catalogs := map[string]evidence.Object{}
	for _, id := range d.Scope {
		catalogs[id] = evidence.Object{ID: id}
	}
	for _, accessPackage := range r.packages {
		d.AccessPackages = append(d.AccessPackages, object(accessPackage.ID, accessPackage.DisplayName))
		if _, inScope := catalogs[accessPackage.CatalogID]; inScope {
			catalogs[accessPackage.CatalogID] = object(accessPackage.CatalogID, accessPackage.CatalogName)
		}
	}
	counted := map[string]*evidence.Rule{}
	for i := range r.conflicts.Conflicts {
		counted[r.conflicts.Conflicts[i].ImportID] = &r.conflicts.Conflicts[i]
	}
	for _, rule := range r.rules {
		if c := counted[rule.ImportID]; c != nil {
			rule = *c
		} else if slices.Contains(options.Kinds, rule.Kind) {
			rule.NotCounted = nameOrNil("The access package was deleted while the report was read.")
		}
		if rule.Conflicts != nil && !options.ObjectIDs {
			for i := range rule.Conflicts.Holders {
				rule.Conflicts.Holders[i].ObjectID = nil
			}
		}
		catalogs[rule.Catalog.ID] = rule.Catalog
		d.Rules = append(d.Rules, rule)
	}
	addNotRead(d, r.conflicts.notRead())
	if r.gaps != nil {
		for i := range r.gaps.Gaps {
			d.Gaps = append(d.Gaps, r.gaps.Gaps[i].Gap)
		}
		addNotRead(d, r.gaps.NotRead())
	}
	for _, id := range sorted(catalogs) {
		d.Catalogs = append(d.Catalogs, catalogs[id])
	}
	slices.SortFunc(d.AccessPackages, func(a, b evidence.Object) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(d.Rules, func(a, b evidence.Rule) int { return cmp.Compare(a.ImportID, b.ImportID) })
	slices.SortFunc(d.Gaps, func(a, b evidence.Gap) int { return cmp.Compare(a.ID, b.ID) })
}

// addNotRead adds each part once. Conflicts and gaps may both need it.
func addNotRead(d *evidence.Document, parts []evidence.NotRead) {
	for _, part := range parts {
		if !slices.ContainsFunc(d.NotRead, func(known evidence.NotRead) bool {
			return known.Subject == part.Subject && known.ID != nil && *known.ID == *part.ID
		}) {
			d.NotRead = append(d.NotRead, part)
		}
	}
}

func nameOrNil(name string) *string {
	if name == "" {
		return nil
	}
	return &name
}

// timeOrNil writes a time as the evidence has it; zero is not known.
func timeOrNil(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC().Truncate(time.Second)
	return &at
}
