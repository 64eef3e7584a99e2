package tenant_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A catalog that doesn't exist is named, wherever it stands in the list, with the argument that names it.
func TestAccReport_unknownCatalog(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t, resource.TestStep{
		Config: fmt.Sprintf(
			"data \"elm_separation_of_duties_report\" \"test\" {\n  catalog_ids = [%q, %q]\n}\n", acctest.CatalogID, acctest.Missing,
		),
		ExpectError: regexp.MustCompile(`Catalog not found(.|\s)+doesn't\s+find\s+the\s+catalog\s+` + acctest.Missing + `\.\s+Check\s+.catalog_ids`),
	})
}

// A report that counts nothing would show no conflicts.
func TestAccReport_noKinds(t *testing.T) {
	t.Parallel()
	acctest.Start(t, emulator.Options{}).Run(t, resource.TestStep{
		Config:      "data \"elm_separation_of_duties_report\" \"test\" {\n  count_conflicts_of = []\n}\n",
		ExpectError: regexp.MustCompile(`count_conflicts_of(.|\s)+at\s+least\s+1`),
	})
}

// A period that hasn't begun has no changes, which would look like good news.
func TestAccReport_changedSince(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, argument, want string }{
		"future":         {"report", `changed_since = "2999-01-01"`, `changed_since(.|\s)+is\s+in\s+the\s+future`},
		"empty":          {"report", `changed_since = ""`, `changed_since(.|\s)+is\s+neither\s+a\s+day`},
		"future log":     {"conflicts", `changed_since = "2999-01-01T00:00:00Z"`, `changed_since(.|\s)+is\s+in\s+the\s+future`},
		"future changes": {"changes", `since = "2999-01-01T00:00:00Z"`, `since(.|\s)+is\s+in\s+the\s+future`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Start(t, emulator.Options{}).Run(t, resource.TestStep{
				Config:      fmt.Sprintf("data \"elm_separation_of_duties_%s\" \"test\" {\n  %s\n}\n", c.source, c.argument),
				ExpectError: regexp.MustCompile(c.want),
			})
		})
	}
}

// Without a search for gaps, an argument about gaps would be ignored.
func TestAccReport_withoutEffect(t *testing.T) {
	t.Parallel()
	for argument, value := range map[string]string{"include_outside": "true", "accept": `["bypass x"]`} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			acctest.Start(t, emulator.Options{}).Run(t, resource.TestStep{
				Config: fmt.Sprintf(
					"data \"elm_separation_of_duties_report\" \"test\" {\n  find_gaps = false\n  %s = %s\n}\n", argument, value,
				),
				ExpectError: regexp.MustCompile(argument + `.\s+has\s+no\s+effect\s+with\s+.find_gaps\s+=\s+false`),
			}, resource.TestStep{
				Config: "data \"elm_separation_of_duties_report\" \"test\" {\n" +
					"  find_gaps       = false\n  include_outside = false\n  accept          = []\n}\n",
			})
		})
	}
}
