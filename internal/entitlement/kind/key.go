package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Key is the natural key of a rule: two GUIDs in lower case.
type Key struct {
	AccessPackage, Target string
}

// ID is the resource's id and, at the same time, what it is imported by.
func (k Key) ID() string { return k.AccessPackage + "/" + k.Target }

// Key reads the natural key; ok is false while a part of it is unknown or no GUID.
func (k *Kind) Key(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) (key Key, ok bool) {
	var packageOK, targetOK bool
	key.AccessPackage, packageOK = guid.Read(ctx, from, construct.PackageAttribute, diags)
	key.Target, targetOK = guid.Read(ctx, from, k.Target, diags)
	return key, packageOK && targetOK
}

// WriteKey writes both ids to a state, plan or identity.
func (k *Kind) WriteKey(ctx context.Context, to guid.Writer, key Key) diag.Diagnostics {
	diags := guid.Write(ctx, to, construct.PackageAttribute, key.AccessPackage)
	diags.Append(guid.Write(ctx, to, k.Target, key.Target)...)
	return diags
}
