package guid

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// Read gives the GUID of an attribute in lower case. It reports false while the attribute is null, unknown or not a
// GUID.
func Read(ctx context.Context, from Reader, attribute string, diags *diag.Diagnostics) (string, bool) {
	var value Value
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

// Write sets an attribute unless it has the value already. The framework rebuilds the whole object for each write, and
// in most plans of a large configuration nothing changes.
func Write(ctx context.Context, to Writer, attribute, text string) diag.Diagnostics {
	var present *string
	diags := to.GetAttribute(ctx, path.Root(attribute), &present)
	if !diags.HasError() && present != nil && *present == text {
		return nil
	}
	return to.SetAttribute(ctx, path.Root(attribute), text)
}

// Reader is a configuration, plan or state.
type Reader interface {
	GetAttribute(ctx context.Context, p path.Path, target any) diag.Diagnostics
}
