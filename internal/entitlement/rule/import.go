package rule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ImportState takes `<package>/<target>`, `<catalog>/<package>/<target>` or a resource identity. It sends nothing: the
// refresh that follows looks whether the rule is there.
func (r *ruleResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	ids := kind.ReadImport(ctx, req, resp, r.kind.Parts())
	if ids == nil {
		return
	}
	k := kind.Key{Kind: r.kind, AccessPackage: ids[0], Target: ids[1]}
	writeKey(ctx, &resp.State, resp.Identity, k, &resp.Diagnostics)
	holding.MarkImported(ctx, resp.Private, &resp.Diagnostics)
}

// writeKey writes the IDs of a rule that is imported, moved or listed.
func writeKey(ctx context.Context, state, identity guid.Writer, k kind.Key, diags *diag.Diagnostics) {
	diags.Append(k.Kind.WriteKey(ctx, state, k)...)
	diags.Append(guid.Write(ctx, state, construct.IDAttribute, k.ID())...)
	diags.Append(k.Kind.WriteKey(ctx, identity, k)...)
}
