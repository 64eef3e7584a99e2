package ruleset

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// ImportState takes `<package>`, `<catalog>/<package>` or a resource identity. It sends nothing. Both sets are managed
// from then on: the refresh that follows fills them.
func (r *setResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	var catalog string
	var ids []string
	if req.ID != "" {
		catalog, ids = kind.ParseImportID(req.ID, []kind.Part{kind.PackagePart}, &resp.Diagnostics)
	} else {
		ids = kind.ParseIdentity(ctx, req.Identity, []kind.Part{kind.PackagePart}, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
	for _, each := range kind.All {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(each.Set), each.SetType().Value(nil))...)
	}
	holding.MarkImported(ctx, resp.Private, &resp.Diagnostics)
	write(ctx, &resp.State, resp.Identity, &holding.Holding{AccessPackage: ids[0]}, &resp.Diagnostics)
}
