package ruleset

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ImportState takes `<package>`, `<catalog>/<package>` or a resource identity. It sends nothing. Both sets are managed
// from then on: the refresh that follows fills them.
func (r *setResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	ids := kind.ReadImport(ctx, req, resp, []kind.Part{kind.PackagePart})
	if ids == nil {
		return
	}
	for _, each := range kind.All {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(each.Set), each.SetType().Value(nil))...)
	}
	holding.MarkImported(ctx, resp.Private, &resp.Diagnostics)
	writePackage(ctx, &resp.State, resp.Identity, ids[0], &resp.Diagnostics)
}

// writePackage writes the access package of a state that is imported or moved, and the IDs that it makes known.
func writePackage(
	ctx context.Context,
	state *tfsdk.State,
	identity *tfsdk.ResourceIdentity,
	accessPackage string,
	diags *diag.Diagnostics,
) {
	diags.Append(guid.Write(ctx, state, construct.PackageAttribute, accessPackage)...)
	holding.WriteIDs(ctx, state, identity, &holding.Holding{AccessPackage: accessPackage, All: true}, diags)
}
