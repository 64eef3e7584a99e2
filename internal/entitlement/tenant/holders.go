package tenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// holdersModel is how many holders are in conflict with one rule, and who they are.
type holdersModel struct {
	UserCount             types.Int64 `tfsdk:"user_count"`
	ServicePrincipalCount types.Int64 `tfsdk:"service_principal_count"`
	UnattributedCount     types.Int64 `tfsdk:"unattributed_count"`
	ObjectIDs             types.Set   `tfsdk:"object_ids"`
}

const (
	includeIDsAttribute        = "include_object_ids"
	includeDeliveringAttribute = "include_delivering"
)

// holdersOptions are the arguments of every data source that counts holders.
func holdersOptions() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		includeIDsAttribute: schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to give the object ids of the holders too. They are personal data and are stored in the Terraform state. " +
				"The default is `false`.",
		},
		includeDeliveringAttribute: schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether assignments count too that are on their way: `delivering` and `partiallyDelivered`. Else only delivered ones " +
				"do. The default is `false`.",
		},
	}
}

// holdersAttributes are what every data source says that counts holders.
func holdersAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "How many users are in conflict.",
		},
		"service_principal_count": schema.Int64Attribute{
			Computed: true,
			MarkdownDescription: "How many applications and agents are in conflict. `v1.0` of Microsoft Graph may leave service principals out of a " +
				"group's members, so that there may be more.",
		},
		"unattributed_count": schema.Int64Attribute{
			Computed: true,
			MarkdownDescription: "How many holders Microsoft Graph gives no object id of, such as people of a connected organization who are not in the " +
				"tenant yet. Next to a group these are all who hold the access package, because nobody can look for them in the group; next to an " +
				"access package, those who hold both.",
		},
		"object_ids": schema.SetAttribute{
			ElementType:         types.StringType,
			Computed:            true,
			MarkdownDescription: "The object ids of the users and service principals. Null unless `include_object_ids` is `true`.",
		},
	}
}

func stageOf(includeDelivering types.Bool) graph.Stage {
	if includeDelivering.ValueBool() {
		return graph.Delivering
	}
	return graph.Delivered
}

// newHoldersModel counts. Nil stands for what was not counted.
func newHoldersModel(ctx context.Context, holders *graph.Holders, includeIDs bool, diags *diag.Diagnostics) holdersModel {
	model := holdersModel{ObjectIDs: types.SetNull(types.StringType)}
	if holders == nil {
		return model
	}
	model.UserCount = types.Int64Value(int64(holders.Users.Count()))
	model.ServicePrincipalCount = types.Int64Value(int64(holders.ServicePrincipals.Count()))
	model.UnattributedCount = types.Int64Value(int64(holders.Unattributed.Count()))
	if includeIDs {
		ids, more := types.SetValueFrom(ctx, types.StringType, append(holders.Users.IDs(), holders.ServicePrincipals.IDs()...))
		diags.Append(more...)
		model.ObjectIDs = ids
	}
	return model
}

func (d *conflictsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model conflictsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	accessPackage := construct.Canonical(model.AccessPackageID, construct.PackageAttribute, &resp.Diagnostics)
	group := construct.Canonical(model.GroupID, groupAttribute, &resp.Diagnostics)
	other := construct.Canonical(model.IncompatibleAccessPackageID, incompatiblePackageAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var holders graph.Holders
	if group != "" {
		holders = d.holdersInGroup(ctx, accessPackage, group, stageOf(model.IncludeDelivering), &resp.Diagnostics)
	} else {
		holders = d.holdersOfBoth(ctx, accessPackage, other, stageOf(model.IncludeDelivering), &resp.Diagnostics)
	}
	model.holdersModel = newHoldersModel(ctx, &holders, model.IncludeObjectIDs.ValueBool(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	model.ConflictCount = types.Int64Value(model.UserCount.ValueInt64() + model.ServicePrincipalCount.ValueInt64())
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// holdersInGroup compares assignments with members: Microsoft Graph has no question for that.
func (d *conflictsSource) holdersInGroup(ctx context.Context, accessPackage, group string, stage graph.Stage, diags *diag.Diagnostics) graph.Holders {
	holders, err := d.Data.Client.Holders(ctx, accessPackage, stage)
	if err != nil {
		diags.Append(explain.ReadError(err, explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: accessPackage}, construct.MayRead))
		return graph.Holders{}
	}
	members, err := d.Data.Client.Members(ctx, group)
	if err != nil {
		diags.Append(explain.ReadError(err, explain.Subject{Attribute: groupAttribute, Noun: "group", ID: group}, construct.MayReadMembers))
	}
	return holders.In(members)
}

func (d *conflictsSource) holdersOfBoth(ctx context.Context, accessPackage, other string, stage graph.Stage, diags *diag.Diagnostics) graph.Holders {
	holders, err := d.Data.Client.HoldersOfBoth(ctx, accessPackage, other, stage)
	if err != nil {
		about := explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: accessPackage}
		if graph.IsGone(err) && d.exists(ctx, accessPackage) {
			about = explain.Subject{Attribute: incompatiblePackageAttribute, Noun: "access package", ID: other}
		}
		diags.Append(explain.ReadError(err, about, construct.MayRead))
	}
	return holders
}

func (d *conflictsSource) exists(ctx context.Context, accessPackage string) bool {
	_, err := d.Data.Client.AccessPackage(ctx, accessPackage)
	return err == nil
}
