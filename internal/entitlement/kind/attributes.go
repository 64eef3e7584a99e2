package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ReadGUID gives a GUID in lower case; ok is false while it is null, unknown or no GUID.
func ReadGUID(ctx context.Context, from Reader, attribute string, diags *diag.Diagnostics) (string, bool) {
	var value guid.Value
	diags.Append(from.GetAttribute(ctx, path.Root(attribute), &value)...)
	if diags.HasError() || value.IsNull() || value.IsUnknown() {
		return "", false
	}
	id, err := value.GUID()
	return id, err == nil
}

// Writer is a plan, state or identity.
type Writer interface {
	Reader
	SetAttribute(ctx context.Context, p path.Path, value any) diag.Diagnostics
}

// WriteText leaves alone what is right already: a write builds the whole object anew, a look does not, and in most plans of a large
// configuration nothing is to be written.
func WriteText(ctx context.Context, to Writer, attribute, text string) diag.Diagnostics {
	var present *string
	if diags := to.GetAttribute(ctx, path.Root(attribute), &present); !diags.HasError() && present != nil && *present == text {
		return nil
	}
	return to.SetAttribute(ctx, path.Root(attribute), text)
}

// Reader is a configuration, plan or state.
type Reader interface {
	GetAttribute(ctx context.Context, p path.Path, target any) diag.Diagnostics
}

// SetType is the type of the attribute that holds all targets.
func (k *Kind) SetType() guid.SetType { return guid.NewSetType(k.Collection) }

// ReadSet gives the null set when it cannot be read.
func (k *Kind) ReadSet(ctx context.Context, from Reader, diags *diag.Diagnostics) guid.SetValue {
	set := k.SetType().Null()
	diags.Append(from.GetAttribute(ctx, path.Root(k.Set), &set)...)
	return set
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
