package private

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// What only a plan holds.
const (
	staysKey = "stays" // the rules that a resource gives up and that stay, because another resource has them
	walkKey  = "walk"  // in which walk it was made
	makesKey = "makes" // what a new object is to have, for the old one to read when it is destroyed
)

// Finish turns what a plan left into what the state keeps.
func Finish(ctx context.Context, to Writer, owner ledger.Owner) diag.Diagnostics {
	diags := Write(ctx, to, ownerKey, owner)
	diags.Append(to.SetKey(ctx, staysKey, nil)...)
	diags.Append(to.SetKey(ctx, walkKey, nil)...)
	diags.Append(to.SetKey(ctx, makesKey, nil)...)
	return diags
}

// WriteStays notes in a plan which rules stay, by the attribute of their kind, and in which walk that was found.
func WriteStays(ctx context.Context, to Writer, walk string, stays map[string][]string) diag.Diagnostics {
	diags := Write(ctx, to, walkKey, walk)
	diags.Append(to.SetKey(ctx, makesKey, nil)...) // of a removal that failed
	if len(stays) == 0 {
		diags.Append(Write(ctx, to, staysKey, nil)...)
		return diags
	}
	diags.Append(Write(ctx, to, staysKey, stays)...)
	return diags
}

// ReadStays gives what [WriteStays] noted.
func ReadStays(ctx context.Context, from Reader, diags *diag.Diagnostics) map[string][]string {
	var stays map[string][]string
	diags.Append(Read(ctx, from, staysKey, &stays)...)
	return stays
}

// ReadWalk gives the walk that [WriteStays] noted, none where the object goes without a plan of its own.
func ReadWalk(ctx context.Context, from Reader, diags *diag.Diagnostics) string {
	var walk string
	diags.Append(Read(ctx, from, walkKey, &walk)...)
	return walk
}

// WriteMakes notes in a plan what a new object is to have: the id of a rule, or of an access package.
func WriteMakes(ctx context.Context, to Writer, id string) diag.Diagnostics {
	return Write(ctx, to, makesKey, id)
}

// ReadMakes gives what [WriteMakes] noted. An object that is destroyed to be replaced finds here what replaces it.
func ReadMakes(ctx context.Context, from Reader, diags *diag.Diagnostics) string {
	var id string
	diags.Append(Read(ctx, from, makesKey, &id)...)
	return id
}
