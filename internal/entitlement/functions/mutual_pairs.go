// Package functions has the functions of the provider: they compute from their arguments alone, and store nothing in
// the state.
package functions

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var _ function.Function = mutualPairs{}

// mutualPairs makes every ordered pair of the access packages that exclude each other.
type mutualPairs struct{}

// NewMutualPairs makes the function mutual_pairs.
func NewMutualPairs() function.Function { return mutualPairs{} }

// Metadata names the function.
func (mutualPairs) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "mutual_pairs"
}

// pair has the names that the resource elm_access_package_incompatible_access_package has for its arguments.
type pair struct {
	AccessPackageID string `tfsdk:"access_package_id"`
	IncompatibleID  string `tfsdk:"incompatible_access_package_id"`
}

// Definition takes a list, because a set would hide a duplicate ID.
func (mutualPairs) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Returns the rules that make access packages exclude each other.",
		MarkdownDescription: "A rule works in one direction, so *n* access packages that exclude each other need " +
			"*n(n−1)* rules. This function returns every ordered pair of two different access packages, sorted, with IDs in " +
			"lower case. A value that isn't a GUID, or an ID that appears twice, is an error.",
		Parameters: []function.Parameter{
			function.ListParameter{
				Name:                "access_package_ids",
				ElementType:         types.StringType,
				MarkdownDescription: "The IDs of the access packages that exclude each other, in any order.",
			},
		},
		Return: function.ListReturn{ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{
			construct.PackageAttribute: types.StringType,
			kind.AccessPackage.Target:  types.StringType,
		}}},
	}
}

// Run depends on nothing but its argument.
func (mutualPairs) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var given []types.String
	if resp.Error = req.Arguments.Get(ctx, &given); resp.Error != nil {
		return
	}
	ids := make([]string, 0, len(given))
	for i, value := range given {
		id, problem := pairMember(value, ids)
		if problem != "" {
			resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("access_package_ids[%d]: %s", i, problem))
			return
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	resp.Error = resp.Result.Set(ctx, pairs(ids))
}

// pairMember reads one element; before are those in front of it.
func pairMember(value types.String, before []string) (id, problem string) {
	if value.IsNull() {
		return "", "expected a GUID, got null"
	}
	id, err := guid.Parse(value.ValueString())
	if err != nil {
		return "", err.Error()
	}
	if first := slices.Index(before, id); first >= 0 {
		return "", fmt.Sprintf("%q is given twice, first as access_package_ids[%d]", value.ValueString(), first)
	}
	return id, ""
}

// pairs keeps the order of sorted ids.
func pairs(ids []string) []pair {
	all := []pair{}
	for _, a := range ids {
		for _, b := range ids {
			if a != b {
				all = append(all, pair{a, b})
			}
		}
	}
	return all
}
