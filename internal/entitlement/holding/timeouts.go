package holding

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// A timeouts block without values means the same as no block, but Terraform plans an update where the state has the one
// and the configuration the other. It refuses a plan that corrects this, so the state has to agree with the
// configuration. A refresh doesn't see the configuration. It removes an empty block, unless the provider wrote it for a
// configuration that has one.

// noteTimeouts notes whether the state is written with a timeouts block without values.
func (o *operation) noteTimeouts(ctx context.Context, plan guid.Reader) {
	r := load(ctx, o.store, o.diags)
	if _, empty := o.emptyTimeouts(ctx, plan); empty != r.EmptyTimeouts {
		r.EmptyTimeouts = empty
		r.save(ctx, o.store, o.diags)
	}
}

// dropEmptyTimeouts removes a timeouts block without values from a state, unless the configuration had one when the
// state was written.
func (o *operation) dropEmptyTimeouts(ctx context.Context, state guid.Writer) {
	configured, empty := o.emptyTimeouts(ctx, state)
	if !empty || load(ctx, o.store, o.diags).EmptyTimeouts {
		return
	}
	none := timeouts.Value{Object: types.ObjectNull(configured.AttributeTypes(ctx))}
	o.diags.Append(state.SetAttribute(ctx, path.Root(construct.TimeoutsBlock), none)...)
}

// emptyTimeouts reads the timeouts block and reports whether it exists and has no value.
func (o *operation) emptyTimeouts(ctx context.Context, from guid.Reader) (configured timeouts.Value, empty bool) {
	o.diags.Append(from.GetAttribute(ctx, path.Root(construct.TimeoutsBlock), &configured)...)
	if configured.IsNull() || configured.IsUnknown() {
		return configured, false
	}
	for _, value := range configured.Attributes() {
		if !value.IsNull() {
			return configured, false
		}
	}
	return configured, true
}
