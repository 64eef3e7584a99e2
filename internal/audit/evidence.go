package audit

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// EvidenceOptions say what to read for a report.
type EvidenceOptions struct {
	CatalogIDs []string // empty for the whole tenant
	Kinds      []Kind   // whose conflicts are counted; empty for none
	Stage      graph.Stage
	ObjectIDs  bool      // whether to name holders by their object IDs, which are personal data
	SkipGaps   bool      // whether not to look for gaps
	Since      time.Time // the beginning of the changes; zero for none
}

// Evidence reads everything that a report is made of. What couldn't be read is named in it, or is an error.
func Evidence(ctx context.Context, client *graph.Client, options EvidenceOptions) (*evidence.Document, error) {
	d := &evidence.Document{
		Scope: slices.Sorted(slices.Values(options.CatalogIDs)), GapsExamined: !options.SkipGaps,
	}
	catalogs := options.CatalogIDs
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
	work.Go(func() (err error) {
		p.rules, err = Rules(ctx, p.client, p.catalog)
		return err
	})
	if len(p.options.Kinds) > 0 {
		work.Go(func() (err error) {
			p.conflicts, err = Conflicts(ctx, p.client, ConflictOptions{
				CatalogID: p.catalog, Kinds: p.options.Kinds, Stage: p.options.Stage,
			})
			return err
		})
	}
	if !p.options.SkipGaps {
		work.Go(func() (err error) {
			p.gaps, err = Gaps(ctx, p.client, p.catalog)
			return err
		})
	}
}

// collect puts the catalogs together.
func collect(d *evidence.Document, parts []part, options EvidenceOptions) {
	catalogs := map[string]evidence.Object{}
	gaps := map[string]bool{} // an access package of one catalog may be looked at because of rules in another
	for _, p := range parts {
		counted := map[string]*Conflict{}
		if p.conflicts != nil {
			for i := range p.conflicts.Conflicts {
				counted[p.conflicts.Conflicts[i].ImportID()] = &p.conflicts.Conflicts[i]
			}
			d.NotRead = append(d.NotRead, p.conflicts.notRead()...)
		}
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
		for _, u := range p.gaps.Unreadable {
			d.NotRead = append(d.NotRead, evidence.NotRead{
				Subject: evidence.SubjectAccessPackage, ID: &u.ID, Name: nameOrNil(u.DisplayName),
				Reason: "The caller may not read the rules or the grants of this access package. Gaps through it are not found.",
			})
		}
	}
	for _, id := range sorted(catalogs) {
		d.Catalogs = append(d.Catalogs, catalogs[id])
	}
	slices.SortFunc(d.Rules, func(a, b evidence.Rule) int { return cmp.Compare(a.ImportID, b.ImportID) })
	slices.SortFunc(d.Gaps, func(a, b evidence.Gap) int { return cmp.Compare(a.ID, b.ID) })
}

func (r *ConflictReport) notRead() []evidence.NotRead {
	var all []evidence.NotRead
	add := func(subject evidence.Subject, ids []string, reason string) {
		for _, id := range ids {
			all = append(all, evidence.NotRead{Subject: subject, ID: &id, Reason: reason})
		}
	}
	add(
		evidence.SubjectAssignments,
		r.UnreadableAssignments,
		"The caller may not read the assignments. Rules about it are not counted.",
	)
	add(
		evidence.SubjectMembers,
		r.UnreadableMembers,
		"The caller may not read the members. Rules about it are not counted.",
	)
	return all
}

func ruleEvidence(r Rule, c *Conflict, options EvidenceOptions) evidence.Rule {
	e := evidence.Rule{
		ImportID:      r.ImportID(),
		Kind:          evidence.Kind(r.Kind),
		Catalog:       evidence.Object{ID: r.AccessPackage.CatalogID, Name: nameOrNil(r.AccessPackage.CatalogName)},
		AccessPackage: evidence.Object{ID: r.AccessPackage.ID, Name: nameOrNil(r.AccessPackage.DisplayName)},
		Target:        evidence.Object{ID: r.Target.ID, Name: nameOrNil(r.Target.DisplayName)},
		JustMade:      r.Target.JustMade,
	}
	if c == nil {
		return e
	}
	e.NotCounted = nameOrNil(c.NotCounted)
	if c.Holders == nil {
		return e
	}
	e.Conflicts = &evidence.Conflicts{
		Users:             c.Holders.Users.Count(),
		ServicePrincipals: c.Holders.ServicePrincipals.Count(),
	}
	if r.Kind == AccessPackage {
		e.Conflicts.Unidentified = c.Holders.Unattributed.Count() // they hold both
	} else {
		e.Conflicts.Unknown = c.Holders.Unattributed.Count() // no one can look for them in the group
	}
	e.Conflicts.Total = e.Conflicts.Users + e.Conflicts.ServicePrincipals + e.Conflicts.Unidentified
	e.Conflicts.Holders = holdersEvidence(r, c, options)
	return e
}

func holdersEvidence(r Rule, c *Conflict, options EvidenceOptions) []evidence.Holder {
	holders := []evidence.Holder{}
	add := func(set graph.Subjects, kind evidence.HolderType) {
		for _, id := range set.IDs() {
			holder := evidence.Holder{Type: kind}
			if options.ObjectIDs && kind != evidence.HolderUnidentified {
				holder.ObjectID = &id
			}
			holders = append(holders, holder)
		}
	}
	add(c.Holders.Users, evidence.HolderUser)
	add(c.Holders.ServicePrincipals, evidence.HolderServicePrincipal)
	if r.Kind == AccessPackage {
		add(c.Holders.Unattributed, evidence.HolderUnidentified)
	}
	return holders
}

func gapEvidence(g *Gap) evidence.Gap {
	e := evidence.Gap{
		ID: g.ID(), Kind: evidence.GapKind(g.Kind), ImportID: g.ImportID(),
		AccessPackage:   evidence.Object{ID: g.AccessPackage.ID, Name: nameOrNil(g.AccessPackage.DisplayName)},
		Target:          evidence.Object{ID: g.TargetID},
		MissingImportID: nameOrNil(g.MissingImportID),
		Sentence:        g.Description,
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
	if g.Kind == Inherent {
		e.DocumentedOverride = &g.DocumentedOverride
	}
	return e
}

func nameOrNil(name string) *string {
	if name == "" {
		return nil
	}
	return &name
}
