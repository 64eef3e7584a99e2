package tenant

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

func (d *conflictsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model conflictsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	accessPackage := kind.Canonical(model.AccessPackageID, kind.PackageAttribute, &resp.Diagnostics)
	group := kind.Canonical(model.GroupID, groupAttribute, &resp.Diagnostics)
	other := kind.Canonical(model.IncompatibleAccessPackageID, incompatiblePackageAttribute, &resp.Diagnostics)
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
func (d *conflictsSource) holdersInGroup(ctx context.Context, accessPackage, group string, diags *diag.Diagnostics) []string {
	holders, err := d.Data.Client.Holders(ctx, accessPackage)
	if err != nil {
		diags.Append(explain.ReadError(err, explain.Subject{Attribute: kind.PackageAttribute, Noun: "access package", ID: accessPackage}, kind.MayRead))
		return nil
	}
	people := []string{}
	for member, err := range d.Data.Client.TransitiveMembers(ctx, group) {
		if err != nil {
			diags.Append(explain.ReadError(err, explain.Subject{Attribute: groupAttribute, Noun: "group", ID: group}, kind.MayReadMembers))
			return nil
		}
		if holders[member] {
			people = append(people, member)
			delete(holders, member) // pages may overlap
		}
	}
	return people
}

func (d *conflictsSource) holdersOfBoth(ctx context.Context, accessPackage, other string, diags *diag.Diagnostics) []string {
	holders, err := d.Data.Client.HoldersOfBoth(ctx, accessPackage, other)
	if err != nil {
		about := explain.Subject{Attribute: kind.PackageAttribute, Noun: "access package", ID: accessPackage}
		if graph.IsGone(err) && d.exists(ctx, accessPackage) {
			about = explain.Subject{Attribute: incompatiblePackageAttribute, Noun: "access package", ID: other}
		}
		diags.Append(explain.ReadError(err, about, kind.MayRead))
		return nil
	}
	people := make([]string, 0, len(holders))
	for id := range holders {
		people = append(people, id)
	}
	slices.Sort(people)
	return people
}

func (d *conflictsSource) exists(ctx context.Context, accessPackage string) bool {
	_, err := d.Data.Client.AccessPackage(ctx, accessPackage)
	return err == nil
}
