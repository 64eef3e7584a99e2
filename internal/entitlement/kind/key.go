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

// KeyOf is the key of a rule in the ledger.
func KeyOf(r ledger.Rule) Key {
	key := Key{AccessPackage: r.AccessPackage, Target: r.Target}
	for _, k := range All {
		if k.TypeName == r.Kind {
			key.Kind = k
		}
	}
	return key
}

// Reference is the rule in Microsoft Graph.
func (k Key) Reference(catalogID string) graph.Reference {
	return graph.Reference{CatalogID: catalogID, AccessPackageID: k.AccessPackage, TargetID: k.Target}
}

// WriteKey writes both IDs to a state, plan or identity.
func (k *Kind) WriteKey(ctx context.Context, to guid.Writer, key Key) diag.Diagnostics {
	diags := guid.Write(ctx, to, construct.PackageAttribute, key.AccessPackage)
	diags.Append(guid.Write(ctx, to, k.Target, key.Target)...)
	return diags
}
