package lookup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// lookUp checks a target before the rule is created.
func lookUp(ctx context.Context, d *construct.Data, accessPackageID string, target Target) diag.Diagnostics {
	if target.Kind.BetweenPackages {
		return lookedUp(d, findAccessPackage(ctx, d, target.ID), target.subject(), explain.MayRead)
	}
	return lookUpGroup(ctx, d, accessPackageID, target)
}

// lookUpGroup reports a missing group, a distribution list, and a group that the access package itself grants.
func lookUpGroup(ctx context.Context, d *construct.Data, accessPackageID string, target Target) diag.Diagnostics {
	at := path.Root(target.Attribute)
	var group graph.Group
	err := await(ctx, d, target.ID, target.Kind.Noun, func() (err error) {
		group, err = d.Client.Group(ctx, target.ID)
		return err
	})
	diags := lookedUp(d, err, target.subject(), explain.MayReadMembers)
	if err == nil && !group.SecurityEnabled && !slices.Contains(group.GroupTypes, "Unified") {
		diags.AddAttributeWarning(at, "Group is a distribution list", fmt.Sprintf("Group %q (%s) is neither a security "+
			"group nor a Microsoft 365 group. Microsoft doesn't document whether its members are blocked from requesting "+
			"access package %s. Use a security group.", group.DisplayName, group.ID, accessPackageID))
	}
	granted, err := d.Client.GrantedGroups(ctx, accessPackageID)
	diags.Append(lookedUp(d, err, construct.PackageSubject(accessPackageID), explain.MayRead)...)
	if slices.Contains(granted, target.ID) {
		diags.AddAttributeWarning(at, "Access package grants this group", fmt.Sprintf("Holders of access package %s can't "+
			"renew it, because it makes them members of group %s, which this rule excludes. Remove the rule or the group from "+
			"the access package.", accessPackageID, target.ID))
	}
	return diags
}

func findAccessPackage(ctx context.Context, d *construct.Data, id string) error {
	return await(ctx, d, id, kind.AccessPackage.Noun, func() error {
		_, err := d.Client.AccessPackage(ctx, id)
		return err
	})
}

// WarnsOneWay reports whether [WarnOneWay] checks new rules of a kind.
func WarnsOneWay(d *construct.Data, each *kind.Kind) bool {
	return d.CheckReferences && each.BetweenPackages
}

// WarnOneWay warns about new rules between access packages that have no opposite. It does so at the first refresh after
// their creation. A plan would warn about half of every pair, because Terraform shows a provider one resource at a
// time, in any order.
func WarnOneWay(
	ctx context.Context, d *construct.Data, each *kind.Kind, attribute, accessPackageID string, targets []string,
) diag.Diagnostics {
	if !WarnsOneWay(d, each) {
		return nil
	}
	var diags diag.Diagnostics
	var oneWay []string
	for _, target := range targets {
		reverse, err := each.References(d.Client).List(ctx, target, graph.ListOptions{})
		switch {
		case graph.IsGone(err):
		case err != nil:
			diags.Append(lookedUp(d, err, Target{each, attribute, target}.subject(), explain.MayRead)...)
		case !reverse.Has(accessPackageID):
			oneWay = append(oneWay, "  - "+target)
		}
	}
	if len(oneWay) > 0 {
		diags.AddAttributeWarning(path.Root(attribute), "Rule has no opposite", fmt.Sprintf("Holders of access package %s "+
			"can still request these access packages:\n%s\n\nIf the access packages must exclude each other, declare the "+
			"opposite rules, too. The function `mutual_pairs` returns both directions. Otherwise, ignore this warning; it "+
			"doesn't appear again after the next apply.", accessPackageID, strings.Join(oneWay, "\n")))
	}
	return diags
}
