package entitlement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ImportState takes `<package>`, `<catalog>/<package>` or a resource identity. It sends nothing. Both sets are managed from then on: the
// refresh that follows fills them.
func (r *separationOfDutiesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var catalog string
	var ids []string
	if req.ID != "" {
		catalog, ids = parseImportID(req.ID, []string{packageAttribute}, &resp.Diagnostics)
	} else {
		ids = parseIdentity(ctx, req.Identity, []string{packageAttribute}, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(catalogAttribute), catalog)...)
	}
	for _, kind := range relationships {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(kind.set), kind.setType().Value(nil))...)
	}
	r.writeIDs(ctx, &resp.State, resp.Identity, ids[0], &resp.Diagnostics)
}

// MoveState takes over the links of one kind that `msgraph_resource_collection` manages by URL and ids.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
func (r *separationOfDutiesResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromMSGraph}}
}

// msgraphCollection is the part of an `msgraph_resource_collection` that names links.
type msgraphCollection struct {
	URL          string   `json:"url"`
	ReferenceIDs []string `json:"reference_ids"`
}

func (r *separationOfDutiesResource) moveFromMSGraph(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	var source msgraphCollection
	if !readMSGraph(req, "msgraph_resource_collection", &source, resp) {
		return
	}
	for _, kind := range relationships {
		accessPackageID, err := kind.parseReferencesURL(source.URL)
		if err != nil {
			continue
		}
		ids, err := parseAll(source.ReferenceIDs)
		if err != nil {
			resp.Diagnostics.AddError("Unreadable source state", fmt.Sprintf("One of the reference_ids is wrong: %s.", err))
			return
		}
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(kind.set), kind.setType().Value(ids))...)
		r.writeIDs(ctx, &resp.TargetState, resp.TargetIdentity, accessPackageID, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.AddError("Not separation of duties rules", fmt.Sprintf(
		"This msgraph_resource_collection cannot become an elm_%s: its url does not end in accessPackages/<guid>/%s/$ref or "+
			"accessPackages/<guid>/%s/$ref: %q.", separationOfDutiesType, incompatibleGroup.navigation, incompatibleAccessPackage.navigation, clip(source.URL)))
}

// parseAll gives the GUIDs in lower case, each once.
func parseAll(texts []string) ([]string, error) {
	var ids []string
	seen := map[string]bool{}
	for _, text := range texts {
		id, err := guid.Parse(text)
		if err != nil {
			return nil, err
		}
		if !seen[id] {
			ids = append(ids, id)
		}
		seen[id] = true
	}
	return ids, nil
}
