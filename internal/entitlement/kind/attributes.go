package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// SetType is the type of the attribute that holds all targets.
func (k *Kind) SetType() guid.SetType { return guid.NewSetType(k.Collection) }

// ReadSet gives the null set when it cannot be read.
func (k *Kind) ReadSet(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) guid.SetValue {
	set := k.SetType().Null()
	diags.Append(from.GetAttribute(ctx, path.Root(k.Set), &set)...)
	return set
}
