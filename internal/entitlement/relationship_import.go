package entitlement

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ImportState takes `<package>/<target>`, `<catalog>/<package>/<target>` or a resource identity. It sends nothing: the refresh that
// follows looks whether the rule is there.
func (r *relationshipResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var catalog string
	var ids []string
	if req.ID != "" {
		catalog, ids = parseImportID(req.ID, []string{packageAttribute, r.target}, &resp.Diagnostics)
	} else {
		ids = parseIdentity(ctx, req.Identity, []string{packageAttribute, r.target}, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	k := key{accessPackage: ids[0], target: ids[1]}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(catalogAttribute), catalog)...)
	}
	resp.Diagnostics.Append(r.writeKey(ctx, &resp.State, k)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(idAttribute), k.id())...)
	resp.Diagnostics.Append(r.writeKey(ctx, resp.Identity, k)...)
}

// parseImportID reads the GUIDs of the attributes, in their order and lower case; a catalog may stand in front.
func parseImportID(id string, attributes []string, diags *diag.Diagnostics) (catalog string, ids []string) {
	parts := strings.Split(id, "/")
	short := "<" + strings.Join(attributes, ">/<") + ">"
	names := attributes
	if len(parts) > len(attributes) {
		names = append([]string{catalogAttribute}, attributes...)
	}
	wrong := fmt.Sprintf("Expected \"%s\" or \"<%s>/%s\", where each is a GUID", short, catalogAttribute, short)
	if len(parts) != len(names) {
		diags.AddError("Invalid import id", fmt.Sprintf("%s; got %q.", wrong, clip(id)))
		return "", nil
	}
	for i, part := range parts {
		parsed, err := guid.Parse(part)
		if err != nil {
			diags.AddError("Invalid import id", fmt.Sprintf("%s; got %q. Its part <%s> is wrong: %s.", wrong, clip(id), names[i], err))
			return "", nil
		}
		parts[i] = parsed
	}
	if len(parts) > len(attributes) {
		return parts[0], parts[1:]
	}
	return "", parts
}

// parseIdentity reads the GUIDs of the identity's attributes, in their order and lower case.
func parseIdentity(ctx context.Context, identity attributeReader, attributes []string, diags *diag.Diagnostics) []string {
	ids := make([]string, len(attributes))
	for i, attribute := range attributes {
		var text string
		diags.Append(identity.GetAttribute(ctx, path.Root(attribute), &text)...)
		if diags.HasError() {
			return nil
		}
		id, err := guid.Parse(text)
		if err != nil {
			diags.AddError("Invalid identity", fmt.Sprintf("The identity attribute %s is wrong: %s.", attribute, err))
		}
		ids[i] = id
	}
	return ids
}

// clip keeps what somebody pasted by mistake from filling the screen.
func clip(text string) string {
	const longest = 200
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "…"
}
