package kind

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// What private state holds besides the constructs' own keys.
const (
	ownerKey = "owner" // tells this resource from others that have the same rule, whatever their addresses are
	staysKey = "stays" // only in a plan: the rules that a resource gives up and that stay, because another resource has them
	walkKey  = "walk"  // only in a plan: in which walk it was made
	makesKey = "makes" // only in a plan: what a new object is to have, for the old one to read when it is destroyed
)

// PrivateReader is the private state of a request.
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the private state of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// ReadPrivate decodes a key, and leaves the target alone when there is none or when it cannot be read.
func ReadPrivate(ctx context.Context, from PrivateReader, key string, into any) diag.Diagnostics {
	stored, diags := from.GetKey(ctx, key)
	if len(stored) > 0 {
		_ = json.Unmarshal(stored, into) // a hint that cannot be read is none
	}
	return diags
}

// WritePrivate encodes a key; nil removes it.
func WritePrivate(ctx context.Context, to PrivateWriter, key string, value any) diag.Diagnostics {
	if value == nil {
		return to.SetKey(ctx, key, nil)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, key, encoded)
}

// NewOwner draws one.
func NewOwner() ledger.Owner { return ledger.Owner(rand.Text()) }

// ReadOwner gives the empty owner where private state knows none: a resource that is yet to be made, or one whose state is older.
func ReadOwner(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) ledger.Owner {
	var owner ledger.Owner
	diags.Append(ReadPrivate(ctx, from, ownerKey, &owner)...)
	return owner
}

// KnownOwner gives the resource its owner, a new one where it has none yet.
func KnownOwner(ctx context.Context, from PrivateReader, to PrivateWriter, diags *diag.Diagnostics) ledger.Owner {
	owner := ReadOwner(ctx, from, diags)
	if owner == "" {
		owner = NewOwner()
		diags.Append(WritePrivate(ctx, to, ownerKey, owner)...)
	}
	return owner
}

// FinishPrivate turns what a plan left into what the state keeps.
func FinishPrivate(ctx context.Context, to PrivateWriter, owner ledger.Owner) diag.Diagnostics {
	diags := WritePrivate(ctx, to, ownerKey, owner)
	diags.Append(to.SetKey(ctx, staysKey, nil)...)
	diags.Append(to.SetKey(ctx, walkKey, nil)...)
	diags.Append(to.SetKey(ctx, makesKey, nil)...)
	return diags
}

// WriteStays notes in a plan which rules stay, by the attribute of their kind, and in which walk that was found.
func (d *Data) WriteStays(ctx context.Context, to PrivateWriter, stays map[string][]string) diag.Diagnostics {
	diags := WritePrivate(ctx, to, walkKey, d.Ledger.Walk)
	diags.Append(to.SetKey(ctx, makesKey, nil)...) // of a removal that failed
	if len(stays) == 0 {
		diags.Append(WritePrivate(ctx, to, staysKey, nil)...)
		return diags
	}
	diags.Append(WritePrivate(ctx, to, staysKey, stays)...)
	return diags
}

// ReadStays gives what [WriteStays] noted.
func ReadStays(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) map[string][]string {
	var stays map[string][]string
	diags.Append(ReadPrivate(ctx, from, staysKey, &stays)...)
	return stays
}

// WriteMakes notes in a plan what a new object is to have: the id of a rule, or of an access package.
func WriteMakes(ctx context.Context, to PrivateWriter, id string) diag.Diagnostics {
	return WritePrivate(ctx, to, makesKey, id)
}

// ReadMakes gives what [WriteMakes] noted. An object that is destroyed to be replaced finds here what replaces it.
func ReadMakes(ctx context.Context, from PrivateReader, diags *diag.Diagnostics) string {
	var id string
	diags.Append(ReadPrivate(ctx, from, makesKey, &id)...)
	return id
}
