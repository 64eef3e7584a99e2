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

// warnOfConflicts says of new rules whom they come too late for: those who have both sides today, and keep them. A rule that nobody is in
// conflict with is silent, and so is one whose access package or target is yet to be made.
func warnOfConflicts(ctx context.Context, d *construct.Data, accessPackageID string, targets []Target) diag.Diagnostics {
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
		about := ids[0] // in the summary, for Terraform folds warnings that have the same one
		if len(ids) > 1 {
			about = fmt.Sprintf("%s and %d more", ids[0], len(ids)-1)
		}
		diags.AddAttributeWarning(path.Root(attribute), "Holders in conflict with a new rule: "+about, fmt.Sprintf(
			"Some of those who hold access package %s are on the other side of the rule today:\n%s\n\nThe rule takes nothing from them: they keep both until "+
				"somebody ends one. The data source `elm_separation_of_duties_conflicts` can tell who they are.", accessPackageID, strings.Join(lines, "\n")))
	}
	return diags
}

// count finds who has both sides. The lists are those of the data sources, each asked for once in a run.
func count(ctx context.Context, d *construct.Data, accessPackageID string, target Target) (graph.Holders, diag.Diagnostics) {
	if !d.Counts(target.Kind.TypeName) {
		return graph.Holders{}, nil
	}
	if target.Kind.BetweenPackages {
		both, err := d.Client.HoldersOfBoth(ctx, accessPackageID, target.ID, graph.Delivered)
		return both, notCounted(d, err, accessPackageID, target, construct.MayRead, kind.All)
	}
	holders, err := d.Client.Holders(ctx, accessPackageID, graph.Delivered)
	if err != nil || holders.Users.Count()+holders.ServicePrincipals.Count() == 0 { // nobody is looked for among a group's members
		return graph.Holders{}, notCounted(d, err, accessPackageID, target, construct.MayRead, kind.All)
	}
	members, err := d.Client.Members(ctx, target.ID)
	holders = holders.In(members)
	holders.Unattributed = graph.Subjects{} // whoever is not in the tenant yet is in none of its groups
	return holders, notCounted(d, err, accessPackageID, target, construct.MayReadMembers, []*kind.Kind{target.Kind})
}

// notCounted words why there is no count; the plan goes on without. What any other count of these kinds would share ends their counting, and
// is said once.
func notCounted(
	d *construct.Data, err error, accessPackageID string, target Target, permission explain.Permission, sharing []*kind.Kind,
) diag.Diagnostics {
	var diags diag.Diagnostics
	var notYet *signin.ConfigError
	switch {
	case err == nil || errors.As(err, &notYet) || graph.IsGone(err):
	case wire.IsHopeless(err):
		if d.CannotCount(typeNames(sharing)...) {
			_, next := explain.Words(err, permission)
			diags.AddWarning("Conflicts cannot be counted", "The provider is to `warn_conflicts`, but cannot read who is affected. The plan goes on without; further "+
				"rules that need the same are not counted.\n\n"+explain.Detail(err, next))
		}
	default:
		_, next := explain.Words(err, permission)
		diags.AddAttributeWarning(path.Root(target.Attribute), "Conflicts cannot be counted: "+kind.Key{AccessPackage: accessPackageID, Target: target.ID}.ID(),
			"The provider is to `warn_conflicts`, but who is affected by this rule is not known. The plan goes on without.\n\n"+explain.Detail(err, next))
	}
	return diags
}

// inWords says how many there are; nothing for nobody.
func inWords(holders graph.Holders) string {
	var parts []string
	for _, some := range []struct {
		count     int
		one, many string
	}{
		{holders.Users.Count(), "user", "users"},
		{holders.ServicePrincipals.Count(), "application or agent", "applications or agents"},
		{holders.Unattributed.Count(), "holder without an object id", "holders without object ids"},
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

// typeNames gives the resource types of kinds.
func typeNames(kinds []*kind.Kind) []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.TypeName
	}
	return names
}
