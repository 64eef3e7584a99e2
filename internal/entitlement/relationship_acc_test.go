package entitlement_test

import (
	"fmt"
	"regexp"
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

// linkKind is one of the two single-link resources, which pass the same tests.
type linkKind struct {
	resource string
	target   string // attribute
	kind     emulator.Kind
	id       func(i int) string // of targets
}

var linkKinds = []linkKind{
	{"elm_access_package_incompatible_group", "group_id", emulator.IncompatibleGroups, acctest.Group},
	{"elm_access_package_incompatible_access_package", "incompatible_access_package_id", emulator.IncompatibleAccessPackages, func(i int) string { return acctest.Package(19 - i) }},
}

// forLinkKinds runs a test for both resources.
func forLinkKinds(t *testing.T, run func(t *testing.T, k linkKind)) {
	t.Helper()
	for _, k := range linkKinds {
		t.Run(k.target, func(t *testing.T) {
			t.Parallel()
			run(t, k)
		})
	}
}

// variants runs a test over the dialects and API versions that make a difference. For access packages the dialects are the same.
func (k linkKind) variants(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	if k.kind == emulator.IncompatibleGroups {
		acctest.Variants(t, run)
		return
	}
	t.Run("v1.0", func(t *testing.T) {
		t.Parallel()
		run(t, emulator.Options{}, "v1.0")
	})
}

// config declares one link named test; more goes into the block.
func (k linkKind) config(accessPackage, target string, more ...string) string {
	return k.configIn(acctest.CatalogID, accessPackage, target, more...)
}

func (k linkKind) configIn(catalog, accessPackage, target string, more ...string) string {
	return fmt.Sprintf(`
resource %q "test" {
  catalog_id        = %q
  access_package_id = %q
  %s = %q
  %s
}
`, k.resource, catalog, accessPackage, k.target, target, strings.Join(more, "\n  "))
}

func (k linkKind) address() string { return k.resource + ".test" }

func (k linkKind) importID(i int) string { return acctest.Package(i) + "/" + k.id(i) }

// isLinked checks the service, not the state.
func (k linkKind) isLinked(s *acctest.Service, accessPackage string, targets ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := s.Tenant().Links(k.kind, accessPackage); strings.Join(got, " ") != strings.Join(targets, " ") {
			return fmt.Errorf("the service holds %v, want %v", got, targets)
		}
		return nil
	}
}

// requests checks how many requests of Graph there have been since the last check.
func requests(s *acctest.Service, want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []string
		for _, entry := range s.Journal() {
			if entry.Kind == "graph" {
				got = append(got, entry.Method)
			}
		}
		s.ResetJournal()
		if strings.Join(got, " ") != want {
			return fmt.Errorf("requests: %q, want %q", strings.Join(got, " "), want)
		}
		return nil
	}
}

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
		if k.kind == emulator.IncompatibleAccessPackages {
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

func TestAccLink_drift(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		must := func(err error) {
			if err != nil {
				t.Error(err)
			}
		}
		s.RunWith(t, acctest.NewClock(),
			resource.TestStep{Config: k.config(acctest.Package(0), k.id(0))},
			resource.TestStep{
				PreConfig: func() { must(s.Tenant().Unlink(k.kind, acctest.Package(0), k.id(0))) },
				Config:    k.config(acctest.Package(0), k.id(0)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionCreate),
				}},
				Check: k.isLinked(s, acctest.Package(0), k.id(0)),
			},
			resource.TestStep{ // gone before destroy
				PreConfig: func() { must(s.Tenant().Unlink(k.kind, acctest.Package(0), k.id(0))) },
				Config:    k.config(acctest.Package(0), k.id(0)),
				Destroy:   true,
			},
		)
	})
}

func TestAccLink_packageGone(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		s.RunWith(t, acctest.NewClock(),
			resource.TestStep{Config: k.config(acctest.Package(3), k.id(0))},
			resource.TestStep{
				PreConfig: func() {
					if err := s.Tenant().DeleteAccessPackage(acctest.Package(3)); err != nil {
						t.Error(err)
					}
				},
				Config:             k.config(acctest.Package(3), k.id(0)),
				PlanOnly:           true,
				ExpectNonEmptyPlan: true,
			},
		)
	})
}

