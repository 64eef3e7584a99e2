package entitlement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// lookUpGroup finds a group that is not there, one in which entitlement management may not look for members, and one that the access
// package itself fills.
func lookUpGroup(ctx context.Context, d *ProviderData, accessPackageID string, target namedTarget) diag.Diagnostics {
	at := path.Root(target.attribute)
	group, err := d.references.group(ctx, d.Client, target.id)
	diags := d.lookedUp(err, subject{target.attribute, target.kind.noun, target.id}, memberPermission)
	if err == nil && !group.SecurityEnabled && !slices.Contains(group.GroupTypes, "Unified") {
		diags.AddAttributeWarning(at, "Neither a security group nor a Microsoft 365 group", fmt.Sprintf(
			"Group %q (%s) is only a distribution list. Microsoft documents incompatible groups for security groups; whether the members of this "+
				"one are kept from requesting access package %s is not documented.", group.DisplayName, group.ID, accessPackageID))
	}
	granted, err := d.references.grantedGroups(ctx, d.Client, accessPackageID)
	diags.Append(d.lookedUp(err, subject{packageAttribute, "access package", accessPackageID}, readPermission)...)
	if slices.Contains(granted, target.id) {
		diags.AddAttributeWarning(at, "The access package grants this group", fmt.Sprintf(
			"Access package %s makes people members of group %s, which is incompatible with it. Whoever has the access package is kept from requesting it "+
				"again, and so from renewing it.", accessPackageID, target.id))
	}
	return diags
}

// lookUpAccessPackage finds an access package that is not there.
func lookUpAccessPackage(ctx context.Context, d *ProviderData, _ string, target namedTarget) diag.Diagnostics {
	_, err := d.Client.AccessPackage(ctx, target.id)
	return d.lookedUp(err, subject{target.attribute, target.kind.noun, target.id}, readPermission)
}

// warnOneWay tells which new rules between access packages work in one direction only. It speaks up at the first refresh after they were
// made: while planning them nobody knows yet whether the configuration has the rules the other way too, for Terraform shows a provider
// one resource at a time, in any order.
func (d *ProviderData) warnOneWay(ctx context.Context, kind *relationship, attribute, accessPackageID string, targets []string) diag.Diagnostics {
	if !d.CheckReferences || !kind.betweenPackages {
		return nil
	}
	var diags diag.Diagnostics
	var oneWay []string
	for _, target := range targets {
		reverse, err := kind.links(d.Client).List(ctx, target, graph.ListOptions{})
		switch {
		case graph.IsGone(err):
		case err != nil:
			diags.Append(d.lookedUp(err, subject{attribute, kind.noun, target}, readPermission)...)
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
