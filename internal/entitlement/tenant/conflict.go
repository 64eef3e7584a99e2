package tenant

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// conflictModel is a rule with the holders who are in conflict with it.
type conflictModel struct {
	ruleModel

	ConflictCount         types.Int64   `tfsdk:"conflict_count"`
	UserCount             types.Int64   `tfsdk:"user_count"`
	ServicePrincipalCount types.Int64   `tfsdk:"service_principal_count"`
	UnidentifiedCount     types.Int64   `tfsdk:"unidentified_count"`
	UnknownCount          types.Int64   `tfsdk:"unknown_count"`
	BeforeRuleCount       types.Int64   `tfsdk:"before_rule_count"`
	AfterRuleCount        types.Int64   `tfsdk:"after_rule_count"`
	UnknownOrderCount     types.Int64   `tfsdk:"unknown_order_count"`
	InConflictSince       types.String  `tfsdk:"in_conflict_since"`
	NotCountedReason      types.String  `tfsdk:"not_counted_reason"`
	ObjectIDs             types.Set     `tfsdk:"object_ids"`
	Holders               []holderModel `tfsdk:"holders"`
}

type holderModel struct {
	ObjectID           types.String `tfsdk:"object_id"`
	Type               types.String `tfsdk:"type"`
	AccessPackageSince types.String `tfsdk:"access_package_since"`
	TargetSince        types.String `tfsdk:"target_since"`
	InConflictSince    types.String `tfsdk:"in_conflict_since"`
	Order              types.String `tfsdk:"order"`
}

// newConflictModel leaves null what wasn't counted.
func newConflictModel(ctx context.Context, c audit.Conflict, includeIDs bool, diags *diag.Diagnostics) conflictModel {
	model := conflictModel{
		ruleModel:        newRuleModel(c.Rule),
		NotCountedReason: nameOrNull(c.NotCounted),
		ObjectIDs:        types.SetNull(types.StringType),
	}
	if c.Counts == nil {
		return model
	}
	model.ConflictCount, model.UserCount = intValue(c.Counts.Total()), intValue(c.Counts.Users)
	model.ServicePrincipalCount = intValue(c.Counts.ServicePrincipals)
	model.UnidentifiedCount, model.UnknownCount = intValue(c.Counts.Unidentified), intValue(c.Counts.Unknown)
	began := map[evidence.Order]int{}
	var ids []string
	holders := make([]holderModel, 0, len(c.Counts.Holders))
	for _, h := range c.Counts.Holders {
		order := c.Order(h)
		began[order]++
		if h.ObjectID != "" {
			ids = append(ids, h.ObjectID)
		}
		holders = append(holders, newHolderModel(h, order))
	}
	model.BeforeRuleCount = intValue(began[evidence.OrderBefore])
	model.AfterRuleCount = intValue(began[evidence.OrderAfter])
	model.UnknownOrderCount = intValue(began[evidence.OrderUnknown])
	if len(holders) > 0 {
		model.InConflictSince = holders[0].InConflictSince
	}
	if includeIDs {
		set, more := types.SetValueFrom(ctx, types.StringType, append([]string{}, ids...))
		diags.Append(more...)
		model.ObjectIDs, model.Holders = set, holders
	}
	return model
}

func newHolderModel(h audit.Holder, order evidence.Order) holderModel {
	return holderModel{
		ObjectID:           nameOrNull(h.ObjectID),
		Type:               types.StringValue(string(h.Type)),
		AccessPackageSince: timeOrNull(h.AccessPackageSince),
		TargetSince:        timeOrNull(h.TargetSince),
		InConflictSince:    timeOrNull(h.Since()),
		Order:              types.StringValue(string(order)),
	}
}

func intValue(n int) types.Int64 { return types.Int64Value(int64(n)) }

func timeOrNull(at time.Time) types.String {
	if at.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}
