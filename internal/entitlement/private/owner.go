package private

import (
	"context"
	"crypto/rand"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// ownerKey tells a resource from others that have the same rule, whatever their addresses are.
const ownerKey = "owner"

// NewOwner draws one.
func NewOwner() ledger.Owner { return ledger.Owner(rand.Text()) }

// ReadOwner gives the empty owner where private state knows none: a resource that is yet to be made, or one whose state is older.
func ReadOwner(ctx context.Context, from Reader, diags *diag.Diagnostics) ledger.Owner {
	var owner ledger.Owner
	diags.Append(Read(ctx, from, ownerKey, &owner)...)
	return owner
}

// KnownOwner gives the resource its owner, a new one where it has none yet.
func KnownOwner(ctx context.Context, from Reader, to Writer, diags *diag.Diagnostics) ledger.Owner {
	owner := ReadOwner(ctx, from, diags)
	if owner == "" {
		owner = NewOwner()
		diags.Append(Write(ctx, to, ownerKey, owner)...)
	}
	return owner
}
