package holding

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Resource is everything of a resource for rules except its schema, import and moves.
type Resource struct {
	Words Words
	// Reads gives what an object manages.
	Reads func(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) *Holding

	data *construct.Data
}

// Words are the parts of messages that differ between resource types.
type Words struct {
	Type  string // of the resource, with the provider's prefix
	Twice string // what two resources for the same rules would do to each other
}

// operation is one call from Terraform, such as Read, while it runs.
type operation struct {
	*Resource
	*construct.Data

	store Store
	diags *diag.Diagnostics
	leave func()
}

// begin begins an operation. Always end it.
func (r *Resource) begin(store Store, diags *diag.Diagnostics) *operation {
	return &operation{Resource: r, Data: r.data, store: store, diags: diags, leave: r.data.Ledger.Enter()}
}

// end ends an operation. It adds the names of access packages and groups to the IDs in its messages.
func (o *operation) end() {
	o.leave()
	o.NameIDs(o.diags)
}

// stored reads a holding from a state. If an ID isn't a GUID, the error blames the state, because the user can't
// correct it in the configuration.
func (o *operation) stored(ctx context.Context, from guid.Reader) *Holding {
	var wrong diag.Diagnostics
	h := o.Reads(ctx, from, &wrong)
	if wrong.HasError() {
		o.incomplete()
	}
	return h
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.Words.Type
}

// Configure takes what the provider prepared.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = construct.Configured(req.ProviderData, &resp.Diagnostics)
}

// valid reports an error for a state that lacks an ID. A request with an empty ID would reach another object.
func (h *Holding) valid(o *operation) bool {
	if h.AccessPackage != "" && (h.All || len(h.Keys()) == 1) {
		return true
	}
	o.incomplete()
	return false
}

func (o *operation) incomplete() {
	o.diags.AddError("Incomplete state", fmt.Sprintf(
		"The state of this %s lacks the IDs that make a rule. Nothing was read or changed. Remove the resource from the "+
			"state with `state rm` and import it again.", o.Words.Type,
	))
}
