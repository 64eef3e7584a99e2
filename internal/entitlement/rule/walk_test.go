package rule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const groupRule = "elm_access_package_incompatible_group"

// validate and plan are what a host asks about a new resource: they give the number of errors and warnings.
func validate(t *testing.T, p *acctest.Process) int {
	t.Helper()
	response, err := p.Server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: groupRule, Config: acctest.Object(t, p.Schemas.ResourceSchemas[groupRule], newRule()),
	})
	acctest.Must(t, err)
	return len(response.Diagnostics)
}

func plan(t *testing.T, p *acctest.Process) int {
	t.Helper()
	_, m := p.Plan(t.Context(), p.Nothing(groupRule), p.Config(t, groupRule, newRule()))
	return len(m.Errors) + len(m.Warnings)
}

func newRule() map[string]any {
	return map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), "group_id": acctest.Group(0)}
}

// A provider that outlives a command, as with -debug, is shown the configuration again by every walk of the next one.
func TestDeclaredTwice_nextWalk(t *testing.T) {
	t.Parallel()
	p := acctest.NewProcess(t, acctest.Portless(t, emulator.Options{}).Arguments())
	ask := func() int { return validate(t, p) + plan(t, p) }
	if ask() != 0 || ask() != 1 {
		t.Fatal("the second declaration in one walk is the one that gets a warning")
	}
	_, err := p.Server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: acctest.Object(t, p.Schemas.Provider, nil)})
	acctest.Must(t, err)
	if ask() != 0 {
		t.Error("a declaration of the walk before counts in this one")
	}
}

// Two new resources that are validated and planned in any order are two.
func TestDeclaredTwice_together(t *testing.T) {
	t.Parallel()
	p := acctest.NewProcess(t, acctest.Portless(t, emulator.Options{}).Arguments())
	problems := validate(t, p) + validate(t, p) + plan(t, p) + plan(t, p)
	if problems != 1 {
		t.Errorf("%d problems with two resources for one rule, want 1", problems)
	}
}
