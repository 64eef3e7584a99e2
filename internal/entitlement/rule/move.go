package rule

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/msgraph"
)

// MoveState reads the state of an `msgraph_resource`, so that a `moved` block is enough to migrate a rule.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
func (r *ruleResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromMSGraph}}
}

// msgraphState is the part of an `msgraph_resource` that names a rule.
type msgraphState struct {
	ID   string          `json:"id"`
	URL  string          `json:"url"`
	Body json.RawMessage `json:"body"`
}

func (r *ruleResource) moveFromMSGraph(
	ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse,
) {
	var source msgraphState
	if !msgraph.ReadState(req, "msgraph_resource", &source, resp) {
		return
	}
	k, err := r.parseReference(source)
	if err != nil {
		resp.Diagnostics.AddError("Not a rule of this kind", fmt.Sprintf("This msgraph_resource can't become an "+
			"elm_%s: %s.%s %s", r.kind.TypeName, err, r.otherKind(source.URL), msgraph.InsteadOfMoved))
		return
	}
	writeKey(ctx, &resp.TargetState, resp.TargetIdentity, k, &resp.Diagnostics)
}

// otherKind names the resource that the URL is for, if there is one.
func (r *ruleResource) otherKind(url string) string {
	for _, each := range kind.All {
		if each != r.kind && msgraph.IsReferences(each, url) {
			return fmt.Sprintf(" That is a rule for an elm_%s.", each.TypeName)
		}
	}
	return ""
}

// parseReference reads the URL and the body. A resource that msgraph has imported has no body; its id is the target's.
func (r *ruleResource) parseReference(source msgraphState) (kind.Key, error) {
	k := kind.Key{Kind: r.kind}
	var err error
	if k.AccessPackage, err = msgraph.ParseAccessPackage(r.kind, source.URL); err != nil {
		return kind.Key{}, err
	}
	for _, named := range append(bodyNames(source.Body), name{"its id", source.ID}) {
		if named.text == "" {
			continue
		}
		if k.Target, err = msgraph.ParseTarget(r.kind, named.text); err != nil {
			return kind.Key{}, fmt.Errorf("%s is wrong: %w", named.place, err)
		}
		return k, nil
	}
	return kind.Key{}, fmt.Errorf("neither its body nor its id contains the ID of the incompatible %s", r.kind.Noun)
}

// name is a text that names the target, and where it stands.
type name struct{ place, text string }

// bodyNames finds the target in a body: a reference, or an id on the route below the catalog. A state holds the body as
// {"value": …, "type": …}.
func bodyNames(body json.RawMessage) []name {
	type names struct {
		Reference string `json:"@odata.id"`
		ID        string `json:"id"`
	}
	var dynamic struct {
		Value names `json:"value"`
		names
	}
	if json.Unmarshal(body, &dynamic) != nil {
		return nil
	}
	const reference, id = "the @odata.id in its body", "the id in its body"
	return []name{
		{reference, dynamic.Value.Reference},
		{reference, dynamic.Reference},
		{id, dynamic.Value.ID},
		{id, dynamic.ID},
	}
}
