package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// SetType is the type of the attribute that holds all targets.
func (r *Kind) SetType() guid.SetType { return guid.NewSetType(r.Collection) }

// ReadSet gives the null set when it cannot be read.
func (r *Kind) ReadSet(ctx context.Context, from Reader, diags *diag.Diagnostics) guid.SetValue {
	set := r.SetType().Null()
	diags.Append(from.GetAttribute(ctx, path.Root(r.Set), &set)...)
	return set
}
