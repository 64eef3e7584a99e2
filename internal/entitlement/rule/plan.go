package rule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// ValidateConfig catches an access package that excludes itself, and a rule that is declared twice, by itself or as a part of a set, as soon
// as the ids are known.
func (r *ruleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	k, ok := r.kind.Key(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if r.kind.BetweenPackages && k.AccessPackage == k.Target {
		resp.Diagnostics.AddAttributeError(path.Root(r.kind.Target), "Access package excludes itself", fmt.Sprintf(
			"`%s` and `%s` are both %s: an access package cannot be incompatible with itself.", kind.PackageAttribute, r.kind.Target, k.Target))
		return
	}
	if r.data == nil {
		return
	}
	switch r.data.Declarations.Declare(r.kind.Rule(k)) {
	case ledger.Twice:
		resp.Diagnostics.AddAttributeError(path.Root(r.kind.Target), "Rule declared twice", fmt.Sprintf(
			"Another %s in this configuration makes %s %s incompatible with access package %s. "+
				"Two resources for one rule would fight over it: keep one of them.", "elm_"+r.kind.TypeName, r.kind.Noun, k.Target, k.AccessPackage))
	case ledger.PartAndWhole:
		resp.Diagnostics.Append(r.kind.PartAndWholeError(path.Root(r.kind.Target), k.AccessPackage))
	}
}

// ModifyPlan makes the id known while planning, whenever the ids that it consists of are, and looks them up where that is wanted.
func (r *ruleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if k, ok := r.kind.Key(ctx, resp.Plan, &resp.Diagnostics); ok {
		resp.Diagnostics.Append(kind.WriteText(ctx, &resp.Plan, kind.IDAttribute, k.ID())...)
	}
	resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
}