func TestAccLink_spelling(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
		upper := k.configIn(strings.ToUpper(acctest.CatalogID), strings.ToUpper(acctest.Package(0)), strings.ToUpper(k.id(0)))
		steps := []resource.TestStep{
			{Config: upper, Check: k.isLinked(s, acctest.Package(0), k.id(0))},
			{Config: upper, ConfigPlanChecks: empty},
			{Config: k.config(acctest.Package(0), k.id(0)), ConfigPlanChecks: empty},
		}
		if k.target == "group_id" {
			steps = append(steps, resource.TestStep{Config: k.config(acctest.Package(0), "/groups/"+k.id(0)), ConfigPlanChecks: empty})
		}
		s.Run(t, steps...)
	})
}

// TestAccLink_invalid tries one wrong id per attribute on a real CLI; the guid package tries the rest.
func TestAccLink_invalid(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		wrong := func(attribute, value string) *regexp.Regexp {
			return regexp.MustCompile(fmt.Sprintf(`(?s)%s\s+=.*Invalid GUID|Invalid GUID.*%s\s+=.*%s`, attribute, attribute, value))
		}
		s.Run(t,
			resource.TestStep{Config: k.configIn("", acctest.Package(0), k.id(0)), ExpectError: wrong("catalog_id", "empty")},
			resource.TestStep{Config: k.config("Payments", k.id(0)), ExpectError: wrong("access_package_id", "Payments")},
			resource.TestStep{Config: k.config(acctest.Package(0), "{"+k.id(0)+"}"), ExpectError: wrong(k.target, "{"+k.id(0))},
			resource.TestStep{Config: k.config(acctest.Package(0), "/users/"+k.id(0)), ExpectError: wrong(k.target, "/users/")},
		)
		if n := len(s.Journal()); n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

func TestAccLink_unknownUntilApply(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		config := func(target string) string {
			return fmt.Sprintf("resource \"terraform_data\" \"target\" {\n  input = %q\n}\n", target) +
				strings.Replace(k.config(acctest.Package(0), "TARGET"), `"TARGET"`, "terraform_data.target.output", 1)
		}
		s.Run(t,
			resource.TestStep{Config: config(k.id(0)), Check: k.isLinked(s, acctest.Package(0), k.id(0))},
			resource.TestStep{PreConfig: s.ResetJournal, Config: config("Payment approvers"), ExpectError: regexp.MustCompile("Invalid GUID")},
			// Terraform had destroyed the old rule when the id of the new one turned out to be none.
			resource.TestStep{Config: config(k.id(0)), Check: k.isLinked(s, acctest.Package(0), k.id(0))},
		)
	})
}

func TestAccLink_invalidImport(t *testing.T) {
	t.Parallel()
	k := linkKinds[0]
	for id, want := range map[string]string{
		"x":                              "got \"x\"",
		acctest.Package(0) + "/Payments": "<group_id>",
		"{" + acctest.CatalogID + "}/" + k.importID(0):              "<catalog_id>",
		strings.Repeat(acctest.CatalogID+"/", 3) + acctest.Group(0): "Expected",
		acctest.Package(0) + "/" + acctest.Missing:                  "non-existent",
		acctest.Missing + "/" + acctest.Group(0):                    "non-existent",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			s.Run(t,
				resource.TestStep{Config: k.config(acctest.Package(0), k.id(1))},
				resource.TestStep{
					PreConfig:    s.ResetJournal,
					ResourceName: k.address(), ImportState: true, ImportStateId: id,
					ExpectError: regexp.MustCompile("(?s)" + regexp.QuoteMeta(want)),
				},
			)
			if writes := s.Writes() - s.Requests("DELETE", ""); writes != 0 { // but for the destroy at the end
				t.Errorf("%d writes", writes)
			}
		})
	}
}

