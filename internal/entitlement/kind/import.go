package kind

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// ParseImportID reads the GUIDs of the attributes, in their order and lower case; a catalog may stand in front.
func ParseImportID(id string, attributes []string, diags *diag.Diagnostics) (catalog string, ids []string) {
	parts := strings.Split(id, "/")
	short := "<" + strings.Join(attributes, ">/<") + ">"
	names := attributes
	if len(parts) > len(attributes) {
		names = append([]string{CatalogAttribute}, attributes...)
	}
	wrong := fmt.Sprintf("Expected \"%s\" or \"<%s>/%s\", where each is a GUID", short, CatalogAttribute, short)
	if len(parts) != len(names) {
		diags.AddError("Invalid import id", fmt.Sprintf("%s; got %q.", wrong, signin.Clip(id)))
		return "", nil
	}
	for i, part := range parts {
		parsed, err := guid.Parse(part)
		if err != nil {
			diags.AddError("Invalid import id", fmt.Sprintf("%s; got %q. Its part <%s> is wrong: %s.", wrong, signin.Clip(id), names[i], err))
			return "", nil
		}
		parts[i] = parsed
	}
	if len(parts) > len(attributes) {
		return parts[0], parts[1:]
	}
	return "", parts
}

// ParseIdentity reads the GUIDs of the identity's attributes, in their order and lower case.
func ParseIdentity(ctx context.Context, identity Reader, attributes []string, diags *diag.Diagnostics) []string {
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
