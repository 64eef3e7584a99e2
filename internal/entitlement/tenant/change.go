package tenant

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// changeModel is one entry of the audit log. Missing properties are null.
type changeModel struct {
	ID                       types.String `tfsdk:"id"`
	Time                     types.String `tfsdk:"time"`
	Activity                 types.String `tfsdk:"activity"`
	Operation                types.String `tfsdk:"operation"`
	Kind                     types.String `tfsdk:"kind"`
	Result                   types.String `tfsdk:"result"`
	ResultReason             types.String `tfsdk:"result_reason"`
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	TargetID                 types.String `tfsdk:"target_id"`
	TargetDisplayName        types.String `tfsdk:"target_display_name"`
	ImportID                 types.String `tfsdk:"import_id"`
	ActorID                  types.String `tfsdk:"actor_id"`
	ActorType                types.String `tfsdk:"actor_type"`
	ActorDisplayName         types.String `tfsdk:"actor_display_name"`
	CorrelationID            types.String `tfsdk:"correlation_id"`
	ResourceIDs              types.List   `tfsdk:"resource_ids"`
}

func changeAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"resource_ids": schema.ListAttribute{
			ElementType:         types.StringType,
			Computed:            true,
			MarkdownDescription: "The IDs of everything that the entry names, in its order.",
		},
	}
	for name, description := range map[string]string{
		"id":                          "The ID of the entry.",
		"time":                        "When the change was made.",
		"activity":                    "The activity, in Microsoft's words.",
		"operation":                   "`added` or `removed`.",
		"kind":                        "The kind of the rule: `group` or `access_package`.",
		"result":                      "`success`, `failure` or `timeout`.",
		"result_reason":               "Why the change failed.",
		construct.PackageAttribute:    "The ID of the access package that has the rule.",
		"access_package_display_name": "The name of the access package at the time of the change.",
		"target_id":                   "The ID of the incompatible group or access package.",
		"target_display_name":         "The name of the incompatible group or access package at the time of the change.",
		"import_id":                   "The import ID of the rule. Null if the entry names only one object.",
		"actor_id": "The object ID of the user or service principal who made the change, otherwise the " +
			"client ID of the application.",
		"actor_type":         "`user` or `application`.",
		"actor_display_name": "The name of the actor. Null unless `include_actor_names` is `true`.",
		"correlation_id":     "The ID that all entries of one operation share.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func newChangeModel(ctx context.Context, change graph.Change, withName bool, diags *diag.Diagnostics) changeModel {
	m := changeModel{
		ID:              nameOrNull(change.ID),
		Activity:        nameOrNull(change.Activity),
		Operation:       types.StringValue("removed"),
		Result:          nameOrNull(change.Result),
		ResultReason:    nameOrNull(change.Reason),
		CorrelationID:   nameOrNull(change.CorrelationID),
		AccessPackageID: nameOrNull(change.AccessPackageID),
		TargetID:        nameOrNull(change.TargetID),
		ActorID:         nameOrNull(change.Actor.ID),
	}
	if change.Added {
		m.Operation = types.StringValue("added")
	}
	if !change.Time.IsZero() {
		m.Time = types.StringValue(change.Time.UTC().Format(time.RFC3339))
	}
	if change.AccessPackageID != "" && change.TargetID != "" {
		m.ImportID = types.StringValue(kind.Key{AccessPackage: change.AccessPackageID, Target: change.TargetID}.ID())
	}
	if change.Actor != (graph.Actor{}) {
		m.ActorType = types.StringValue("user")
		if change.Actor.Application {
			m.ActorType = types.StringValue("application")
		}
	}
	if withName {
		m.ActorDisplayName = nameOrNull(change.Actor.Name)
	}
	for _, k := range kind.All {
		if k.Navigation == change.Collection {
			m.Kind = types.StringValue(k.RuleKind)
		}
	}
	for _, r := range change.Resources {
		switch r.ID {
		case "":
		case change.AccessPackageID:
			m.AccessPackageDisplayName = nameOrNull(r.Name)
		case change.TargetID:
			m.TargetDisplayName = nameOrNull(r.Name)
		}
	}
	ids, more := types.ListValueFrom(ctx, types.StringType, audit.ResourceIDs(change))
	diags.Append(more...)
	m.ResourceIDs = ids
	return m
}
