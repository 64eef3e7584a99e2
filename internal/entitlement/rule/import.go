package rule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// ImportState takes `<package>/<target>`, `<catalog>/<package>/<target>` or a resource identity. It sends nothing: the
// refresh that follows looks whether the rule is there.
func (r *ruleResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	var catalog string
	var ids []string
	if req.ID != "" {
		catalog, ids = kind.ParseImportID(req.ID, r.kind.Parts(), &resp.Diagnostics)
	} else {
		ids = kind.ParseIdentity(ctx, req.Identity, r.kind.Parts(), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	k := kind.Key{Kind: r.kind, AccessPackage: ids[0], Target: ids[1]}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, &resp.State, k)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.IDAttribute), k.ID())...)
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, k)...)
	holding.MarkImported(ctx, resp.Private, &resp.Diagnostics)
}
