package rule_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccRule_spelling(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
		upper := k.ConfigIn(strings.ToUpper(acctest.CatalogID), strings.ToUpper(acctest.Package(0)), strings.ToUpper(k.TargetID(0)))
		steps := []resource.TestStep{
			{Config: upper, Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0))},
			{Config: k.Config(acctest.Package(0), k.TargetID(0)), ConfigPlanChecks: empty},
		}
		if k.Target == "group_id" {
			steps = append(steps, resource.TestStep{Config: k.Config(acctest.Package(0), "/groups/"+k.TargetID(0)), ConfigPlanChecks: empty})
		}
		s.Run(t, steps...)
	})
}

// TestAccRule_invalid tries one wrong id per attribute on a real CLI; the guid package tries the rest.
func TestAccRule_invalid(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		wrong := func(attribute, value string) *regexp.Regexp {
			return regexp.MustCompile(fmt.Sprintf(`(?s)%s\s+=.*Invalid GUID|Invalid GUID.*%s\s+=.*%s`, attribute, attribute, value))
		}
		s.Run(t,
			resource.TestStep{Config: k.ConfigIn("", acctest.Package(0), k.TargetID(0)), ExpectError: wrong("catalog_id", "empty")},
			resource.TestStep{Config: k.Config("Payments", k.TargetID(0)), ExpectError: wrong("access_package_id", "Payments")},
			resource.TestStep{Config: k.Config(acctest.Package(0), "{"+k.TargetID(0)+"}"), ExpectError: wrong(k.Target, "{"+k.TargetID(0))},
			resource.TestStep{Config: k.Config(acctest.Package(0), "/users/"+k.TargetID(0)), ExpectError: wrong(k.Target, "/users/")},
		)
		if n := len(s.Journal()); n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

func TestAccRule_unknownUntilApply(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		config := func(target string) string {
			return fmt.Sprintf("resource \"terraform_data\" \"target\" {\n  input = %q\n}\n", target) +
				strings.Replace(k.Config(acctest.Package(0), "TARGET"), `"TARGET"`, "terraform_data.target.output", 1)
		}
		s.Run(t,
			resource.TestStep{Config: config(k.TargetID(0)), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0))},
			resource.TestStep{PreConfig: s.ResetJournal, Config: config("Payment approvers"), ExpectError: regexp.MustCompile("Invalid GUID")},
			// Terraform had destroyed the old rule when the id of the new one turned out to be none.
			resource.TestStep{Config: config(k.TargetID(0)), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0))},
		)
	})
}

func TestAccRule_invalidImport(t *testing.T) {
	t.Parallel()
	k := acctest.Kinds[0]
	for id, want := range map[string]string{
		"x":                              "got \"x\"",
		acctest.Package(0) + "/Payments": "<group_id>",
		"{" + acctest.CatalogID + "}/" + k.ImportID(0):              "<catalog_id>",
		strings.Repeat(acctest.CatalogID+"/", 3) + acctest.Group(0): "Expected",
		acctest.Package(0) + "/" + acctest.Missing:                  "non-existent",
		acctest.Missing + "/" + acctest.Group(0):                    "non-existent",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			s.Run(t,
				resource.TestStep{Config: k.Config(acctest.Package(0), k.TargetID(1))},
				resource.TestStep{
					PreConfig:    s.ResetJournal,
					ResourceName: k.Address(), ImportState: true, ImportStateId: id,
					ExpectError: regexp.MustCompile("(?s)" + regexp.QuoteMeta(want)),
				},
			)
			if writes := s.Writes() - s.Requests("DELETE", ""); writes != 0 { // but for the destroy at the end
				t.Errorf("%d writes", writes)
			}
		})
	}
}

func TestAccRule_declaredTwice(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		one := k.Config(acctest.Package(0), k.TargetID(0))
		two := strings.Replace(k.Config(acctest.Package(0), strings.ToUpper(k.TargetID(0))), `"test"`, `"twin"`, 1)
		s.Run(t,
			resource.TestStep{Config: one + two, ExpectError: regexp.MustCompile("Rule declared twice")},
			resource.TestStep{Config: one},
			resource.TestStep{Config: one + two, ExpectError: regexp.MustCompile("Rule declared twice")},
			resource.TestStep{Config: one, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		)
	})
}
