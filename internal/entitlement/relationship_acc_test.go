package entitlement_test

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

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func TestAccLink_lifecycle(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		k.variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			options.PageSize = 2
			s := acctest.Start(t, options)
			version := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
			config := func(i int) string { return version + k.config(acctest.Package(0), k.id(i)) }
			s.Run(t,
				resource.TestStep{
					Config: config(0),
					Check:  k.isLinked(s, acctest.Package(0), k.id(0)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectKnownValue(k.address(), tfjsonpath.New("id"), knownvalue.StringExact(k.importID(0))),
					}},
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(k.address(), tfjsonpath.New(k.target), knownvalue.StringExact(k.id(0))),
						statecheck.ExpectKnownValue(k.address(), tfjsonpath.New("access_package_id"), knownvalue.StringExact(acctest.Package(0))),
						statecheck.ExpectKnownValue(k.address(), tfjsonpath.New("catalog_id"), knownvalue.StringExact(acctest.CatalogID)),
						statecheck.ExpectKnownValue(k.address(), tfjsonpath.New("id"), knownvalue.StringExact(k.importID(0))),
					},
				},
				resource.TestStep{
					Config:           config(0),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				},
				resource.TestStep{
					ResourceName: k.address(), ImportState: true, ImportStateVerify: true, ImportStateId: k.importID(0),
				},
				resource.TestStep{
					ResourceName: k.address(), ImportState: true, ImportStateVerify: true, ImportStateId: acctest.CatalogID + "/" + k.importID(0),
				},
				resource.TestStep{
					ResourceName: k.address(), ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: k.importID(0),
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionNoop)}},
				},
				resource.TestStep{
					Config: config(1),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionReplace),
					}},
					Check: k.isLinked(s, acctest.Package(0), k.id(1)),
				},
			)
		})
	})
}

// TestAccLink_identity needs a CLI that knows resource identities: Terraform 1.12, OpenTofu 1.12.
func TestAccLink_identity(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Factories(nil),
			TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
			Steps: []resource.TestStep{
				{
					Config: s.Provider() + k.config(strings.ToUpper(acctest.Package(0)), k.id(0)),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(k.address(), map[string]knownvalue.Check{
						"access_package_id": knownvalue.StringExact(acctest.Package(0)),
						k.target:            knownvalue.StringExact(k.id(0)),
					})},
				},
				{
					ResourceName: k.address(), ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity,
				},
			},
		})
	})
}

func TestAccLink_requests(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		create := "POST"
		if !k.catalogRoute {
			create = "GET POST" // the published route names no catalog: that is checked once per package
		}
		timeouts := "timeouts {\n    create = \"20m\"\n  }"
		s.Run(t,
			resource.TestStep{
				Config: k.config(acctest.Package(0), k.id(0)),
				Check:  requests(s, create), // and none to read back; the plan after the step reads
			},
			resource.TestStep{
				PreConfig: s.ResetJournal,
				Config:    k.config(acctest.Package(0), k.id(0), timeouts),
				Check:     requests(s, "GET"), // the refresh, and nothing to update
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionUpdate),
				}},
			},
			resource.TestStep{
				PreConfig:    s.ResetJournal,
				ResourceName: k.address(), ImportState: true, ImportStateId: acctest.CatalogID + "/" + k.importID(0),
				ImportStateCheck: func([]*terraform.InstanceState) error { return requests(s, "GET")(nil) },
			},
			resource.TestStep{
				PreConfig:    s.ResetJournal,
				ResourceName: k.address(), ImportState: true, ImportStateId: k.importID(0),
				ImportStateCheck: func([]*terraform.InstanceState) error { return requests(s, "GET GET")(nil) },
			},
		)
	})
}

// TestAccLink_listsOncePerPackage plans fifty links of five packages.
func TestAccLink_listsOncePerPackage(t *testing.T) {
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
			Check:            requests(s, "GET GET GET GET GET"),
		},
	)
}
