package ruleset_test

import (
	"fmt"
	"net/http"
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

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccSet_lifecycle(t *testing.T) {
	t.Parallel()
	acctest.Extremes(t, func(t *testing.T, options emulator.Options, apiVersion string) {
		t.Helper()
		options.PageSize = 2
		s := acctest.Start(t, options)
		version := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
		first, second := setConfig(acctest.Groups(0, 1, 2), acctest.Packages(3)), setConfig(acctest.Groups(1, 2, 4, 5), []string{})
		s.Run(t,
			resource.TestStep{
				Config: version + first,
				Check:  holds(s, acctest.Groups(0, 1, 2), acctest.Packages(3)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectKnownValue(setAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				}},
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("incompatible_group_ids"), setOf(acctest.Groups(0, 1, 2))),
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("incompatible_access_package_ids"), setOf(acctest.Packages(3))),
					statecheck.ExpectKnownValue(setAddress, tfjsonpath.New("id"), knownvalue.StringExact(acctest.Package(0))),
				},
			},
			resource.TestStep{ResourceName: setAddress, ImportState: true, ImportStateVerify: true, ImportStateId: acctest.Package(0)},
			resource.TestStep{
				ResourceName: setAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateId: acctest.CatalogID + "/" + acctest.Package(0),
				ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setAddress, plancheck.ResourceActionNoop)}},
			},
			resource.TestStep{Config: version + second, Check: holds(s, acctest.Groups(1, 2, 4, 5), nil), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
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
				Config: s.Provider() + setConfig(acctest.Groups(0), acctest.Packages(1)),
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
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1)...)
	haveRules(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(7)...)
	config := setConfig(acctest.Groups(1, 2), nil)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: s.Steps([]resource.TestStep{
			{
				Config:      s.Provider("adopt_existing = false") + config,
				ExpectError: regexp.MustCompile(`(?s)Rules exist already.*` + acctest.Group(0) + `.*import \{.*` + acctest.Package(0)),
			},
			{Config: config, Check: resource.ComposeTestCheckFunc(
				// plan and apply, of which one pair is the attempt before
				holds(s, acctest.Groups(0, 1, 2), acctest.Packages(7)), s.CheckMethods("GET GET GET GET POST POST"),
				resource.TestCheckNoResourceAttr(setAddress, "incompatible_access_package_ids"),
			), ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(s, acctest.Groups(1, 2), acctest.Packages(7))},
			{PreConfig: func() { haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(3)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(s, acctest.Groups(1, 2), acctest.Packages(7))},
			{PreConfig: func() { unlink(t, s, emulator.IncompatibleGroups, acctest.Group(1)) }, RefreshState: true, ExpectNonEmptyPlan: true},
			{Config: config, ConfigPlanChecks: action(plancheck.ResourceActionUpdate), Check: holds(s, acctest.Groups(1, 2), acctest.Packages(7))},
		}),
	})
	if n := s.Requests("", "/incompatibleAccessPackages"); n != 0 {
		t.Errorf("%d requests about the kind that is not managed", n)
	}
	if err := holds(s, nil, acctest.Packages(7))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

// TestAccSet_staleList creates the resource while lists still show the rules that a run before has removed.
func TestAccSet_staleList(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(0))
	s.Inject(emulator.Fault{ // as a list that lags behind shows it
		Method: http.MethodGet, Path: "/incompatibleGroups", Times: 2, Status: http.StatusOK, ContentType: "application/json",
		Body: []byte(`{"value":[{"id":"` + acctest.Group(0) + `"}]}`),
	})
	unlink(t, s, emulator.IncompatibleGroups, acctest.Group(0))
	s.RunWith(t, acctest.NewClock(), resource.TestStep{
		Config: setConfig(acctest.Groups(0), nil), Check: holds(s, acctest.Groups(0), nil),
	})
}

// TestAccSet_omitted leaves out a set that was there, and takes it up again.
func TestAccSet_omitted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(7)...)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(acctest.NewClock()),
		Steps: s.Steps([]resource.TestStep{
			{Config: setConfig(acctest.Groups(1), acctest.Packages(7, 8)), Check: holds(s, acctest.Groups(1), acctest.Packages(7, 8))},
			{
				Config: setConfig(acctest.Groups(1), nil), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
				Check: resource.ComposeTestCheckFunc(holds(s, acctest.Groups(1), acctest.Packages(7, 8)), resource.TestCheckNoResourceAttr(setAddress, "incompatible_access_package_ids")),
			},
			{
				PreConfig: func() { haveRules(t, s, emulator.IncompatibleAccessPackages, acctest.Packages(9)...) },
				Config:    setConfig(acctest.Groups(1), nil), ConfigPlanChecks: emptyPlan,
			},
			{Config: setConfig(acctest.Groups(1), acctest.Packages(8)), Check: holds(s, acctest.Groups(1), acctest.Packages(7, 8, 9)), ExpectNonEmptyPlan: true},
			{Config: setConfig(acctest.Groups(1), acctest.Packages(8)), Check: holds(s, acctest.Groups(1), acctest.Packages(8))},
			{Config: setConfig([]string{}, nil), Check: holds(s, nil, acctest.Packages(8))},
		}),
	})
	if err := holds(s, nil, acctest.Packages(8))(nil); err != nil {
		t.Errorf("after destroying: %v", err)
	}
}

func TestAccSet_spelling(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	upper := []string{strings.ToUpper(acctest.Group(10)), "/groups/" + acctest.Group(11)}
	s.Run(t,
		resource.TestStep{Config: setConfig(upper, nil), Check: holds(s, acctest.Groups(10, 11), nil)},
		resource.TestStep{Config: setConfig(acctest.Groups(11, 10), nil), ConfigPlanChecks: emptyPlan},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    setConfig([]string{"/groups/" + strings.ToUpper(acctest.Group(11)), acctest.Group(12)}, nil),
			Check: func(*terraform.State) error {
				if s.Writes() != 2 {
					return fmt.Errorf("%d writes, want one more group and one less", s.Writes())
				}
				return holds(s, acctest.Groups(11, 12), nil)(nil)
			},
		},
	)
}

func TestAccSet_packageGone(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{Config: setConfig(acctest.Groups(0), acctest.Packages(1))},
		resource.TestStep{
			PreConfig: func() {
				if err := s.Tenant().DeleteAccessPackage(acctest.Package(0)); err != nil {
					t.Error(err)
				}
			},
			Config: setConfig(acctest.Groups(0), acctest.Packages(1)), PlanOnly: true, ExpectNonEmptyPlan: true,
		},
	)
}
