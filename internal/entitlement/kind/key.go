package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Key is the natural key of a rule: its kind and two GUIDs in lower case. The ledger's rule and Microsoft Graph's
// reference are made from it here and nowhere else.
type Key struct {
	Kind                  *Kind
	AccessPackage, Target string
}

// ID is the resource's ID, and also its import ID.
func (k Key) ID() string { return k.AccessPackage + "/" + k.Target }

// Rule is the rule in the ledger.
func (k Key) Rule() ledger.Rule {
	return ledger.Rule{Kind: k.Kind.TypeName, AccessPackage: k.AccessPackage, Target: k.Target}
}

// Reference is the rule in Microsoft Graph.
func (k Key) Reference(catalogID string) graph.Reference {
	return graph.Reference{CatalogID: catalogID, AccessPackageID: k.AccessPackage, TargetID: k.Target}
}

// Key reads the natural key; ok is false while a part of it is unknown or isn't a GUID.
func (k *Kind) Key(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) (key Key, ok bool) {
	var packageOK, targetOK bool
	key.Kind = k
	key.AccessPackage, packageOK = guid.Read(ctx, from, construct.PackageAttribute, diags)
	key.Target, targetOK = guid.Read(ctx, from, k.Target, diags)
	return key, packageOK && targetOK
}

// WriteKey writes both IDs to a state, plan or identity.
func (k *Kind) WriteKey(ctx context.Context, to guid.Writer, key Key) diag.Diagnostics {
	diags := guid.Write(ctx, to, construct.PackageAttribute, key.AccessPackage)
	diags.Append(guid.Write(ctx, to, k.Target, key.Target)...)
	return diags
}
