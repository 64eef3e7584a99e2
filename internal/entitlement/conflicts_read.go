package entitlement

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

func (d *conflictsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model conflictsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	ctx, cancel := d.withTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	accessPackage := canonical(model.AccessPackageID, packageAttribute, &resp.Diagnostics)
	group := canonical(model.GroupID, groupAttribute, &resp.Diagnostics)
	other := canonical(model.IncompatibleAccessPackageID, incompatiblePackageAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var people []string
	if group != "" {
		people = d.holdersInGroup(ctx, accessPackage, group, &resp.Diagnostics)
	} else {
		people = d.holdersOfBoth(ctx, accessPackage, other, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.ConflictCount = types.Int64Value(int64(len(people)))
	model.ObjectIDs = types.SetNull(types.StringType)
	if model.IncludeObjectIDs.ValueBool() {
		var diags diag.Diagnostics
		model.ObjectIDs, diags = types.SetValueFrom(ctx, types.StringType, people)
		resp.Diagnostics.Append(diags...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// holdersInGroup compares assignments with members: Microsoft Graph has no question for that. Members are read and not kept, because a
// group may be as large as the tenant.
func (d *conflictsDataSource) holdersInGroup(ctx context.Context, accessPackage, group string, diags *diag.Diagnostics) []string {
	holders, err := d.data.Client.Holders(ctx, accessPackage)
	if err != nil {
		diags.Append(diagnoseRead(err, subject{packageAttribute, "access package", accessPackage}, readPermission))
		return nil
	}
	people := []string{}
	for member, err := range d.data.Client.TransitiveMembers(ctx, group) {
		if err != nil {
			diags.Append(diagnoseRead(err, subject{groupAttribute, "group", group}, memberPermission))
			return nil
		}
		if holders[member] {
			people = append(people, member)
			delete(holders, member) // pages may overlap
		}
	}
	return people
}

func (d *conflictsDataSource) holdersOfBoth(ctx context.Context, accessPackage, other string, diags *diag.Diagnostics) []string {
	holders, err := d.data.Client.HoldersOfBoth(ctx, accessPackage, other)
	if err != nil {
		about := subject{packageAttribute, "access package", accessPackage}
		if graph.IsGone(err) && d.exists(ctx, accessPackage) {
			about = subject{incompatiblePackageAttribute, "access package", other}
		}
		diags.Append(diagnoseRead(err, about, readPermission))
		return nil
	}
	people := make([]string, 0, len(holders))
	for id := range holders {
		people = append(people, id)
	}
	slices.Sort(people)
	return people
}

func (d *conflictsDataSource) exists(ctx context.Context, accessPackage string) bool {
	_, err := d.data.Client.AccessPackage(ctx, accessPackage)
	return err == nil
}
