package entitlement

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ConfigValidators refuse a resource that manages nothing.
func (r *separationOfDutiesResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	var sets []path.Expression
	for _, kind := range relationships {
		sets = append(sets, path.MatchRoot(kind.set))
	}
	return []resource.ConfigValidator{resourcevalidator.AtLeastOneOf(sets...)}
}

// ValidateConfig catches an access package that excludes itself, and rules that something else in the configuration manages too, as soon as
// the ids are known.
func (r *separationOfDutiesResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	accessPackageID, ok := readGUID(ctx, req.Config, packageAttribute, &resp.Diagnostics)
	if !ok {
		return
	}
	for _, kind := range relationships {
		set := kind.readSet(ctx, req.Config, &resp.Diagnostics)
		if set.IsNull() || set.IsUnknown() {
			continue
		}
		if targets, _ := set.GUIDs(); kind.betweenPackages && slices.Contains(targets, accessPackageID) {
			resp.Diagnostics.AddAttributeError(path.Root(kind.set), "Access package excludes itself", fmt.Sprintf(
				"`%s` holds %s, which is the `%s`: an access package cannot be incompatible with itself.", kind.set, accessPackageID, packageAttribute))
			continue
		}
		if r.data == nil {
			continue
		}
		switch r.data.declarations.declareAll(kind.rule(key{accessPackage: accessPackageID})) {
		case twice:
			resp.Diagnostics.AddAttributeError(path.Root(kind.set), "Rules declared twice", fmt.Sprintf(
				"Another elm_%s in this configuration manages all incompatible %ss of access package %s. "+
					"Two of them would remove each other's rules: keep one.", separationOfDutiesType, kind.noun, accessPackageID))
		case partAndWhole:
			resp.Diagnostics.Append(kind.partAndWholeError(path.Root(kind.set), accessPackageID))
		}
	}
}

// ModifyPlan makes the id known while planning, whenever the access package is, and says what a set that is left out from now on means.
func (r *separationOfDutiesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	accessPackageID, ok := readGUID(ctx, req.Plan, packageAttribute, &resp.Diagnostics)
	if !ok {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(idAttribute), accessPackageID)...)
	resp.Diagnostics.Append(r.data.checkReferences(ctx, req, r.names)...)
	if before, _ := readGUID(ctx, req.State, packageAttribute, &resp.Diagnostics); req.State.Raw.IsNull() || before != accessPackageID {
		return
	}
	for _, kind := range relationships {
		was := kind.readSet(ctx, req.State, &resp.Diagnostics)
		if kind.readSet(ctx, req.Plan, &resp.Diagnostics).IsNull() && len(was.Elements()) > 0 {
			resp.Diagnostics.AddAttributeWarning(path.Root(kind.set), "Rules are no longer managed", fmt.Sprintf(
				"`%s` is left out from now on. The incompatible %ss of access package %s stay in the service, and Terraform no longer looks after them. "+
					"To remove them, set `%s = []`.", kind.set, kind.noun, accessPackageID, kind.set))
		}
	}
}
