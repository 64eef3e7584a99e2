package kind

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// ReadMSGraph reports whether the source is of that type and could be read.
func ReadMSGraph(req resource.MoveStateRequest, typeName string, into any, resp *resource.MoveStateResponse) bool {
	if req.SourceTypeName != typeName || !strings.HasSuffix(req.SourceProviderAddress, "/microsoft/msgraph") {
		return false // not ours; Terraform says so when no mover feels responsible
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, into) != nil {
		resp.Diagnostics.AddError("Unreadable source state", fmt.Sprintf("The state of the %s cannot be read. Import the rules instead.", typeName))
		return false
	}
	return true
}

// otherKey is how OData spells accessPackages/{package} as well: accessPackages('{package}').
var otherKey = strings.NewReplacer("('", "/", "')", "")

// ParseReferencesURL finds the access package in ".../accessPackages/{package}/incompatibleGroups/$ref".
func (k *Kind) ParseReferencesURL(text string) (accessPackageID string, err error) {
	references, err := url.Parse(text)
	if err != nil {
		return "", fmt.Errorf("its url cannot be read: %q", signin.Clip(text))
	}
	collection, last := path.Split(strings.TrimSuffix(otherKey.Replace(references.Path), "/$ref"))
	parent, accessPackage := path.Split(strings.TrimSuffix(collection, "/"))
	if last != k.Navigation || path.Base(parent) != "accessPackages" || !strings.HasSuffix(references.Path, "/$ref") {
		return "", fmt.Errorf("its url does not end in accessPackages/<guid>/%s/$ref: %q", k.Navigation, signin.Clip(text))
	}
	if accessPackageID, err = guid.Parse(accessPackage); err != nil {
		return "", fmt.Errorf("the access package in its url is wrong: %w", err)
	}
	return accessPackageID, nil
}
