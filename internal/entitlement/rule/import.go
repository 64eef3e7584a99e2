package rule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// importedKey is where private state remembers that a rule comes from an import, until a refresh has found it.
const importedKey = "imported"

// ImportState takes `<package>/<target>`, `<catalog>/<package>/<target>` or a resource identity. It sends nothing: the refresh that
// follows looks whether the rule is there.
func (r *ruleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
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
	k := kind.Key{AccessPackage: ids[0], Target: ids[1]}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, &resp.State, k)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.IDAttribute), k.ID())...)
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, k)...)
	resp.Diagnostics.Append(private.Write(ctx, resp.Private, importedKey, true)...)
}

// notImported tells of an import that named the two ends of a rule the wrong way round, which is the mistake that people make. Where the
// rule is not there either way, Terraform says so.
func (r *ruleResource) notImported(ctx context.Context, k kind.Key) diag.Diagnostics {
	opposite := kind.Key{AccessPackage: k.Target, Target: k.AccessPackage}
	targets, err := r.references().List(ctx, opposite.AccessPackage, graph.ListOptions{})
	if err != nil || !targets.Has(opposite.Target) {
		return nil
	}
	title, detail := "Only the opposite rule exists", fmt.Sprintf("Access package %s is not incompatible with %s %s; it is the other way round.", k.AccessPackage, r.kind.Noun, k.Target)
	if !r.kind.BetweenPackages {
		title, detail = "Ids the wrong way round", fmt.Sprintf("%s is a %s, and %s is the access package.", k.AccessPackage, r.kind.Noun, k.Target)
	}
	var diags diag.Diagnostics
	diags.AddError(title, fmt.Sprintf("%s The import id of a rule begins with the access package that it protects. To import the rule that is there, "+
		"write %q, and swap the two ids in the resource's configuration as well: otherwise the next plan replaces the rule.", detail, opposite.ID()))
	return diags
}
