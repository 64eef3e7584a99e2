package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Key is the natural key of a link: two GUIDs in lower case.
type Key struct {
	AccessPackage, Target string
}

// ID is the resource's id and, at the same time, what it is imported by.
func (k Key) ID() string { return k.AccessPackage + "/" + k.Target }

// Key reads the natural key; ok is false while a part of it is unknown or no GUID.
func (r *Kind) Key(ctx context.Context, from Reader, diags *diag.Diagnostics) (k Key, ok bool) {
	var packageOK, targetOK bool
	k.AccessPackage, packageOK = ReadGUID(ctx, from, PackageAttribute, diags)
	k.Target, targetOK = ReadGUID(ctx, from, r.Target, diags)
	return k, packageOK && targetOK
}

// WriteKey writes both ids to a state, plan or identity.
func (r *Kind) WriteKey(ctx context.Context, to Writer, k Key) diag.Diagnostics {
	diags := WriteText(ctx, to, PackageAttribute, k.AccessPackage)
	diags.Append(WriteText(ctx, to, r.Target, k.Target)...)
	return diags
}
