package entitlement

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// Every field of every kind is filled. Otherwise only a user would notice the missing one.
func TestKinds(t *testing.T) {
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
	for _, k := range kind.All {
		if name := "elm_" + k.TypeName; !slices.Contains(resources, name) || !slices.Contains(lists, name) {
			t.Errorf("%s is no resource and list resource", name)
		}
		for what, text := range map[string]string{
			"target": k.Target, "targetDescription": k.TargetDescription, "set": k.Set, "setDescription": k.SetDescription,
			"description": k.Description, "noun": k.Noun, "navigation": k.Navigation,
			"collections": strings.Join(k.Collections, " "),
		} {
			if text == "" {
				t.Errorf("%s has no %s", k.TypeName, what)
			}
		}
		if k.References == nil {
			t.Errorf("%s has no references", k.TypeName)
		}
	}
}
