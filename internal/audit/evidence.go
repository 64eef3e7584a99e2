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
		Scope: catalogs, GapsExamined: !options.SkipGaps, OutsideExamined: !options.SkipGaps && options.Outside,
	}
	if len(catalogs) == 0 {
		catalogs = []string{""}
	}
	parts := make([]part, len(catalogs))
	work, ctx := errgroup.WithContext(ctx)
	for i, catalog := range catalogs {
		parts[i] = part{client: client, options: options, catalog: catalog}
		parts[i].start(ctx, work)
	}
	if !options.Since.IsZero() {
		work.Go(func() error { return readChanges(ctx, client, options.Since, d) })
	}
	if tenant, err := client.Tenant(ctx); err == nil && tenant != "" {
		d.TenantID = &tenant
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	collect(d, parts, options)
	return d, nil
}

// part is what was read of one catalog.
type part struct {
	client  *graph.Client
	options EvidenceOptions
	catalog string

	packages  []graph.AccessPackage
	rules     []evidence.Rule
	conflicts *ConflictReport
	gaps      *GapReport
}

func (p *part) start(ctx context.Context, work *errgroup.Group) {
	work.Go(func() error {
		packages, rules, err := packagesAndRules(ctx, p.client, p.catalog, evidence.Kinds)
		if err != nil {
			return err
		}
		p.packages, p.rules = packages, rules
		if !p.options.SkipGaps {
			work.Go(func() (err error) {
				p.gaps, err = gapsOf(
					ctx, p.client, listed(packages), GapOptions{Outside: p.options.Outside, Stage: p.options.Stage},
				)
				return err
			})
		}
		counted := slices.DeleteFunc(slices.Clone(rules), func(r evidence.Rule) bool {
			return !slices.Contains(p.options.Kinds, r.Kind)
		})
		p.conflicts, err = conflictsWith(ctx, p.client, counted, ConflictOptions{Stage: p.options.Stage})
		return err
	})
}

// collect puts the catalogs together.
func collect(d *evidence.Document, parts []part, options EvidenceOptions) {
	catalogs := map[string]evidence.Object{}
	for _, id := range d.Scope {
		catalogs[id] = evidence.Object{ID: id}
	}
	gaps := map[string]bool{} // an access package of one catalog may be looked at because of rules in another
	for _, p := range parts {
		counted := map[string]*evidence.Rule{}
		for i := range p.conflicts.Conflicts {
			counted[p.conflicts.Conflicts[i].ImportID] = &p.conflicts.Conflicts[i]
		}
		addNotRead(d, p.conflicts.notRead())
		for _, accessPackage := range p.packages {
			d.AccessPackages = append(d.AccessPackages, object(accessPackage.ID, accessPackage.DisplayName))
			if _, inScope := catalogs[accessPackage.CatalogID]; inScope {
				catalogs[accessPackage.CatalogID] = object(accessPackage.CatalogID, accessPackage.CatalogName)
			}
		}
		for _, r := range p.rules {
			if c := counted[r.ImportID]; c != nil {
				r = *c
			} else if slices.Contains(options.Kinds, r.Kind) {
				r.NotCounted = nameOrNil("The access package was deleted while the report was read.")
			}
			if r.Conflicts != nil && !options.ObjectIDs {
				for i := range r.Conflicts.Holders {
					r.Conflicts.Holders[i].ObjectID = nil
				}
			}
			catalogs[r.Catalog.ID] = r.Catalog
			d.Rules = append(d.Rules, r)
		}
		if p.gaps == nil {
			continue
		}
		for i := range p.gaps.Gaps {
			if g := &p.gaps.Gaps[i]; !gaps[g.ID] {
				gaps[g.ID] = true
				d.Gaps = append(d.Gaps, g.Gap)
			}
		}
		addNotRead(d, p.gaps.NotRead())
	}
	for _, id := range sorted(catalogs) {
		d.Catalogs = append(d.Catalogs, catalogs[id])
	}
	slices.SortFunc(d.AccessPackages, func(a, b evidence.Object) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(d.Rules, func(a, b evidence.Rule) int { return cmp.Compare(a.ImportID, b.ImportID) })
	slices.SortFunc(d.Gaps, func(a, b evidence.Gap) int { return cmp.Compare(a.ID, b.ID) })
}

// addNotRead adds each part once. Rules of several catalogs may need it.
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
