package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccRule_lifecycle(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		k.Extremes(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			options.PageSize = 2
			s := acctest.Start(t, options)
			version := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
			config := func(i int) string { return version + k.Config(acctest.Package(0), k.TargetID(i)) }
			s.Run(t,
				resource.TestStep{
					Config: config(0),
					Check:  k.IsInPlace(s, acctest.Package(0), k.TargetID(0)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectKnownValue(k.Address(), tfjsonpath.New("id"), knownvalue.StringExact(k.ImportID(0))),
					}},
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(k.Address(), tfjsonpath.New(k.Target), knownvalue.StringExact(k.TargetID(0))),
						statecheck.ExpectKnownValue(k.Address(), tfjsonpath.New("access_package_id"), knownvalue.StringExact(acctest.Package(0))),
						statecheck.ExpectKnownValue(k.Address(), tfjsonpath.New("catalog_id"), knownvalue.StringExact(acctest.CatalogID)),
						statecheck.ExpectKnownValue(k.Address(), tfjsonpath.New("id"), knownvalue.StringExact(k.ImportID(0))),
					},
				},
				resource.TestStep{
					ResourceName: k.Address(), ImportState: true, ImportStateVerify: true, ImportStateId: k.ImportID(0),
				},
				resource.TestStep{
					ResourceName: k.Address(), ImportState: true, ImportStateVerify: true, ImportStateId: acctest.CatalogID + "/" + k.ImportID(0),
				},
				resource.TestStep{
					ResourceName: k.Address(), ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: k.ImportID(0),
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(k.Address(), plancheck.ResourceActionNoop)}},
				},
				resource.TestStep{
					Config: config(1),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.Address(), plancheck.ResourceActionReplace),
					}},
					Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(1)),
				},
			)
		})
	})
}

// TestAccRule_identity needs a CLI that knows resource identities: Terraform 1.12, OpenTofu 1.12.
func TestAccRule_identity(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Factories(nil),
			TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
			Steps: []resource.TestStep{
				{
					Config: s.Provider() + k.Config(strings.ToUpper(acctest.Package(0)), k.TargetID(0)),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(k.Address(), map[string]knownvalue.Check{
						"access_package_id": knownvalue.StringExact(acctest.Package(0)),
						k.Target:            knownvalue.StringExact(k.TargetID(0)),
					})},
				},
				{
					ResourceName: k.Address(), ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				},
			},
		})
	})
}

func TestAccRule_requests(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		create := "POST"
		if !k.CatalogRoute {
			create = "GET POST" // the published route names no catalog: that is checked once per package
		}
		timeouts := "timeouts {\n    create = \"20m\"\n  }"
		s.Run(t,
			resource.TestStep{
				Config: k.Config(acctest.Package(0), k.TargetID(0)),
				Check:  s.CheckMethods(create), // and none to read back; the plan after the step reads
			},
			resource.TestStep{
				PreConfig: s.ResetJournal,
				Config:    k.Config(acctest.Package(0), k.TargetID(0), timeouts),
				Check:     s.CheckMethods("GET"), // the refresh, and nothing to update
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(k.Address(), plancheck.ResourceActionUpdate),
				}},
			},
			resource.TestStep{
				PreConfig:    s.ResetJournal,
				ResourceName: k.Address(), ImportState: true, ImportStateId: acctest.CatalogID + "/" + k.ImportID(0),
				ImportStateCheck: func([]*terraform.InstanceState) error { return s.CheckMethods("GET GET")(nil) },
			},
			resource.TestStep{
				PreConfig:    s.ResetJournal,
				ResourceName: k.Address(), ImportState: true, ImportStateId: k.ImportID(0),
				ImportStateCheck: func([]*terraform.InstanceState) error { return s.CheckMethods("GET GET")(nil) },
			},
		)
	})
}

// TestAccRule_listsOncePerPackage plans fifty rules of five packages.
func TestAccRule_listsOncePerPackage(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	config := fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "test" {
  count             = 50
  catalog_id        = %q
  access_package_id = format("acce5500-0000-4000-8000-%%012d", floor(count.index / 10))
  group_id          = format("9f0a9000-0000-4000-8000-%%012d", count.index %% 10)
}
`, acctest.CatalogID)
	s.Run(t,
		resource.TestStep{
			Config: config,
			Check: func(*terraform.State) error {
				if posts, others := s.Requests("POST", "/accessPackageCatalogs/"), s.Requests("GET", ""); posts != 50 || others != 0 {
					return fmt.Errorf("%d creates and %d reads, want 50 and none", posts, others)
				}
				return nil
			},
		},
		resource.TestStep{
			PreConfig:        s.ResetJournal,
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check:            s.CheckMethods("GET GET GET GET GET"),
		},
	)
}
