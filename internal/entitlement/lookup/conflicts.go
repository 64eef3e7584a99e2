package lookup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// warnOfConflicts warns about new rules with which someone is already in conflict. Without conflict there is no
// warning, nor for objects that don't exist yet.
func warnOfConflicts(
	ctx context.Context, d *construct.Data, accessPackageID string, targets []Target,
) diag.Diagnostics {
	found := make([]graph.Holders, len(targets))
	diags := inOrder(targets, func(i int, target Target) (failed diag.Diagnostics) {
		found[i], failed = count(ctx, d, accessPackageID, target)
		return failed
	})
	for _, k := range kind.All {
		var lines, ids []string
		var attribute string
		for i, target := range targets {
			if who := inWords(found[i]); target.Kind == k && who != "" {
				attribute = target.Attribute
				ids = append(ids, kind.Key{AccessPackage: accessPackageID, Target: target.ID}.ID())
				lines = append(lines, fmt.Sprintf("  - %s %s: %s", k.Noun, target.ID, who))
			}
		}
		if len(lines) == 0 {
			continue
		}
		about := ids[0] // in the title, because Terraform folds warnings with the same title
		if len(ids) > 1 {
			about = fmt.Sprintf("%s and %d more", ids[0], len(ids)-1)
		}
		diags.AddAttributeWarning(path.Root(attribute), "Rule has conflicts: "+about, fmt.Sprintf(
			"A rule doesn't remove access. These people and applications keep access package %s and the "+
				"membership or access package that the rule excludes:\n%s\n\n"+
				"List them with the data source `elm_separation_of_duties_conflicts`, and remove one of the two.",
			accessPackageID,
			strings.Join(lines, "\n"),
		))
	}
	return diags
}

// count finds the holders in conflict. It shares its lists with the data sources, so each is read once in a run.
func count(
	ctx context.Context, d *construct.Data, accessPackageID string, target Target,
) (graph.Holders, diag.Diagnostics) {
	if !d.Counts(target.Kind.TypeName) {
		return graph.Holders{}, nil
	}
	holders, err := d.Client.Holders(ctx, accessPackageID, graph.Delivered)
	if !target.Kind.BetweenPackages {
		holders.Unattributed = graph.Subjects{} // a person of another directory is in no group yet
	}
	var others graph.Holders
	anyone := holders.Users.Count()+holders.ServicePrincipals.Count()+holders.Unattributed.Count() > 0
	if err == nil && anyone && target.Kind.BetweenPackages {
		others, err = d.Client.Holders(ctx, target.ID, graph.Delivered)
	}
	switch {
	case err != nil || !anyone:
		return graph.Holders{}, notCounted(d, err, accessPackageID, target, explain.MayRead, kind.All)
	case target.Kind.BetweenPackages:
		return holders.And(others), nil
	}
	members, err := d.Client.Members(ctx, target.ID)
	return holders.In(members),
		notCounted(d, err, accessPackageID, target, explain.MayReadMembers, []*kind.Kind{target.Kind})
}

// notCounted words why there is no count. The plan continues. A cause that other counts of these kinds share ends their
// counting, and is reported once.
func notCounted(
	d *construct.Data,
	err error,
	accessPackageID string,
	target Target,
	permission explain.Permission,
	sharing []*kind.Kind,
) diag.Diagnostics {
	var diags diag.Diagnostics
	var notYet *signin.ConfigError
	switch {
	case err == nil || errors.As(err, &notYet) || graph.IsGone(err):
	case wire.IsHopeless(err):
		news := false
		for _, k := range sharing {
			news = d.CannotCount(k.TypeName) || news
		}
		if news {
			_, next := explain.Words(err, permission)
			diags.AddWarning(
				"Conflicts couldn't be counted",
				"`warn_conflicts` is set, but Microsoft Graph refused to return the holders or members. The plan continues. "+
					"Other rules that need the same permission aren't counted.\n\n"+explain.Detail(err, next),
			)
		}
	default:
		_, next := explain.Words(err, permission)
		diags.AddAttributeWarning(
			path.Root(target.Attribute),
			"Conflicts couldn't be counted: "+kind.Key{AccessPackage: accessPackageID, Target: target.ID}.ID(),
			"`warn_conflicts` is set, but the conflicts with this rule couldn't be counted. The plan continues.\n\n"+
				explain.Detail(err, next),
		)
	}
	return diags
}

// inWords lists the counts, and is empty for none.
func inWords(holders graph.Holders) string {
	var parts []string
	for _, some := range []struct {
		count     int
		one, many string
	}{
		{holders.Users.Count(), "user", "users"},
		{holders.ServicePrincipals.Count(), "application or agent", "applications or agents"},
		{holders.Unattributed.Count(), "holder without an object ID", "holders without object IDs"},
	} {
		switch some.count {
		case 0:
		case 1:
			parts = append(parts, "1 "+some.one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", some.count, some.many))
		}
	}
	return strings.Join(parts, ", ")
}
