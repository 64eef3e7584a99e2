package holding

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Store is the private state of a request or response. Terraform never shows it.
type Store interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// recordKey is the only key of private state.
const recordKey = "holding"

// record is what a resource remembers. A refresh writes it back as it was if nothing has changed: Terraform counts a
// change of private state as drift.
type record struct {
	Owner     ledger.Owner `json:"owner,omitempty"`
	Tenant    string       `json:"tenant,omitempty"`    // GUID; empty in a state that no refresh has found yet
	Imported  bool         `json:"imported,omitempty"`  // no refresh has found it since its import
	Written   written      `json:"written,omitzero"`    // what lists may not show yet
	Unchecked []string     `json:"unchecked,omitempty"` // ids of new rules whose opposite no refresh has looked for
	Plan      *ledger.Note `json:"plan,omitempty"`      // for the destroy of the old object; only in a plan

	EmptyTimeouts bool `json:"empty_timeouts,omitempty"` // the configuration had a timeouts block without values
}

// load reads the record. An unreadable one counts as empty.
func load(ctx context.Context, from Store, diags *diag.Diagnostics) record {
	var r record
	stored, more := from.GetKey(ctx, recordKey)
	diags.Append(more...)
	if json.Unmarshal(stored, &r) != nil {
		return record{}
	}
	return r
}

func (r record) save(ctx context.Context, to Store, diags *diag.Diagnostics) {
	encoded, err := json.Marshal(r)
	if err != nil {
		diags.AddError("Private state can't be written", err.Error())
		return
	}
	diags.Append(to.SetKey(ctx, recordKey, encoded)...)
}

// MarkImported notes that a state comes from an import, which sends nothing.
func MarkImported(ctx context.Context, to Store, diags *diag.Diagnostics) {
	record{Imported: true}.save(ctx, to, diags)
}

// note gives what the plan of a removal has found.
func (r record) note() ledger.Note {
	if r.Plan == nil {
		return ledger.Note{}
	}
	return *r.Plan
}
