package rule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"

	tfpath "github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// MoveState takes over a link that `msgraph_resource` manages by URL and body, so that a `moved` block is all that a migration needs.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
func (r *ruleResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromMSGraph}}
}

// msgraphState is the part of an `msgraph_resource` that names a link.
type msgraphState struct {
	ID   string          `json:"id"`
	URL  string          `json:"url"`
	Body json.RawMessage `json:"body"`
}

func (r *ruleResource) moveFromMSGraph(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	var source msgraphState
	if !kind.ReadMSGraph(req, "msgraph_resource", &source, resp) {
		return
	}
	k, err := r.parseReference(source)
	if err != nil {
		resp.Diagnostics.AddError("Not a rule of this kind", fmt.Sprintf(
			"This msgraph_resource cannot become an elm_%s: %s.", r.kind.TypeName, err))
		return
	}
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, &resp.TargetState, k)...)
	resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, tfpath.Root(kind.IDAttribute), k.ID())...)
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.TargetIdentity, k)...)
}

// parseReference reads the URL and the body's "@odata.id". What msgraph has imported has no body; its id is the target's.
func (r *ruleResource) parseReference(source msgraphState) (kind.Key, error) {
	var k kind.Key
	var err error
	if k.AccessPackage, err = r.kind.ParseReferencesURL(source.URL); err != nil {
		return kind.Key{}, err
	}
	reference, place := odataID(source.Body), "the @odata.id in its body"
	if reference == "" {
		reference, place = source.ID, "its id"
	}
	if reference == "" {
		return kind.Key{}, errors.New("neither an @odata.id in its body nor its id names what the access package is incompatible with")
	}
	if k.Target, err = guid.Parse(path.Base(reference)); err != nil {
		return kind.Key{}, fmt.Errorf("%s is wrong: %w", place, err)
	}
	return k, nil
}

// odataID finds the reference in a dynamic attribute, which a state holds as {"value": …, "type": …}.
func odataID(body json.RawMessage) string {
	var dynamic struct {
		Value struct {
			ID string `json:"@odata.id"`
		} `json:"value"`
		ID string `json:"@odata.id"`
	}
	if json.Unmarshal(body, &dynamic) != nil {
		return ""
	}
	if dynamic.ID != "" {
		return dynamic.ID
	}
	return dynamic.Value.ID
}
