package ruleset

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/msgraph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// MoveState reads the state of an `msgraph_resource_collection`, which manages the rules of one kind by URL and IDs.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
func (r *setResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromMSGraph}}
}

// msgraphCollection is the part of an `msgraph_resource_collection` that names rules.
type msgraphCollection struct {
	URL          string   `json:"url"`
	ReferenceIDs []string `json:"reference_ids"`
}

func (r *setResource) moveFromMSGraph(
	ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse,
) {
	var source msgraphCollection
	if !msgraph.ReadState(req, "msgraph_resource_collection", &source, resp) {
		return
	}
	err := fmt.Errorf(
		"its url does not end in accessPackages/<guid>/%s/$ref or accessPackages/<guid>/%s/$ref: %q",
		kind.Group.Navigation, kind.AccessPackage.Navigation, signin.Clip(source.URL),
	)
	for _, each := range kind.All {
		if !msgraph.IsReferences(each, source.URL) {
			continue
		}
		var accessPackageID string
		var ids []string
		if accessPackageID, err = msgraph.ParseAccessPackage(each, source.URL); err == nil {
			ids, err = parseAll(each, source.ReferenceIDs)
		}
		if err == nil {
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(each.Set), each.SetType().Value(ids))...)
			writePackage(ctx, &resp.TargetState, resp.TargetIdentity, accessPackageID, &resp.Diagnostics)
			return
		}
	}
	resp.Diagnostics.AddError("Not separation of duties rules", fmt.Sprintf("This msgraph_resource_collection can't "+
		"become an elm_%s: %s. %s", construct.SetType, err, msgraph.InsteadOfMoved))
}

// parseAll gives the targets' GUIDs in lower case, sorted, each once.
func parseAll(each *kind.Kind, texts []string) ([]string, error) {
	var ids []string
	for i, text := range texts {
		id, err := msgraph.ParseTarget(each, text)
		if err != nil {
			return nil, fmt.Errorf("reference_ids[%d] is wrong: %w", i, err)
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
