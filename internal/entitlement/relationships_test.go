package entitlement

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Every kind of rule is complete: what is left out of its description would be missed only when somebody uses it.
func TestRelationships(t *testing.T) {
	t.Parallel()
	var resources, lists []string
	request := resource.MetadataRequest{ProviderTypeName: "elm"}
	for _, construct := range Resources() {
		var response resource.MetadataResponse
		construct().Metadata(t.Context(), request, &response)
		resources = append(resources, response.TypeName)
	}
	for _, construct := range ListResources() {
		var response resource.MetadataResponse
		construct().Metadata(t.Context(), request, &response)
		lists = append(lists, response.TypeName)
	}
	for _, r := range relationships {
		if name := "elm_" + r.typeName; !slices.Contains(resources, name) || !slices.Contains(lists, name) {
			t.Errorf("%s is no resource and list resource", name)
		}
		for what, text := range map[string]string{
			"target": r.target, "targetDescription": r.targetDescription, "set": r.set, "setDescription": r.setDescription,
			"description": r.description, "noun": r.noun, "ruleKind": r.ruleKind, "navigation": r.navigation,
		} {
			if text == "" {
				t.Errorf("%s has no %s", r.typeName, what)
			}
		}
		if r.links == nil || r.lookUp == nil {
			t.Errorf("%s has no links or no lookUp", r.typeName)
		}
	}
}
