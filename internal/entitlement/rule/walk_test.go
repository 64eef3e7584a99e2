package rule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const groupRule = "elm_access_package_incompatible_group"

// validate and plan are what a host asks about a new resource: they give the number of errors.
func (l lister) validate(t *testing.T, attributes map[string]any) int {
	t.Helper()
	response, err := l.server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: groupRule, Config: acctest.Object(t, l.schemas.ResourceSchemas[groupRule], attributes),
	})
	acctest.Must(t, err)
	return len(response.Diagnostics)
}

func (l lister) plan(t *testing.T, attributes map[string]any) int {
	t.Helper()
	planned := acctest.Object(t, l.schemas.ResourceSchemas[groupRule], attributes)
	response, err := l.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: groupRule, PriorState: nothing(t, l, groupRule), ProposedNewState: planned, Config: planned,
	})
	acctest.Must(t, err)
	return len(response.Diagnostics)
}

func newRule() map[string]any {
	return map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), "group_id": acctest.Group(0)}
}

// A provider that outlives a command, as with -debug, is shown the configuration again by every walk of the next one.
func TestDeclaredTwice_nextWalk(t *testing.T) {
	t.Parallel()
	l := newLister(t, acctest.Start(t, emulator.Options{}), acctest.Kinds[0], "beta")
	ask := func() int { return l.validate(t, newRule()) + l.plan(t, newRule()) }
	if ask() != 0 || ask() != 1 {
		t.Fatal("the second declaration in one walk is the one that gets a warning")
	}
	_, err := l.server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: acctest.Object(t, l.schemas.Provider, nil)})
	acctest.Must(t, err)
	if ask() != 0 {
		t.Error("a declaration of the walk before counts in this one")
	}
}

// Two new resources that are validated and planned in any order are two.
func TestDeclaredTwice_together(t *testing.T) {
	t.Parallel()
	l := newLister(t, acctest.Start(t, emulator.Options{}), acctest.Kinds[0], "beta")
	problems := l.validate(t, newRule()) + l.validate(t, newRule()) + l.plan(t, newRule()) + l.plan(t, newRule())
	if problems != 1 {
		t.Errorf("%d problems with two resources for one rule, want 1", problems)
	}
}
