package ruleset_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccSet_invalid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ config, want string }{
		"name":         {setConfig([]string{"Payment approvers"}, nil), `Invalid GUID.*incompatible_group_ids|incompatible_group_ids.*Invalid GUID`},
		"other path":   {setConfig(nil, []string{"/groups/" + acctest.Group(0)}), "Invalid GUID"},
		"twice":        {setConfig([]string{acctest.Group(10), strings.ToUpper(acctest.Group(10))}, nil), `GUID given twice`},
		"itself":       {setConfig(nil, []string{strings.ToUpper(acctest.Package(0))}), `incompatible_access_package_ids.*Access package excludes itself|Access package excludes itself`},
		"no set":       {setConfig(nil, nil), "(?s)At least one.*incompatible_group_ids"},
		"null element": {setConfig(nil, nil, "incompatible_group_ids = [null]"), "(?i)null"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			s.Run(t, resource.TestStep{Config: test.config, ExpectError: regexp.MustCompile("(?s)" + test.want)})
			if n := len(s.Journal()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

// TestAccSet_unknownUntilApply finds out late that an id is given twice.
func TestAccSet_unknownUntilApply(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	config := func(second string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"group\" {\n  input = %q\n}\n", second) +
			setConfig(nil, nil, fmt.Sprintf("incompatible_group_ids = [%q, terraform_data.group.output]", acctest.Group(10)))
	}
	s.Run(t,
		resource.TestStep{Config: config(strings.ToUpper(acctest.Group(10))), ExpectError: regexp.MustCompile("GUID given twice")},
		resource.TestStep{Config: config(acctest.Group(11)), Check: holds(s, acctest.Groups(10, 11), nil)},
	)
}

// TestAccSet_declaredTwice has a resource for all rules beside resources for some or all of them.
func TestAccSet_declaredTwice(t *testing.T) {
	t.Parallel()
	twin := strings.Replace(setConfig([]string{}, nil), `"test"`, `"twin"`, 1)
	for name, test := range map[string]struct{ config, want string }{
		"group":          {setConfig(acctest.Groups(0), nil) + acctest.Kinds[0].Config(acctest.Package(0), acctest.Group(0)), "Rules declared twice"},
		"other group":    {setConfig(acctest.Groups(0), nil) + acctest.Kinds[0].Config(strings.ToUpper(acctest.Package(0)), acctest.Group(1)), "Rules declared twice"},
		"access package": {setConfig(nil, acctest.Packages(3)) + acctest.Kinds[1].Config(acctest.Package(0), acctest.Package(4)), "Rules declared twice"},
		"two sets":       {setConfig(acctest.Groups(0), nil) + twin, "Rule declared twice"},
		"other kind":     {setConfig(acctest.Groups(0), nil) + acctest.Kinds[1].Config(acctest.Package(0), acctest.Package(4)), ""},
		"other package":  {setConfig(acctest.Groups(0), nil) + acctest.Kinds[0].Config(acctest.Package(1), acctest.Group(1)), ""},
		"sets of kinds":  {setConfig(acctest.Groups(0), nil) + strings.Replace(setConfig(nil, acctest.Packages(3)), `"test"`, `"twin"`, 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			step := resource.TestStep{Config: test.config}
			if test.want != "" {
				step.ExpectError = regexp.MustCompile(test.want)
			}
			s.Run(t, step)
			// two new resources with the same list fail only when they are made
			if n := s.Writes(); test.want != "" && name != "two sets" && n != 0 {
				t.Errorf("%d writes", n)
			}
		})
	}
}

// TestAccSet_takeover moves rules from single-rule resources to a set and back: in each run, one releases rules and the
// other adopts them.
func TestAccSet_takeover(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	singles := fmt.Sprintf(`
locals {
  groups = [%s]
}
resource "elm_access_package_incompatible_group" "test" {
  count             = length(local.groups)
  catalog_id        = %q
  access_package_id = %q
  group_id          = local.groups[count.index]
}
`, acctest.QuotedList(acctest.Groups(0, 1, 2, 3, 4, 5)), acctest.CatalogID, acctest.Package(0))
	s.Run(t,
		resource.TestStep{Config: singles, Check: holds(s, acctest.Groups(0, 1, 2, 3, 4, 5), nil)},
		resource.TestStep{Config: setConfig(acctest.Groups(1, 2, 3, 4, 5, 6), nil), Check: holds(s, acctest.Groups(1, 2, 3, 4, 5, 6), nil)},
		resource.TestStep{Config: singles, Check: holds(s, acctest.Groups(0, 1, 2, 3, 4, 5), nil)},
	)
}

// TestAccSet_renamed destroys a set and creates another one of the same access package in one run.
func TestAccSet_renamed(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t,
		resource.TestStep{Config: setConfig(acctest.Groups(0, 1, 2, 3), nil)},
		resource.TestStep{
			Config: strings.Replace(setConfig(acctest.Groups(1, 2, 3, 4), nil), `"test"`, `"renamed"`, 1),
			Check:  holds(s, acctest.Groups(1, 2, 3, 4), nil),
		},
	)
}

func TestAccSet_catalog(t *testing.T) {
	t.Parallel()
	for _, apiVersion := range []string{"beta", "v1.0"} {
		t.Run(apiVersion, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			provider := s.Provider(fmt.Sprintf("api_version = %q", apiVersion))
			elsewhere := func(config string) string {
				return provider + strings.ReplaceAll(config, acctest.CatalogID, acctest.OtherCatalogID)
			}
			mismatch := regexp.MustCompile(`(?s)another\s+catalog.*` + acctest.CatalogID)
			s.RunWith(t, acctest.NewClock(),
				resource.TestStep{Config: elsewhere(setConfig(acctest.Groups(0, 1), nil)), ExpectError: mismatch},
				resource.TestStep{Config: elsewhere(setConfig([]string{}, nil)), ExpectError: mismatch},
				resource.TestStep{Config: provider + setConfig(acctest.Groups(0, 1), nil), Check: holds(s, acctest.Groups(0, 1), nil)},
				resource.TestStep{Config: elsewhere(setConfig(acctest.Groups(0, 2), nil)), ExpectError: mismatch},
				resource.TestStep{
					PreConfig: func() {
						s.ResetJournal()
						if err := s.Tenant().MoveAccessPackage(acctest.Package(0), acctest.OtherCatalogID); err != nil {
							t.Error(err)
						}
					},
					Config: elsewhere(setConfig(acctest.Groups(0, 1), nil)),
					Check:  s.CheckMethods("GET GET"), // the refresh and the check
				},
			)
			if n := s.Writes(); n != 2 {
				t.Errorf("%d writes after the package had moved, want the two that destroy", n)
			}
		})
	}
}

func TestAccSet_invalidImport(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	steps := []resource.TestStep{{Config: setConfig(acctest.Groups(0), nil)}}
	for id, want := range map[string]string{
		"x": `got "x"`,
		acctest.Package(0) + "/" + acctest.Group(0) + "/" + acctest.Group(1): "Expected",
		"Finance/" + acctest.Package(0):                                      "<catalog_id>",
		acctest.Missing:                                                      "non-existent",
		acctest.Package(0) + "/" + acctest.Group(0):                          "Access package not found",
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: setAddress, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile("(?s)" + regexp.QuoteMeta(want)),
		})
	}
	s.Run(t, steps...)
}
