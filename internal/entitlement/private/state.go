// Package private is what a resource keeps in its private state: hints for a later refresh, who it is among those that have the same rule,
// and what a plan tells the apply. Terraform shows none of it to anybody. How long a hint counts, and whether a note is of the walk that reads it,
// is for kind to say (VisibleUntil, PlannedAlone).
package private

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Reader is the private state of a request.
type Reader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// Writer is the private state of a response.
type Writer interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Read decodes a key. The target keeps what it has where there is none; one that cannot be read counts as none.
func Read(ctx context.Context, from Reader, key string, into any) diag.Diagnostics {
	stored, diags := from.GetKey(ctx, key)
	if len(stored) > 0 {
		_ = json.Unmarshal(stored, into)
	}
	return diags
}

// Write encodes a key; nil removes it.
func Write(ctx context.Context, to Writer, key string, value any) diag.Diagnostics {
	if value == nil {
		return to.SetKey(ctx, key, nil)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, key, encoded)
}

// Has reports whether there is such a key.
func Has(ctx context.Context, from Reader, key string, diags *diag.Diagnostics) bool {
	stored, more := from.GetKey(ctx, key)
	diags.Append(more...)
	return len(stored) > 0
}
