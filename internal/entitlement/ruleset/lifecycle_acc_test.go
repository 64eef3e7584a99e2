package ruleset_test

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

func TestAccSet_lifecycle(t *testing.T) {
	t.Parallel()
	acctest.Variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
		t.Helper()
		options.PageSize = 2
		s := acctest.Start(t, options)
		version := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
		first, second := acctest.SetConfig(acctest.Groups(0, 1, 2), acctest.Packages(3)), acctest.SetConfig(acctest.Groups(1, 2, 4, 5), []string{})
		s.Run(t,
			resource.TestStep{
				Config: version + first,
				Check:  acctest.Holds(s, acctest.Groups(0, 1, 2), acctest.Packages(3)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(acctest.SetAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(acctest.SetAddress, tfjsonpath.New("incompatible_group_ids"), acctest.SetOf(acctest.Groups(0, 1, 2))),
					statecheck.ExpectKnownValue(acctest.SetAddress, tfjsonpath.New("incompatible_access_package_ids"), acctest.SetOf(acctest.Packages(3))),
					statecheck.ExpectKnownValue(acctest.SetAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				},
			},
			resource.TestStep{ResourceName: acctest.SetAddress, ImportState: true, ImportStateVerify: true, ImportStateId: acctest.Package(0)},
			resource.TestStep{
				ResourceName: acctest.SetAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: acctest.CatalogID + "/" + acctest.Package(0),
				ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(acctest.SetAddress, plancheck.ResourceActionNoop)}},
			},
			resource.TestStep{Config: version + second, Check: acctest.Holds(s, acctest.Groups(1, 2, 4, 5), nil), ConfigPlanChecks: acctest.Action(plancheck.ResourceActionUpdate)},
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
				Config: s.Provider() + acctest.SetConfig(acctest.Groups(0), acctest.Packages(1)),
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectIdentity(acctest.SetAddress, map[string]knownvalue.Check{
					"access_package_id": knownvalue.StringExact(acctest.Package(0)),
				})},
			},
			{ResourceName: acctest.SetAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}

// TestAccSet_adoption creates the resource where others have made rules, and keeps it while they make and remove more.
func TestAccSet_adoption(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Link(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1)...)
	acctest.Link(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(7)...)
	config := acctest.SetConfig(acctest.Groups(1, 2), nil)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: acctest.WithProvider(s, []resource.TestStep{
			{
				Config:      s.Provider("adopt_existing = false") + config,
				ExpectError: regexp.MustCompile(`(?s)Rules exist already.*` + acctest.Group(0) + `.*import \{.*` + acctest.Package(0)),
			},
			{Config: config, Check: resource.ComposeTestCheckFunc(
				acctest.Holds(s, acctest.Groups(1, 2), acctest.Packages(7)), acctest.Requests(s, "GET GET POST DELETE"), // of which one is the attempt before
				resource.TestCheckNoResourceAttr(acctest.SetAddress, "incompatible_access_package_ids"),
			)},
			{PreConfig: func() { acctest.Link(t, s, emulator.IncompatibleGroups, acctest.Group(3)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: acctest.Action(plancheck.ResourceActionUpdate), Check: acctest.Holds(s, acctest.Groups(1, 2), acctest.Packages(7))},
			{PreConfig: func() { acctest.Unlink(t, s, emulator.IncompatibleGroups, acctest.Group(1)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: acctest.Action(plancheck.ResourceActionUpdate), Check: acctest.Holds(s, acctest.Groups(1, 2), acctest.Packages(7))},
		}),
	})
	if n := s.Requests("", "/incompatibleAccessPackages"); n != 0 {
		t.Errorf("%d requests about the kind that is not managed", n)
	}
	if err := acctest.Holds(s, nil, acctest.Packages(7))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

// TestAccSet_omitted leaves out a set that was there, and takes it up again.
func TestAccSet_omitted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Link(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(7)...)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: acctest.WithProvider(s, []resource.TestStep{
			{Config: acctest.SetConfig(acctest.Groups(1), acctest.Packages(7, 8)), Check: acctest.Holds(s, acctest.Groups(1), acctest.Packages(7, 8))},
			{
				Config: acctest.SetConfig(acctest.Groups(1), nil), ConfigPlanChecks: acctest.Action(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(acctest.Holds(s, acctest.Groups(1), acctest.Packages(7, 8)), resource.TestCheckNoResourceAttr(acctest.SetAddress, "incompatible_access_package_ids")),
			},
			{
				PreConfig: func() { acctest.Link(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(9)...) },
				Config:    acctest.SetConfig(acctest.Groups(1), nil), ConfigPlanChecks: acctest.EmptyPlan,
			},
			{Config: acctest.SetConfig(acctest.Groups(1), acctest.Packages(8)), Check: acctest.Holds(s, acctest.Groups(1), acctest.Packages(8))},
			{Config: acctest.SetConfig([]string{}, nil), Check: acctest.Holds(s, nil, acctest.Packages(8))},
		}),
	})
	if err := acctest.Holds(s, nil, acctest.Packages(8))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

func TestAccSet_spelling(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	upper := []string{strings.ToUpper(acctest.Group(10)), "/groups/" + acctest.Group(11)}
	s.Run(t,
		resource.TestStep{Config: acctest.SetConfig(upper, nil), Check: acctest.Holds(s, acctest.Groups(10, 11), nil)},
		resource.TestStep{Config: acctest.SetConfig(acctest.Groups(11, 10), nil), ConfigPlanChecks: acctest.EmptyPlan},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    acctest.SetConfig([]string{"/groups/" + strings.ToUpper(acctest.Group(11)), acctest.Group(12)}, nil),
			Check: func(*terraform.State) error {
				if s.Writes() != 2 {
					return fmt.Errorf("%d writes, want one more group and one less", s.Writes())
				}
				return acctest.Holds(s, acctest.Groups(11, 12), nil)(nil)
			},
		},
	)
}

func TestAccSet_packageGone(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{Config: acctest.SetConfig(acctest.Groups(0), acctest.Packages(1))},
		resource.TestStep{
			PreConfig: func() {
				if err := s.Tenant().DeleteAccessPackage(acctest.Package(0)); err != nil {
					t.Error(err)
				}
			},
			Config: acctest.SetConfig(acctest.Groups(0), acctest.Packages(1)), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
	)
}
