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

	rules     []Rule
	conflicts *ConflictReport
	gaps      *GapReport
}

func (p *part) start(ctx context.Context, work *errgroup.Group) {
	work.Go(func() error {
		packages, rules, err := packagesAndRules(ctx, p.client, p.catalog, evidence.Kinds)
		if err != nil {
			return err
		}
		p.rules = rules
		if !p.options.SkipGaps {
			work.Go(func() (err error) {
				p.gaps, err = gapsOf(
					ctx, p.client, listed(packages), GapOptions{Outside: p.options.Outside, Stage: p.options.Stage},
				)
				return err
			})
		}
		counted := slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool {
			return !slices.Contains(p.options.Kinds, r.Kind)
		})
		p.conflicts, err = conflictsWith(ctx, p.client, counted, ConflictOptions{Stage: p.options.Stage})
		return err
	})
}

// collect puts the catalogs together.
func collect(d *evidence.Document, parts []part, options EvidenceOptions) {
	catalogs := map[string]evidence.Object{}
	gaps := map[string]bool{} // an access package of one catalog may be looked at because of rules in another
	for _, p := range parts {
		counted := map[string]*Conflict{}
		for i := range p.conflicts.Conflicts {
			counted[p.conflicts.Conflicts[i].ImportID()] = &p.conflicts.Conflicts[i]
		}
		addNotRead(d, p.conflicts.notRead())
		for _, r := range p.rules {
			rule := ruleEvidence(r, counted[r.ImportID()], options)
			catalogs[rule.Catalog.ID] = rule.Catalog
			d.Rules = append(d.Rules, rule)
		}
		if p.gaps == nil {
			continue
		}
		for i := range p.gaps.Gaps {
			if g := &p.gaps.Gaps[i]; !gaps[g.ID()] {
				gaps[g.ID()] = true
				d.Gaps = append(d.Gaps, gapEvidence(g))
			}
		}
		addNotRead(d, p.gaps.notRead())
	}
	for _, id := range sorted(catalogs) {
		d.Catalogs = append(d.Catalogs, catalogs[id])
	}
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

func ruleEvidence(r Rule, c *Conflict, options EvidenceOptions) evidence.Rule {
	e := evidence.Rule{
		ImportID:      r.ImportID(),
		Kind:          r.Kind,
		Catalog:       evidence.Object{ID: r.AccessPackage.CatalogID, Name: nameOrNil(r.AccessPackage.CatalogName)},
		AccessPackage: evidence.Object{ID: r.AccessPackage.ID, Name: nameOrNil(r.AccessPackage.DisplayName)},
		Target:        evidence.Object{ID: r.Target.ID, Name: nameOrNil(r.Target.DisplayName)},
		Pending:       r.Target.JustMade,
	}
	if c == nil {
		if slices.Contains(options.Kinds, r.Kind) {
			e.NotCounted = nameOrNil("The access package was deleted while the report was read.")
		}
		return e
	}
	e.NotCounted = nameOrNil(c.NotCounted)
	if c.Counts == nil {
		return e
	}
	e.Conflicts = &evidence.Conflicts{
		Total: c.Counts.Total(), Users: c.Counts.Users, ServicePrincipals: c.Counts.ServicePrincipals,
		Unidentified: c.Counts.Unidentified, Unknown: c.Counts.Unknown, Holders: []evidence.Holder{},
	}
	for _, h := range c.Counts.Holders {
		holder := evidence.Holder{
			Type:               h.Type,
			AccessPackageSince: timeOrNil(h.AccessPackageSince),
			TargetSince:        timeOrNil(h.TargetSince),
			InConflictSince:    timeOrNil(h.Since()),
		}
		if options.ObjectIDs {
			holder.ObjectID = nameOrNil(h.ObjectID)
		}
		e.Conflicts.Holders = append(e.Conflicts.Holders, holder)
	}
	return e
}

func gapEvidence(g *Gap) evidence.Gap {
	e := evidence.Gap{
		ID:       g.ID(),
		Kind:     g.Kind,
		ImportID: g.ImportID(),
		AccessPackage: evidence.Object{
			ID:   g.Rule.AccessPackage.ID,
			Name: nameOrNil(g.Rule.AccessPackage.DisplayName),
		},
		Target:          evidence.Object{ID: g.Rule.Target.ID, Name: nameOrNil(g.Rule.Target.DisplayName)},
		Eligible:        g.Role.Eligible,
		MissingImportID: nameOrNil(g.MissingImportID),
		Description:     g.Description,
	}
	if g.Through != nil {
		e.Through = &evidence.Object{ID: g.Through.ID, Name: nameOrNil(g.Through.DisplayName)}
	}
	if g.Role.Role != (graph.Role{}) {
		e.Role = &evidence.Role{
			OriginSystem: g.Role.OriginSystem, OriginID: g.Role.OriginID, RoleOriginID: g.Role.RoleOriginID,
			ResourceName: nameOrNil(g.Role.ResourceName), RoleName: nameOrNil(g.Role.RoleName),
		}
	}
	switch g.Kind {
	case evidence.GapInherent:
		e.DocumentedOverride, e.Reviewed = &g.DocumentedOverride, &g.Reviewed
	case evidence.GapOutside:
		e.UserCount, e.ConflictCount = &g.UserCount, &g.ConflictCount
	default:
	}
	return e
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
