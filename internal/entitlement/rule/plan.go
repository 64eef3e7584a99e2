package rule

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// ValidateConfig catches an access package that excludes itself as soon as the ids are known.
func (r *ruleResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	if r.data != nil {
		r.data.Ledger.Validated()
	}
	k, ok := r.kind.Key(ctx, req.Config, &resp.Diagnostics)
	if ok && r.kind.BetweenPackages && k.AccessPackage == k.Target {
		resp.Diagnostics.AddAttributeError(path.Root(r.kind.Target), "Access package excludes itself", fmt.Sprintf(
			"`%s` and `%s` are both %s: an access package cannot be incompatible with itself.", construct.PackageAttribute, r.kind.Target, k.Target))
	}
}

// ModifyPlan makes the id known while planning, whenever the ids that it consists of are, finds what else in the run is about the same
// rule, and looks up what is named where that is wanted.
func (r *ruleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	var before kind.Key
	had := false
	if !req.State.Raw.IsNull() {
		before, had = r.kind.Key(ctx, req.State, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		r.planToGiveUp(ctx, before, req, resp)
		return
	}
	if had || private.ReadOwner(ctx, req.Private, &resp.Diagnostics) == "" { // else it is the second plan of one that is replaced
		r.data.Ledger.Planned()
	}
	planned, known := r.kind.Key(ctx, resp.Plan, &resp.Diagnostics)
	if had && (!known || planned != before) {
		r.planToGiveUp(ctx, before, req, resp)
	}
	construct.WriteHeldTwice(ctx, &resp.Plan, false, &resp.Diagnostics)
	if known {
		resp.Diagnostics.Append(guid.Write(ctx, &resp.Plan, construct.IDAttribute, planned.ID())...)
		r.planToHave(ctx, planned, had && planned == before, req, resp)
	}
	resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
}

// planToGiveUp notes in the plan whether the rule stays because another resource has it, for Delete to read.
func (r *ruleResource) planToGiveUp(ctx context.Context, k kind.Key, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	if owner == "" {
		owner = private.NewOwner()
	}
	stays := map[string][]string{}
	if rules := r.data.Ledger.GiveUp(owner, []ledger.Rule{r.kind.Rule(k)}); len(rules) > 0 {
		stays[r.kind.Target] = []string{k.Target}
		if r.data.Ledger.KeptUnseen(ctx, rules) {
			resp.Diagnostics.Append(construct.UnseenHandoverError())
		}
		resp.Diagnostics.Append(construct.WarnOfStaying(fmt.Sprintf("Access package %s stays incompatible with %s %s. ", k.AccessPackage, r.kind.Noun, k.Target)))
	} else if r.data.Ledger.Planning() || !construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics) {
		resp.Diagnostics.Append(r.data.WarnOfRemoval(construct.Removed, fmt.Sprintf(
			"Access package %s is no longer incompatible with %s %s: people whom the rule kept from requesting the package can request it from now on.", k.AccessPackage, r.kind.Noun, k.Target))...)
	}
	resp.Diagnostics.Append(private.WriteStays(ctx, resp.Private, r.data.Ledger.Walk(), stays)...)
}

// planToHave finds what stands against the rule, and what another resource does with it. Kept says that the state has it already.
func (r *ruleResource) planToHave(ctx context.Context, k kind.Key, kept bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	made := req.State.Raw.IsNull()
	owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	if !made {
		owner = private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	}
	rules := []ledger.Rule{r.kind.Rule(k)}
	plan := ledger.Plan{Owner: owner, Declares: rules, Keeps: rules}
	if kept {
		plan.Has = rules
	}
	found := r.data.Ledger.Plan(ctx, plan)
	at := path.Root(r.kind.Target)
	switch {
	case found.Conflicts[0] == ledger.Twice:
		resp.Diagnostics.Append(r.declaredTwiceError(at, k))
	case found.Conflicts[0] == ledger.PartAndWhole:
		resp.Diagnostics.Append(r.kind.PartAndWholeError(at, k.AccessPackage))
	case made:
		resp.Diagnostics.Append(private.WriteMakes(ctx, resp.Private, k.ID())...)
		if !r.data.AdoptExisting {
			resp.Diagnostics.Append(r.warnOfExisting(ctx, k)...)
		}
	case len(found.Given) > 0 && resp.Plan.Raw.Equal(req.State.Raw):
		resp.Diagnostics.Append(construct.UnseenHandoverError())
	}
}

// warnOfExisting finds a rule that other people made, where the provider is not to adopt any. The apply refuses it. Whether it is one of this
// configuration that changes hands is not certain while planning: the one that gives it up may not have been shown yet.
func (r *ruleResource) warnOfExisting(ctx context.Context, k kind.Key) diag.Diagnostics {
	there, err := r.references().WasThere(ctx, graph.Reference{AccessPackageID: k.AccessPackage, TargetID: k.Target}, time.Time{})
	if err != nil || !there || r.data.Ledger.IsOwn(r.kind.Rule(k)) {
		return nil // what cannot be read is found out by the apply
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Rule exists already", r.exists(k)+"\n\nThe apply refuses it, unless this configuration gives it up in the same run.")}
}
