package guid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// KeepSpelling is a plan modifier that keeps the state's spelling of a GUID when the configuration means the same GUID.
// List it before RequiresReplace, which compares letter by letter.
func KeepSpelling() planmodifier.String { return keepSpelling{} }

// KeepSetSpelling keeps the state's spelling of a whole set of GUIDs when the configuration means the same set. It
// can't keep some elements only, because Terraform accepts the configured set or the prior set as planned, and no
// mixture.
func KeepSetSpelling() planmodifier.Set { return keepSpelling{} }

type keepSpelling struct{}

func (keepSpelling) Description(context.Context) string {
	return "A different spelling of the same GUID is no change."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepSpelling) PlanModifyString(
	ctx context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse,
) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() || req.PlanValue.Equal(req.StateValue) {
		return
	}
	var state, plan Value
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, req.Path, &state)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, req.Path, &plan)...)
	if !resp.Diagnostics.HasError() && Same(state, plan) {
		resp.PlanValue = req.StateValue
	}
}

func (keepSpelling) PlanModifySet(ctx context.Context, req planmodifier.SetRequest, resp *planmodifier.SetResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	var state, plan SetValue
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, req.Path, &state)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, req.Path, &plan)...)
	if !resp.Diagnostics.HasError() && SameSet(state, plan) {
		resp.PlanValue = req.StateValue
	}
}
