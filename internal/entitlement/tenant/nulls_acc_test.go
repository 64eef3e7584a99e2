package tenant_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A null in a list, set or map of a data source is an error at the attribute, before any request.
func TestAccDataSources_nullElements(t *testing.T) {
	t.Parallel()
	const conflicts, gaps, report = "conflicts", "gaps", "report"
	risk := func(argument string) string {
		return fmt.Sprintf("risks = { a = { name = \"A\", severity = \"high\", %s } }", argument)
	}
	rule := fmt.Sprintf("rules = [%q]", acctest.Package(0)+"/"+acctest.Group(0))
	for _, test := range []struct{ source, argument string }{
		{conflicts, "kinds = [null]"},
		{conflicts, "rules = [null]"},
		{conflicts, fmt.Sprintf("in_force_since = { %q = null }", acctest.Package(0)+"/"+acctest.Group(0))},
		{gaps, "accept = [null]"},
		{report, "accept = [null]"},
		{report, "catalog_ids = [null]"},
		{report, "count_conflicts_of = [null]"},
		{report, "exceptions = { a = null }"},
		{report, "risks = { a = null }"},
		{report, risk("rules = [null]")},
		{report, risk(rule + ", references = [null]")},
	} {
		t.Run(test.source+" "+test.argument, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			s.Run(t, resource.TestStep{
				Config:      fmt.Sprintf("data \"elm_separation_of_duties_%s\" \"test\" {\n  %s\n}\n", test.source, test.argument),
				ExpectError: regexp.MustCompile(`(?i)contains\s+a\s+null\s+value|is\s+null`),
			})
			if sent := len(s.Journal()); sent != 0 {
				t.Errorf("%d requests", sent)
			}
		})
	}
}
