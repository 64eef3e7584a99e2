package kind

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// VisibleUntil tells from when on a list shows what was changed at the given time.
func VisibleUntil(changed, now time.Time) time.Time {
	if changed.After(now) { // the clocks of two machines may differ
		changed = now
	}
	return changed.Add(graph.VisibilityWindow)
}

// ReadCatalog looks up the catalog where the state has none: after an import that does not name it, and after a move.
func (d *Data) ReadCatalog(ctx context.Context, state *tfsdk.State, accessPackageID string, diags *diag.Diagnostics) error {
	if _, known := ReadGUID(ctx, state, CatalogAttribute, diags); known {
		return nil
	}
	accessPackage, err := d.Client.AccessPackage(ctx, accessPackageID)
	if err == nil {
		diags.Append(state.SetAttribute(ctx, path.Root(CatalogAttribute), accessPackage.CatalogID)...)
	}
	return err
}
