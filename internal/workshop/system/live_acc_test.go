package system_test

import (
	"os"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// place is where a rule can be made and removed again: on an emulator or, with ELM_LIVE=1, on the tenant that the ARM_*
// variables name, with an access package and a group that have no rule with each other.
type place struct {
	provider, catalog, accessPackage, group string
}

func livePlace(t *testing.T) place {
	t.Helper()
	if os.Getenv("ELM_LIVE") != "1" {
		return place{acctest.Start(t, emulator.Options{}).Provider(), acctest.CatalogID, acctest.Package(0), acctest.Group(0)}
	}
	variable := func(name string) string {
		t.Helper()
		if os.Getenv(name) == "" {
			t.Fatalf("ELM_LIVE=1 needs %s.", name)
		}
		return os.Getenv(name)
	}
	return place{
		"provider \"elm\" {}\n", variable("ELM_LIVE_CATALOG_ID"), variable("ELM_LIVE_ACCESS_PACKAGE_ID"), variable("ELM_LIVE_GROUP_ID"),
	}
}

// TestAccLive is what has to be true of a tenant: a rule is made, stays, is imported and is removed, which the service
// confirms.
func TestAccLive(t *testing.T) {
	t.Parallel()
	k, at := acctest.Kinds[0], livePlace(t)
	cli := acctest.NewCLI(t)
	cli.Write(t, at.provider+k.ConfigIn(at.catalog, at.accessPackage, at.group))
	id := at.accessPackage + "/" + at.group
	for _, step := range []struct {
		code      int
		arguments []string
		shows     string
	}{
		// an existing rule may be in use, and this test would remove it
		{1, []string{"import", k.Address(), id}, "non-existent"},
		{0, []string{"apply", "-auto-approve"}, "1 added"},
		{0, []string{"apply", "-auto-approve"}, "0 added, 0 changed, 0 destroyed"},
		{0, []string{"state", "rm", k.Address()}, "Removed"},
		{0, []string{"import", k.Address(), id}, "Import"},
		{0, []string{"plan", "-detailed-exitcode"}, "No changes"},
		{0, []string{"destroy", "-auto-approve"}, "1 destroyed"},
		{1, []string{"import", k.Address(), id}, "non-existent"},
	} {
		if output := cli.Must(t, step.code, step.arguments...); !strings.Contains(output, step.shows) {
			t.Fatalf("%v does not show %q:\n%s", step.arguments, step.shows, output)
		}
	}
}
