package kind

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// Part is an attribute that an import id or an identity consists of.
type Part struct {
	Attribute  string
	Collection string // whose path may stand in front of the GUID, as in the attribute; empty for none
}

// PackagePart names the access package, which comes first everywhere.
var PackagePart = Part{Attribute: construct.PackageAttribute}

// Parts are those that make a single rule.
func (k *Kind) Parts() []Part { return []Part{PackagePart, {k.Target, k.Collection}} }

// ReadImport reads the GUIDs of the parts from an import ID or an identity, and writes the catalog that an ID names. It
// gives none after an error.
func ReadImport(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, parts []Part,
) (ids []string) {
	var catalog string
	// An empty ID, such as that of an unset variable in a shell, arrives like an import by identity.
	if req.ID != "" || req.Identity == nil || req.Identity.Raw.IsNull() {
		catalog, ids = ParseImportID(req.ID, parts, &resp.Diagnostics)
	} else {
		ids = parseIdentity(ctx, req.Identity, parts, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return nil
	}
	if catalog != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
	return ids
}

// ParseImportID reads the GUIDs of the parts, in their order and lower case; a catalog may stand in front.
func ParseImportID(id string, parts []Part, diags *diag.Diagnostics) (catalog string, ids []string) {
	texts, err := splitImportID(id, parts)
	with := append([]Part{{Attribute: construct.CatalogAttribute}}, parts...)
	switch {
	case err != nil:
	case len(texts) == len(with):
		ids, err = parseParts(texts, with)
	case len(texts) == len(parts):
		ids, err = parseParts(texts, parts)
	default:
		err = fmt.Errorf("it has the wrong number of parts between its slashes: %d", len(texts))
	}
	if err != nil {
		diags.AddError("Invalid import ID", fmt.Sprintf("Expected \"%s\" or \"%s\", where each is a GUID; got %q: %s.",
			form(parts), form(with), signin.Clip(id), err))
		return "", nil
	}
	if len(ids) > len(parts) {
		return ids[0], ids[1:]
	}
	return "", ids
}

// splitImportID keeps the path of a collection with the GUID that it belongs to.
func splitImportID(id string, parts []Part) ([]string, error) {
	if err := guid.Rewritten(id); err != nil {
		return nil, err
	}
	switch whole := strings.TrimRight(id, "/"); {
	case strings.HasPrefix(id, "/"):
		return nil, errors.New("remove the \"/\" at position 1")
	case whole != id:
		return nil, fmt.Errorf("remove the \"/\" at the end (position %d)", utf8.RuneCountInString(whole)+1)
	}
	last := parts[len(parts)-1]
	for _, path := range []string{"//" + last.Collection + "/", "/" + last.Collection + "/"} {
		if front, target, found := strings.Cut(id, path); found && last.Collection != "" && front != "" {
			return append(strings.Split(front, "/"), target), nil
		}
	}
	return strings.Split(id, "/"), nil
}

func form(parts []Part) string {
	names := make([]string, 0, len(parts))
	for _, part := range parts {
		names = append(names, "<"+part.Attribute+">")
	}
	return strings.Join(names, "/")
}

func parseParts(texts []string, parts []Part) ([]string, error) {
	ids := make([]string, len(parts))
	for i, part := range parts {
		id, err := guid.ParseIn(part.Collection, texts[i])
		if err != nil {
			return nil, fmt.Errorf("its part <%s> is wrong: %w", part.Attribute, err)
		}
		ids[i] = id
	}
	return ids, nil
}

// parseIdentity reads the GUIDs of the identity's attributes, in their order and lower case.
func parseIdentity(ctx context.Context, identity guid.Reader, parts []Part, diags *diag.Diagnostics) []string {
	ids := make([]string, len(parts))
	for i, part := range parts {
		var text string
		diags.Append(identity.GetAttribute(ctx, path.Root(part.Attribute), &text)...)
		if diags.HasError() {
			return nil
		}
		id, err := guid.ParseIn(part.Collection, text)
		if err != nil {
			diags.AddError("Invalid identity", fmt.Sprintf("The identity attribute %s is wrong: %s.", part.Attribute, err))
		}
		ids[i] = id
	}
	return ids
}
