package entitlement

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"

	tfpath "github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// MoveState takes over a link that `msgraph_resource` manages by URL and body, so that a `moved` block is all that a migration needs.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
func (r *relationshipResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.moveFromMSGraph}}
}

// msgraphState is the part of an `msgraph_resource` that names a link.
type msgraphState struct {
	URL  string          `json:"url"`
	Body json.RawMessage `json:"body"`
}

func (r *relationshipResource) moveFromMSGraph(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	var source msgraphState
	if !readMSGraph(req, "msgraph_resource", &source, resp) {
		return
	}
	k, err := r.parseReference(source)
	if err != nil {
		resp.Diagnostics.AddError("Not a rule of this kind", fmt.Sprintf(
			"This msgraph_resource cannot become an elm_%s: %s.", r.typeName, err))
		return
	}
	resp.Diagnostics.Append(r.writeKey(ctx, &resp.TargetState, k)...)
	resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, tfpath.Root(idAttribute), k.id())...)
	resp.Diagnostics.Append(r.writeKey(ctx, resp.TargetIdentity, k)...)
}

// readMSGraph reports whether the source is of that type and could be read.
func readMSGraph(req resource.MoveStateRequest, typeName string, into any, resp *resource.MoveStateResponse) bool {
	if req.SourceTypeName != typeName || !strings.HasSuffix(req.SourceProviderAddress, "/microsoft/msgraph") {
		return false // not ours; Terraform says so when no mover feels responsible
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, into) != nil {
		resp.Diagnostics.AddError("Unreadable source state", fmt.Sprintf("The state of the %s cannot be read. Import the rules instead.", typeName))
		return false
	}
	return true
}

// parseReference reads the URL and the body's "@odata.id".
func (r *relationship) parseReference(source msgraphState) (key, error) {
	var k key
	var err error
	if k.accessPackage, err = r.parseReferencesURL(source.URL); err != nil {
		return key{}, err
	}
	if k.target, err = guid.Parse(path.Base(odataID(source.Body))); err != nil {
		return key{}, fmt.Errorf("the @odata.id in its body is wrong: %w", err)
	}
	return k, nil
}

// parseReferencesURL finds the access package in ".../accessPackages/{package}/incompatibleGroups/$ref".
func (r *relationship) parseReferencesURL(text string) (accessPackageID string, err error) {
	references, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("its url cannot be read: %q", clip(text))
	}
	collection, last := path.Split(strings.TrimSuffix(references.Path, "/$ref"))
	parent, accessPackage := path.Split(strings.TrimSuffix(collection, "/"))
	if last != r.navigation || path.Base(parent) != "accessPackages" || !strings.HasSuffix(references.Path, "/$ref") {
		return "", fmt.Errorf("its url does not end in accessPackages/<guid>/%s/$ref: %q", r.navigation, clip(text))
	}
	if accessPackageID, err = guid.Parse(accessPackage); err != nil {
		return "", fmt.Errorf("the access package in its url is wrong: %w", err)
	}
	return accessPackageID, nil
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
