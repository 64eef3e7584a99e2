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

// lookUp finds out what can be said of a target before the rule is made.
func lookUp(ctx context.Context, d *construct.Data, accessPackageID string, target Target) diag.Diagnostics {
	if target.Kind.BetweenPackages {
		return lookUpAccessPackage(ctx, d, target)
	}
	return lookUpGroup(ctx, d, accessPackageID, target)
}

// lookUpGroup finds a group that is not there, one in which entitlement management may not look for members, and one that the access
// package itself fills.
func lookUpGroup(ctx context.Context, d *construct.Data, accessPackageID string, target Target) diag.Diagnostics {
	at := path.Root(target.Attribute)
	var group graph.Group
	err := await(ctx, d, target.ID, func() (err error) {
		group, err = d.Client.Group(ctx, target.ID)
		return err
	})
	diags := lookedUp(d, err, explain.Subject{Attribute: target.Attribute, Noun: target.Kind.Noun, ID: target.ID}, construct.MayReadMembers)
	if err == nil && !group.SecurityEnabled && !slices.Contains(group.GroupTypes, "Unified") {
		diags.AddAttributeWarning(at, "Neither a security group nor a Microsoft 365 group", fmt.Sprintf(
			"Group %q (%s) is only a distribution list. Microsoft documents incompatible groups for security groups; whether the members of this "+
				"one are kept from requesting access package %s is not documented.", group.DisplayName, group.ID, accessPackageID))
	}
	granted, err := d.Client.GrantedGroups(ctx, accessPackageID)
	diags.Append(lookedUp(d, err, explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: accessPackageID}, construct.MayRead)...)
	if slices.Contains(granted, target.ID) {
		diags.AddAttributeWarning(at, "The access package grants this group", fmt.Sprintf(
			"Access package %s makes people members of group %s, which is incompatible with it. Whoever has the access package is kept from requesting it "+
				"again, and so from renewing it.", accessPackageID, target.ID))
	}
	return diags
}

// lookUpAccessPackage finds an access package that is not there.
func lookUpAccessPackage(ctx context.Context, d *construct.Data, target Target) diag.Diagnostics {
	err := findAccessPackage(ctx, d, target.ID)
	return lookedUp(d, err, explain.Subject{Attribute: target.Attribute, Noun: target.Kind.Noun, ID: target.ID}, construct.MayRead)
}

func findAccessPackage(ctx context.Context, d *construct.Data, id string) error {
	return await(ctx, d, id, func() error {
		_, err := d.Client.AccessPackage(ctx, id)
		return err
	})
}

// WarnsOneWay reports whether new rules of a kind are looked at by [WarnOneWay].
func WarnsOneWay(d *construct.Data, each *kind.Kind) bool {
	return d.CheckReferences && each.BetweenPackages
}

// WarnOneWay tells which new rules between access packages work in one direction only. It speaks up at the first refresh after they were
// made: while planning them nobody knows yet whether the configuration has the rules the other way too, for Terraform shows a provider
// one resource at a time, in any order.
func WarnOneWay(ctx context.Context, d *construct.Data, each *kind.Kind, attribute, accessPackageID string, targets []string) diag.Diagnostics {
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
			diags.Append(lookedUp(d, err, explain.Subject{Attribute: attribute, Noun: each.Noun, ID: target}, construct.MayRead)...)
		case !reverse.Has(accessPackageID):
			oneWay = append(oneWay, "  - "+target)
		}
	}
	if len(oneWay) > 0 {
		diags.AddAttributeWarning(path.Root(attribute), "Rule works in one direction", fmt.Sprintf(
			"Who holds one of these access packages cannot request access package %s, but who holds that one can still request these:\n%s\n\n"+
				"If they are to exclude each other, declare the rules the other way too; the function `mutual_pairs` gives both. If this is what you want, "+
				"or if they are about to be made, there is nothing to do: the next apply ends this warning.",
			accessPackageID, strings.Join(oneWay, "\n")))
	}
	return diags
}
