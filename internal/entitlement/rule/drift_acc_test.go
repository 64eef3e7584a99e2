package rule_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccRule_drift(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		must := func(err error) {
			if err != nil {
				t.Error(err)
			}
		}
		s.RunWith(t, acctest.NewClock(),
			resource.TestStep{Config: k.Config(acctest.Package(0), k.TargetID(0))},
			resource.TestStep{
				PreConfig: func() { must(s.Tenant().Unlink(k.Kind, acctest.Package(0), k.TargetID(0))) },
				Config:    k.Config(acctest.Package(0), k.TargetID(0)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(k.Address(), plancheck.ResourceActionCreate),
				}},
				Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0)),
			},
			resource.TestStep{ // gone before destroy
				PreConfig: func() { must(s.Tenant().Unlink(k.Kind, acctest.Package(0), k.TargetID(0))) },
				Config:    k.Config(acctest.Package(0), k.TargetID(0)),
				Destroy:   true,
			},
		)
	})
}

func TestAccRule_packageGone(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		s.RunWith(t, acctest.NewClock(),
			resource.TestStep{Config: k.Config(acctest.Package(3), k.TargetID(0))},
			resource.TestStep{
				PreConfig: func() {
					if err := s.Tenant().DeleteAccessPackage(acctest.Package(3)); err != nil {
						t.Error(err)
					}
				},
				Config:             k.Config(acctest.Package(3), k.TargetID(0)),
				PlanOnly:           true,
				ExpectNonEmptyPlan: true,
			},
		)
	})
}

func TestAccRule_adoption(t *testing.T) {
	t.Parallel()
	for _, duplicate := range []int{204, 400} { // the graph package tries the rest
		acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
			t.Helper()
			t.Run(fmt.Sprint(duplicate), func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{DuplicateLink: duplicate})
				if err := s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)); err != nil {
					t.Fatal(err)
				}
				steps := []resource.TestStep{
					{
						Config:      s.Provider("adopt_existing = false") + k.Config(acctest.Package(0), k.TargetID(0)),
						ExpectError: regexp.MustCompile(`(?s)Rules exist already.*import \{.*` + k.ImportID(0)),
					},
					{
						PreConfig: func() {
							if s.Writes() != 0 {
								t.Errorf("%d writes before it was refused", s.Writes())
							}
						},
						Config: k.Config(acctest.Package(0), k.TargetID(0)), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0)),
					},
				}
				resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Factories(nil), Steps: s.Steps(steps)})
				if left := s.Tenant().Links(k.Kind, acctest.Package(0)); len(left) != 0 {
					t.Errorf("destroying left %v", left)
				}
			})
		})
	}
}

// TestAccRule_takeover shifts a count: every rule but the first changes its resource, in any order of destroys and
// creates.
func TestAccRule_takeover(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		config := func(first int) string {
			var ids []string
			for i := first; i < 8; i++ {
				ids = append(ids, fmt.Sprintf("%q", k.TargetID(i)))
			}
			return fmt.Sprintf("locals {\n  targets = [%s]\n}\n", strings.Join(ids, ", ")) +
				strings.Replace(k.Config(acctest.Package(0), "TARGET", "count = length(local.targets)"), `"TARGET"`, "local.targets[count.index]", 1)
		}
		sorted := func(first int) []string {
			var ids []string
			for i := first; i < 8; i++ {
				ids = append(ids, k.TargetID(i))
			}
			slices.Sort(ids)
			return ids
		}
		s.Run(t,
			resource.TestStep{Config: config(0), Check: k.IsInPlace(s, acctest.Package(0), sorted(0)...)},
			resource.TestStep{Config: config(1), Check: k.IsInPlace(s, acctest.Package(0), sorted(1)...)},
		)
	})
}

func TestAccRule_catalog(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		k.Extremes(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			s := acctest.Start(t, options)
			provider := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
			s.RunWith(t, acctest.NewClock(),
				resource.TestStep{
					Config:      provider + k.ConfigIn(acctest.OtherCatalogID, acctest.Package(0), k.TargetID(0)),
					ExpectError: regexp.MustCompile(`(?s)another\s+catalog.*` + acctest.CatalogID),
				},
				resource.TestStep{Config: provider + k.Config(acctest.Package(0), k.TargetID(0))},
				resource.TestStep{
					PreConfig: s.ResetJournal,
					Config:    provider + k.ConfigIn(acctest.OtherCatalogID, acctest.Package(0), k.TargetID(0)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(k.Address(), plancheck.ResourceActionUpdate),
					}},
					ExpectError: regexp.MustCompile(`(?s)another\s+catalog`),
				},
				resource.TestStep{
					PreConfig: func() {
						if err := s.Tenant().MoveAccessPackage(acctest.Package(0), acctest.OtherCatalogID); err != nil {
							t.Error(err)
						}
					},
					Config: provider + k.ConfigIn(acctest.OtherCatalogID, acctest.Package(0), k.TargetID(0)),
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
