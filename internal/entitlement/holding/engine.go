package holding

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Words are what messages of one resource type say in its own way.
type Words struct {
	Type  string // of the resource, with the provider's prefix
	Twice string // what two resources for the same rules would do to each other
}

// Engine plans and applies holdings of one resource type.
type Engine struct {
	*construct.Data

	Words Words
}

// Operation is one call of the protocol on its way.
type Operation struct {
	Engine

	Store Store
	Diags *diag.Diagnostics
	leave func()
}

// Begin begins an operation. Always end it.
func (e Engine) Begin(store Store, diags *diag.Diagnostics) *Operation {
	return &Operation{Engine: e, Store: store, Diags: diags, leave: e.Ledger.Enter()}
}

// End ends an operation. Its messages name what the run has read the name of.
func (o *Operation) End() {
	o.leave()
	o.NameIDs(o.Diags)
}

// ManagedElsewhere is how a refresh tells the plan that another address has the same rule: Terraform shows an apply
// only what changes, so the resource that keeps the rule has to change to be asked at all.
const ManagedElsewhere = "managed_elsewhere"

// ManagedElsewhereAttribute describes it; what is "the rule" or "a rule of the lists".
func ManagedElsewhereAttribute(what string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Computed: true,
		MarkdownDescription: fmt.Sprintf(
			"`true` if another resource in the state also manages %s, otherwise null. The plan then shows an update, "+
				"so that destroying the other resource leaves the rule in place.", what,
		),
	}
}

// WriteManagedElsewhere writes the attribute, unless it is right already.
func WriteManagedElsewhere(ctx context.Context, to guid.Writer, elsewhere bool, diags *diag.Diagnostics) {
	var present types.Bool
	diags.Append(to.GetAttribute(ctx, path.Root(ManagedElsewhere), &present)...)
	wanted := types.BoolNull()
	if elsewhere {
		wanted = types.BoolValue(true)
	}
	if !present.Equal(wanted) {
		diags.Append(to.SetAttribute(ctx, path.Root(ManagedElsewhere), wanted)...)
	}
}

// IsManagedElsewhere reads it.
func IsManagedElsewhere(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) bool {
	var elsewhere types.Bool
	diags.Append(from.GetAttribute(ctx, path.Root(ManagedElsewhere), &elsewhere)...)
	return elsewhere.ValueBool()
}

// PlanComputed plans what the provider computes: nothing is managed elsewhere once the update is done, and a catalog
// that was left out stays what it was found to be.
func PlanComputed(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	diags := &resp.Diagnostics
	WriteManagedElsewhere(ctx, &resp.Plan, false, diags)
	if req.State.Raw.IsNull() {
		return
	}
	if _, known := guid.Read(ctx, resp.Plan, construct.CatalogAttribute, diags); known {
		return
	}
	planned, _ := guid.Read(ctx, resp.Plan, construct.PackageAttribute, diags)
	before, _ := guid.Read(ctx, req.State, construct.PackageAttribute, diags)
	given := guid.Value{}
	diags.Append(req.Config.GetAttribute(ctx, path.Root(construct.CatalogAttribute), &given)...)
	catalog, found := guid.Read(ctx, req.State, construct.CatalogAttribute, diags)
	if found && given.IsNull() && planned == before {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
}

// WriteCatalog writes a catalog that was left out.
func WriteCatalog(ctx context.Context, state guid.Writer, h *Holding, diags *diag.Diagnostics) {
	if _, known := guid.Read(ctx, state, construct.CatalogAttribute, diags); !known && h.Catalog != "" {
		diags.Append(state.SetAttribute(ctx, path.Root(construct.CatalogAttribute), h.Catalog)...)
	}
}

// findCatalog looks up a catalog that was left out, once for each access package.
func (o *Operation) findCatalog(ctx context.Context, h *Holding) error {
	if h.Catalog != "" {
		return nil
	}
	accessPackage, err := o.Client.AccessPackage(ctx, h.AccessPackage)
	if err == nil {
		h.Catalog = accessPackage.CatalogID
	}
	return err
}

// list gives the rules of a kind that the access package has.
func (o *Operation) list(
	ctx context.Context, k *kind.Kind, accessPackage string, options graph.ListOptions,
) ([]kind.Key, error) {
	targets, err := k.References(o.Client).List(ctx, accessPackage, options)
	if err != nil {
		return nil, err
	}
	keys := make([]kind.Key, 0, len(targets.All()))
	for _, object := range targets.All() {
		keys = append(keys, kind.Key{Kind: k, AccessPackage: accessPackage, Target: object.ID})
	}
	return keys, nil
}

// name is what an access package is called in titles: its name, if the run has read it.
func (o *Operation) name(accessPackage string) string {
	if name := o.Client.Name(accessPackage); name != "" {
		return name
	}
	return "access package " + accessPackage
}

// lines lists rules, one a line. It names a few and counts the rest, because a set can have thousands.
func lines(keys []kind.Key) string {
	const few = 10
	var text []string
	for _, key := range keys[:min(few, len(keys))] {
		text = append(text, fmt.Sprintf("  - %s %s", key.Kind.Noun, key.Target))
	}
	if len(keys) > few {
		text = append(text, fmt.Sprintf("  - and %d more", len(keys)-few))
	}
	return strings.Join(text, "\n")
}

// importBlock is the configuration that imports the holding.
func (o *Operation) importBlock(h *Holding) string {
	id := h.AccessPackage
	if !h.All {
		id = h.Keys()[0].ID()
	}
	return fmt.Sprintf("import {\n  to = %s.example # the address of this resource\n  id = %q\n}", o.Words.Type, id)
}
