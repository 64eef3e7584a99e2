package rule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// A provider that outlives a command, as with -debug, is shown the configuration again by every walk of the next one.
func TestDeclarations_nextWalk(t *testing.T) {
	t.Parallel()
	l := newLister(t, acctest.Start(t, emulator.Options{}), acctest.Kinds[0], "beta")
	validate := func() int {
		t.Helper()
		response, err := l.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: acctest.Kinds[0].Resource,
			Config: objectOf(t, l.schemas.ResourceSchemas[acctest.Kinds[0].Resource], map[string]any{
				"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), "group_id": acctest.Group(0),
			}),
		})
		acctest.Must(t, err)
		return len(response.Diagnostics)
	}
	if validate() != 0 || validate() != 1 {
		t.Fatal("the second declaration in one walk is the one that is wrong")
	}
	_, err := l.server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: objectOf(t, l.schemas.Provider, nil)})
	acctest.Must(t, err)
	if validate() != 0 {
		t.Error("a declaration of the walk before counts in this one")
	}
}
