package entitlement_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
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

const setAddress = "elm_access_package_separation_of_duties.test"

// setConfig declares the rules of access package 0; a nil set is left out.
func setConfig(groups, packages []string, more ...string) string {
	lines := more
	for attribute, ids := range map[string][]string{"incompatible_group_ids": groups, "incompatible_access_package_ids": packages} {
		if ids != nil {
			lines = append(lines, fmt.Sprintf("%s = [%s]", attribute, quotedList(ids)))
		}
	}
	return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id        = %q
  access_package_id = %q
  %s
}
`, acctest.CatalogID, acctest.Package(0), strings.Join(lines, "\n  "))
}

func quotedList(ids []string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf("%q", id))
	}
	return strings.Join(list, ", ")
}

func groups(indexes ...int) []string   { return numbered(acctest.Group, indexes) }
func packages(indexes ...int) []string { return numbered(acctest.Package, indexes) }

func numbered(id func(int) string, indexes []int) []string {
	ids := []string{}
	for _, i := range indexes {
		ids = append(ids, id(i))
	}
	return ids
}

// holds checks the service, not the state.
func holds(s *acctest.Service, wantGroups, wantPackages []string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var problems []error
		for kind, want := range map[emulator.Kind][]string{emulator.IncompatibleGroups: wantGroups, emulator.IncompatibleAccessPackages: wantPackages} {
			if got := s.Tenant().Links(kind, acctest.Package(0)); !slices.Equal(got, want) && len(got)+len(want) > 0 {
				problems = append(problems, fmt.Errorf("the service holds %v, want %v", got, want))
			}
		}
		return errors.Join(problems...)
	}
}

func link(t *testing.T, s *acctest.Service, kind emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Link(kind, acctest.Package(0), target); err != nil {
			t.Error(err)
		}
	}
}

func unlink(t *testing.T, s *acctest.Service, kind emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Unlink(kind, acctest.Package(0), target); err != nil {
			t.Error(err)
		}
	}
}

var emptyPlan = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

func action(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setAddress, want)}}
}

func setOf(ids []string) knownvalue.Check {
	var checks []knownvalue.Check
	for _, id := range ids {
		checks = append(checks, knownvalue.StringExact(id))
	}
	return knownvalue.SetExact(checks)
}

func TestAccSet_lifecycle(t *testing.T) {
	t.Parallel()
	acctest.Variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
		t.Helper()
		options.PageSize = 2
		s := acctest.Start(t, options)
		version := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
		first, second := setConfig(groups(0, 1, 2), packages(3)), setConfig(groups(1, 2, 4, 5), []string{})
		s.Run(t,
			resource.TestStep{
				Config: version + first,
				Check:  holds(s, groups(0, 1, 2), packages(3)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(setAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("incompatible_group_ids"), setOf(groups(0, 1, 2))),
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("incompatible_access_package_ids"), setOf(packages(3))),
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				},
			},
			resource.TestStep{ResourceName: setAddress, ImportState: true, ImportStateVerify: true, ImportStateId: acctest.Package(0)},
			resource.TestStep{
				ResourceName: setAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: acctest.CatalogID + "/" + acctest.Package(0),
				ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setAddress, plancheck.ResourceActionNoop)}},
			},
			resource.TestStep{Config: version + second, Check: holds(s, groups(1, 2, 4, 5), nil), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
		)
	})
}

// TestAccSet_identity needs a CLI that knows resource identities: Terraform 1.12, OpenTofu 1.12.
func TestAccSet_identity(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(nil),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{
				Config: s.Provider() + setConfig(groups(0), packages(1)),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(setAddress, map[string]knownvalue.Check{
					"access_package_id": knownvalue.StringExact(acctest.Package(0)),
				})},
			},
			{ResourceName: setAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// TestAccSet_adoption creates the resource where others have made rules, and keeps it while they make and remove more.
func TestAccSet_adoption(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	link(t, s, emulator.IncompatibleGroups, groups(0, 1)...)
	link(t, s, emulator.IncompatibleAccessPackages, packages(7)...)
	config := setConfig(groups(1, 2), nil)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: withProvider(s, []resource.TestStep{
			{
				Config:      s.Provider("adopt_existing = false") + config,
				ExpectError: regexp.MustCompile(`(?s)Rules exist already.*` + acctest.Group(0) + `.*import \{.*` + acctest.Package(0)),
			},
			{Config: config, Check: resource.ComposeTestCheckFunc(
				holds(s, groups(1, 2), packages(7)), requests(s, "GET GET POST DELETE"), // of which one is the attempt before
				resource.TestCheckNoResourceAttr(setAddress, "incompatible_access_package_ids"),
			)},
			{PreConfig: func() { link(t, s, emulator.IncompatibleGroups, acctest.Group(3)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(s, groups(1, 2), packages(7))},
			{PreConfig: func() { unlink(t, s, emulator.IncompatibleGroups, acctest.Group(1)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(s, groups(1, 2), packages(7))},
		}),
	})
	if n := s.Requests("", "/incompatibleAccessPackages"); n != 0 {
		t.Errorf("%d requests about the kind that is not managed", n)
	}
	if err := holds(s, nil, packages(7))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

// TestAccSet_omitted leaves out a set that was there, and takes it up again.
func TestAccSet_omitted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	link(t, s, emulator.IncompatibleAccessPackages, packages(7)...)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: withProvider(s, []resource.TestStep{
			{Config: setConfig(groups(1), packages(7, 8)), Check: holds(s, groups(1), packages(7, 8))},
			{
				Config: setConfig(groups(1), nil), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(holds(s, groups(1), packages(7, 8)), resource.TestCheckNoResourceAttr(setAddress, "incompatible_access_package_ids")),
			},
			{
				PreConfig: func() { link(t, s, emulator.IncompatibleAccessPackages, packages(9)...) },
				Config:    setConfig(groups(1), nil), ConfigPlanChecks: emptyPlan,
			},
			{Config: setConfig(groups(1), packages(8)), Check: holds(s, groups(1), packages(8))},
			{Config: setConfig([]string{}, nil), Check: holds(s, nil, packages(8))},
		}),
	})
	if err := holds(s, nil, packages(8))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

func TestAccSet_spelling(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	upper := []string{strings.ToUpper(acctest.Group(10)), "/groups/" + acctest.Group(11)}
	s.Run(t,
		resource.TestStep{Config: setConfig(upper, nil), Check: holds(s, groups(10, 11), nil)},
		resource.TestStep{Config: setConfig(groups(11, 10), nil), ConfigPlanChecks: emptyPlan},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    setConfig([]string{"/groups/" + strings.ToUpper(acctest.Group(11)), acctest.Group(12)}, nil),
			Check: func(*terraform.State) error {
				if s.Writes() != 2 {
					return fmt.Errorf("%d writes, want one more group and one less", s.Writes())
				}
				return holds(s, groups(11, 12), nil)(nil)
			},
		},
	)
}

func TestAccSet_packageGone(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{Config: setConfig(groups(0), packages(1))},
		resource.TestStep{
			PreConfig: func() {
				if err := s.Tenant().DeleteAccessPackage(acctest.Package(0)); err != nil {
					t.Error(err)
				}
			},
			Config: setConfig(groups(0), packages(1)), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
	)
}
