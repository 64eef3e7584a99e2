package ruleset

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
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

// ValidateConfig catches an access package that excludes itself as soon as the ids are known.
func (r *setResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	if r.data != nil {
		r.data.Ledger.Validated()
	}
	accessPackageID, ok := guid.Read(ctx, req.Config, construct.PackageAttribute, &resp.Diagnostics)
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
				"`%s` holds %s, which is the `%s`: an access package cannot be incompatible with itself.", each.Set, accessPackageID, construct.PackageAttribute))
		}
	}
}

// ModifyPlan makes the id known while planning, whenever the access package is, finds what else in the run is about the same rules, and says
// what the plan does to rules in force that it does not show.
func (r *setResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	var had *packageRules
	if !req.State.Raw.IsNull() {
		had = readRules(ctx, req.State, nil, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		r.planToGiveUp(ctx, had, req, resp)
		return
	}
	if had != nil || private.ReadOwner(ctx, req.Private, &resp.Diagnostics) == "" { // else it is the second plan of one that is replaced
		r.data.Ledger.Planned()
	}
	accessPackageID, known := guid.Read(ctx, req.Plan, construct.PackageAttribute, &resp.Diagnostics)
	replaced := had != nil && accessPackageID != had.accessPackageID
	if replaced {
		r.planToGiveUp(ctx, had, req, resp)
	}
	construct.WriteHeldTwice(ctx, &resp.Plan, false, &resp.Diagnostics)
	if !known {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(construct.IDAttribute), accessPackageID)...)
	var state guid.Reader
	if had != nil && !replaced {
		state = req.State
	}
	rules := readRules(ctx, req.Plan, state, &resp.Diagnostics)
	r.planToHave(ctx, rules, had != nil, req, resp)
	resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !replaced { // a replacement is planned once more, as a new object
		resp.Diagnostics.Append(rules.foretell(ctx, r.data)...)
	}
	if state != nil {
		owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
		for _, was := range had.kinds {
			if rules.of(was.kind) == nil {
				r.data.Ledger.LeaveOut(owner, was.rules(had.accessPackageID, was.want))
			}
		}
		resp.Diagnostics.Append(leftOut(had, rules)...)
	}
}

// planToGiveUp notes in the plan which rules stay because other resources have them, for Delete to read.
func (r *setResource) planToGiveUp(ctx context.Context, had *packageRules, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	if owner == "" {
		owner = private.NewOwner()
	}
	stays := map[string][]string{}
	var staying, going []string
	unseen := false
	for _, each := range had.kinds {
		stay := r.data.Ledger.GiveUp(owner, each.rules(had.accessPackageID, each.want))
		unseen = unseen || len(stay) > 0 && r.data.Ledger.KeptUnseen(ctx, stay)
		for _, rule := range stay {
			stays[each.kind.Set] = append(stays[each.kind.Set], rule.Target)
		}
		staying = append(staying, each.line("Stay", stays[each.kind.Set])...)
		going = append(going, each.line("Removed", without(each.want, stays[each.kind.Set]))...)
	}
	resp.Diagnostics.Append(private.WriteStays(ctx, resp.Private, r.data.Ledger.Walk(), stays)...)
	if len(staying) > 0 {
		if unseen {
			resp.Diagnostics.Append(construct.UnseenHandoverError())
		}
		resp.Diagnostics.Append(construct.WarnOfStaying(fmt.Sprintf("Of access package %s:\n%s\n\n", had.accessPackageID, strings.Join(staying, "\n"))))
	}
	if len(going) > 0 && (r.data.Ledger.Planning() || !construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics)) {
		resp.Diagnostics.Append(r.data.WarnOfRemoval(construct.Removed, fmt.Sprintf("Of access package %s:\n%s", had.accessPackageID, strings.Join(going, "\n")))...)
	}
}

// planToHave finds what stands against the rules, and what other resources do with them.
func (r *setResource) planToHave(
	ctx context.Context, rules *packageRules, exists bool, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	if exists {
		owner = private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	} else {
		resp.Diagnostics.Append(private.WriteMakes(ctx, resp.Private, rules.accessPackageID)...)
	}
	found := r.data.Ledger.Plan(ctx, rules.plan(owner))
	for i, conflict := range found.Conflicts {
		each := rules.kinds[i].kind
		switch conflict {
		case ledger.Twice:
			resp.Diagnostics.AddAttributeError(path.Root(each.Set), "Rules declared twice", fmt.Sprintf(
				"Another elm_%s in this configuration manages all incompatible %ss of access package %s. "+
					"Two of them would remove each other's rules: keep one.", construct.SetType, each.Noun, rules.accessPackageID))
		case ledger.PartAndWhole:
			resp.Diagnostics.Append(each.PartAndWholeError(path.Root(each.Set), rules.accessPackageID))
		}
	}
	if len(found.Given) > 0 && exists && resp.Plan.Raw.Equal(req.State.Raw) {
		resp.Diagnostics.Append(construct.UnseenHandoverError())
	}
}
