package ruleset

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// ConfigValidators refuse a resource that manages nothing.
func (r *setResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	var sets []path.Expression
	for _, each := range kind.All {
		sets = append(sets, path.MatchRoot(each.Set))
	}
	return []resource.ConfigValidator{resourcevalidator.AtLeastOneOf(sets...)}
}

// ValidateConfig catches an access package that excludes itself, and rules that something else in the configuration manages too, as soon as
// the ids are known.
func (r *setResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	accessPackageID, ok := kind.ReadGUID(ctx, req.Config, kind.PackageAttribute, &resp.Diagnostics)
	if !ok {
		return
	}
	for _, each := range kind.All {
		set := each.ReadSet(ctx, req.Config, &resp.Diagnostics)
		if set.IsNull() || set.IsUnknown() {
			continue
		}
		if targets, _ := set.GUIDs(); each.BetweenPackages && slices.Contains(targets, accessPackageID) {
			resp.Diagnostics.AddAttributeError(path.Root(each.Set), "Access package excludes itself", fmt.Sprintf(
				"`%s` holds %s, which is the `%s`: an access package cannot be incompatible with itself.", each.Set, accessPackageID, kind.PackageAttribute))
			continue
		}
		if r.data == nil {
			continue
		}
		switch r.data.Declarations.DeclareAll(each.Rule(kind.Key{AccessPackage: accessPackageID})) {
		case ledger.Twice:
			resp.Diagnostics.AddAttributeError(path.Root(each.Set), "Rules declared twice", fmt.Sprintf(
				"Another elm_%s in this configuration manages all incompatible %ss of access package %s. "+
					"Two of them would remove each other's rules: keep one.", kind.SetType, each.Noun, accessPackageID))
		case ledger.PartAndWhole:
			resp.Diagnostics.Append(each.PartAndWholeError(path.Root(each.Set), accessPackageID))
		}
	}
}

// ModifyPlan makes the id known while planning, whenever the access package is, and says what a set that is left out from now on means.
func (r *setResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	accessPackageID, ok := kind.ReadGUID(ctx, req.Plan, kind.PackageAttribute, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(kind.IDAttribute), accessPackageID)...)
	resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
	if before, _ := kind.ReadGUID(ctx, req.State, kind.PackageAttribute, &resp.Diagnostics); req.State.Raw.IsNull() || before != accessPackageID {
		return
	}
	for _, each := range kind.All {
		was := each.ReadSet(ctx, req.State, &resp.Diagnostics)
		if each.ReadSet(ctx, req.Plan, &resp.Diagnostics).IsNull() && len(was.Elements()) > 0 {
			resp.Diagnostics.AddAttributeWarning(path.Root(each.Set), "Rules are no longer managed", fmt.Sprintf(
				"`%s` is left out from now on. The incompatible %ss of access package %s stay in the service, and Terraform no longer looks after them. "+
					"To remove them, set `%s = []`.", each.Set, each.Noun, accessPackageID, each.Set))
		}
	}
}
