package kind

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// SetType is the type of the attribute that holds all targets.
func (k *Kind) SetType() guid.SetType { return guid.NewSetType(k.Collection) }

// Removed names the rules that an apply removes: removed_group_ids for incompatible_group_ids.
func (k *Kind) Removed() string { return strings.Replace(k.Set, "incompatible_", "removed_", 1) }

// ReadSet gives the null set when it cannot be read.
func (k *Kind) ReadSet(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) guid.SetValue {
	set := k.SetType().Null()
	diags.Append(from.GetAttribute(ctx, path.Root(k.Set), &set)...)
	return set
}