func TestAccLink_adoption(t *testing.T) {
	t.Parallel()
	for _, duplicate := range []int{204, 400} { // the graph package tries the rest
		forLinkKinds(t, func(t *testing.T, k linkKind) {
			t.Helper()
			t.Run(fmt.Sprint(duplicate), func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{DuplicateLink: duplicate})
				if err := s.Tenant().Link(k.kind, acctest.Package(0), k.id(0)); err != nil {
					t.Fatal(err)
				}
				steps := []resource.TestStep{}
				if duplicate >= 400 { // a service that answers success is taken at its word
					steps = append(steps, resource.TestStep{
						Config:      s.Provider("adopt_existing = false") + k.config(acctest.Package(0), k.id(0)),
						ExpectError: regexp.MustCompile(`(?s)Rule exists already.*import \{.*` + k.importID(0)),
					})
				}
				steps = append(steps,
					resource.TestStep{Config: k.config(acctest.Package(0), k.id(0)), Check: k.isLinked(s, acctest.Package(0), k.id(0))},
				)
				resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(nil), Steps: withProvider(s, steps)})
				if left := s.Tenant().Links(k.kind, acctest.Package(0)); len(left) != 0 {
					t.Errorf("destroying left %v", left)
				}
			})
		})
	}
}

func withProvider(s *acctest.Service, steps []resource.TestStep) []resource.TestStep {
	for i := range steps {
		if steps[i].Config != "" && !strings.Contains(steps[i].Config, `provider "elm"`) {
			steps[i].Config = s.Provider() + steps[i].Config
		}
	}
	return steps
}

func TestAccLink_declaredTwice(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		one := k.config(acctest.Package(0), k.id(0))
		two := strings.Replace(k.config(acctest.Package(0), strings.ToUpper(k.id(0))), `"test"`, `"twin"`, 1)
		s.Run(t,
			resource.TestStep{Config: one + two, ExpectError: regexp.MustCompile("Rule declared twice")},
			resource.TestStep{Config: one},
			resource.TestStep{Config: one + two, ExpectError: regexp.MustCompile("Rule declared twice")},
			resource.TestStep{Config: one, ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		)
	})
}

// TestAccLink_takeover shifts a count: every rule but the first changes its resource, in any order of destroys and creates.
func TestAccLink_takeover(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		config := func(first int) string {
			var ids []string
			for i := first; i < 8; i++ {
				ids = append(ids, fmt.Sprintf("%q", k.id(i)))
			}
			return fmt.Sprintf("locals {\n  targets = [%s]\n}\n", strings.Join(ids, ", ")) +
				strings.Replace(k.config(acctest.Package(0), "TARGET", "count = length(local.targets)"), `"TARGET"`, "local.targets[count.index]", 1)
		}
		sorted := func(first int) []string {
			var ids []string
			for i := first; i < 8; i++ {
				ids = append(ids, k.id(i))
			}
			if k.kind == emulator.IncompatibleAccessPackages { // its ids run downwards
				for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
					ids[i], ids[j] = ids[j], ids[i]
				}
			}
			return ids
		}
		s.Run(t,
			resource.TestStep{Config: config(0), Check: k.isLinked(s, acctest.Package(0), sorted(0)...)},
			resource.TestStep{Config: config(1), Check: k.isLinked(s, acctest.Package(0), sorted(1)...)},
			resource.TestStep{Config: config(1), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		)
	})
}

func TestAccLink_catalog(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		k.variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			s := acctest.Start(t, options)
			provider := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
			s.RunWith(t, acctest.NewClock(),
				resource.TestStep{
					Config:      provider + k.configIn(acctest.OtherCatalogID, acctest.Package(0), k.id(0)),
					ExpectError: regexp.MustCompile(`(?s)another\s+catalog.*` + acctest.CatalogID),
				},
				resource.TestStep{Config: provider + k.config(acctest.Package(0), k.id(0))},
				resource.TestStep{
					PreConfig: s.ResetJournal,
					Config:    provider + k.configIn(acctest.OtherCatalogID, acctest.Package(0), k.id(0)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.address(), plancheck.ResourceActionUpdate),
					}},
					ExpectError: regexp.MustCompile(`(?s)another\s+catalog`),
				},
				resource.TestStep{
					PreConfig: func() {
						if err := s.Tenant().MoveAccessPackage(acctest.Package(0), acctest.OtherCatalogID); err != nil {
							t.Error(err)
						}
					},
					Config: provider + k.configIn(acctest.OtherCatalogID, acctest.Package(0), k.id(0)),
					Check: func(*terraform.State) error {
						if s.Writes() != 0 {
							return fmt.Errorf("%d writes for a package that moved", s.Writes())
						}
						return nil
					},
				},
			)
		})
	})
}
