package entitlement

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// relationship describes one kind of link between an access package and what it is incompatible with. It is all that differs between
// the single-link resources; the implementation has no hooks beyond these fields. A kind that needs a fourth verb, another mutable
// attribute or a read model of its own is an ordinary resource that uses graph.References.
type relationship struct {
	typeName          string // without the provider's prefix
	target            string // the attribute that names the target
	targetDescription string
	set               string // the attribute of a resource that holds all targets of an access package
	setDescription    string
	description       string // of the resource, for administrators
	noun              string // of the target, in messages
	ruleKind          string // what data sources call it
	collection        string // Microsoft Graph collection whose path other providers use as id; empty for none
	navigation        string // the access package's navigation property in Microsoft Graph
	links             func(*graph.Client) *graph.References
	lookUp            func(ctx context.Context, d *ProviderData, accessPackageID string, target namedTarget) diag.Diagnostics // for check_references
	betweenPackages   bool                                                                                                    // the target may have a rule the other way
}

// relationships are all kinds there are. Each is a resource and a list resource of its own, a set of the resource for all rules, and a
// kind of rule in data sources.
var relationships = []*relationship{&incompatibleGroup, &incompatibleAccessPackage}

const (
	catalogAttribute = "catalog_id"
	packageAttribute = "access_package_id"
	idAttribute      = "id"
)

// key is the natural key of a link: two GUIDs in lower case.
type key struct {
	accessPackage, target string
}

func (k key) id() string { return k.accessPackage + "/" + k.target }

func (r *relationship) rule(k key) rule {
	return rule{typeName: r.typeName, accessPackage: k.accessPackage, target: k.target}
}

// key reads the natural key; ok is false while a part of it is unknown or no GUID.
func (r *relationship) key(ctx context.Context, from attributeReader, diags *diag.Diagnostics) (k key, ok bool) {
	var packageOK, targetOK bool
	k.accessPackage, packageOK = readGUID(ctx, from, packageAttribute, diags)
	k.target, targetOK = readGUID(ctx, from, r.target, diags)
	return k, packageOK && targetOK
}

// names is the key with the catalog, as far as they are known.
func (r *relationship) names(ctx context.Context, from attributeReader, diags *diag.Diagnostics) naming {
	var n naming
	n.catalogID, _ = readGUID(ctx, from, catalogAttribute, diags)
	n.accessPackageID, _ = readGUID(ctx, from, packageAttribute, diags)
	if target, ok := readGUID(ctx, from, r.target, diags); ok {
		n.targets = []namedTarget{{r, r.target, target}}
	}
	return n
}

func readGUID(ctx context.Context, from attributeReader, attribute string, diags *diag.Diagnostics) (string, bool) {
	var value guid.Value
	diags.Append(from.GetAttribute(ctx, path.Root(attribute), &value)...)
	if diags.HasError() || value.IsNull() || value.IsUnknown() {
		return "", false
	}
	id, err := value.GUID()
	return id, err == nil
}

// add makes the link, and keeps it in place against a resource of the same run that gives it up.
func (r *relationship) add(ctx context.Context, data *ProviderData, link graph.Reference) (graph.Added, error) {
	taken := r.rule(key{link.AccessPackageID, link.TargetID})
	if err := data.takeovers.take(ctx, taken); err != nil {
		return graph.Added{}, err
	}
	added, err := r.links(data.Client).Add(ctx, link)
	if err != nil {
		data.takeovers.giveBack(taken)
	}
	return added, err
}

// remove ends the link, unless another resource of the same run took it over.
func (r *relationship) remove(ctx context.Context, data *ProviderData, k key) error {
	done, remove := data.takeovers.remove(r.rule(k))
	if !remove {
		tflog.Info(ctx, "Another resource took the rule over; it stays", map[string]any{"id": k.id()})
		return nil
	}
	defer done()
	return r.links(data.Client).Remove(ctx, k.accessPackage, k.target)
}

// attributeWriter is a plan, state or identity.
type attributeWriter interface {
	attributeReader
	SetAttribute(ctx context.Context, p path.Path, value any) diag.Diagnostics
}

func (r *relationship) writeKey(ctx context.Context, to attributeWriter, k key) diag.Diagnostics {
	diags := writeText(ctx, to, packageAttribute, k.accessPackage)
	diags.Append(writeText(ctx, to, r.target, k.target)...)
	return diags
}

// writeText leaves alone what is right already: a write builds the whole object anew, a look does not, and in most plans of a large
// configuration nothing is to be written.
func writeText(ctx context.Context, to attributeWriter, attribute, text string) diag.Diagnostics {
	var present *string
	if diags := to.GetAttribute(ctx, path.Root(attribute), &present); !diags.HasError() && present != nil && *present == text {
		return nil
	}
	return to.SetAttribute(ctx, path.Root(attribute), text)
}
