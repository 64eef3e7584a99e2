package rule_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// withoutCatalog leaves the catalog of a configuration to the provider.
func withoutCatalog(config string) string {
	return strings.Replace(config, `catalog_id        = "`+acctest.CatalogID+`"`, "", 1)
}

// An access package that the same apply created may be missing from answers at first. A create waits for it, whether
// the configuration names the catalog or the provider looks it up.
func TestAccRule_packageMadeMomentsAgo(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		s.Inject(emulator.Fault{
			Method: http.MethodGet, Path: "/accessPackages/" + acctest.Package(0), Status: http.StatusNotFound, Code: "ResourceNotFound", Times: 2,
		})
		cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
		cli.Write(t, s.Provider()+withoutCatalog(k.Config(acctest.Package(0), k.TargetID(0))))
		cli.Must(t, 0, "apply", "-auto-approve")
		if writes := s.Writes(); writes != 1 {
			t.Errorf("%d writes", writes)
		}
	})
}

// A wrong access package is an error at its attribute, with and without a catalog. If the two IDs of a rule about a
// group are swapped, the error says so.
func TestAccRule_wrongPackage(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		type wrong struct{ accessPackage, target, want string }
		cases := map[string]wrong{"missing": {acctest.Missing, k.TargetID(0), "Access package not found"}}
		if k.Kind == emulator.IncompatibleGroups {
			cases["swapped"] = wrong{k.TargetID(0), acctest.Package(0), "IDs in the wrong order"}
		}
		for name, c := range cases {
			with := k.Config(c.accessPackage, c.target)
			for catalog, config := range map[string]string{"with catalog": with, "without catalog": withoutCatalog(with)} {
				t.Run(name+" "+catalog, func(t *testing.T) {
					t.Parallel()
					s := acctest.Start(t, emulator.Options{})
					cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
					cli.Write(t, s.Provider()+config)
					output := oneLine(cli.Must(t, 1, "apply", "-auto-approve"))
					for _, want := range []string{c.want, "access_package_id = "} {
						if !strings.Contains(output, want) {
							t.Errorf("not a word of %q:\n%s", want, output)
						}
					}
				})
			}
		}
	})
}

// A replacement removes the old rule first. If the new one can't be made, the error says which rule is missing now.
func TestAccRule_replacementFails(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for name, config := range map[string]string{
			"target":         k.Config(acctest.Package(0), acctest.Missing),
			"access package": k.Config(acctest.Missing, k.TargetID(0)),
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
				other := strings.Replace(k.Config(acctest.Package(0), k.TargetID(1)), `"test"`, `"other"`, 1)
				cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0))+other)
				cli.Must(t, 0, "apply", "-auto-approve")
				cli.Write(t, s.Provider()+config)
				output := oneLine(cli.Must(t, 1, "apply", "-auto-approve"))
				noun := strings.ReplaceAll(strings.TrimPrefix(strings.TrimSuffix(k.Target, "_id"), "incompatible_"), "_", " ")
				want := "This apply has removed what this resource replaces, so access package " + acctest.Package(0) + " no longer excludes: - " +
					noun + " " + k.TargetID(0) + " Correct the error and apply again."
				if !strings.Contains(output, want) {
					t.Errorf("not a word of %q:\n%s", want, output)
				}
			})
		}
	})
}
