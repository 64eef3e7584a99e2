package ruleset_test

import (
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Two sets of an access package exchange their lists. Nothing stops being managed, so nothing warns of it, whichever
// Terraform plans first. Nor does a plan that hands some rules to single rules advise to empty the list.
func TestAccSet_exchange(t *testing.T) {
	t.Parallel()
	const warning = "List no longer managed"
	groups, packages := setConfig(acctest.Groups(0, 1), nil), setConfig(nil, acctest.Packages(3, 4))
	twin := func(config string) string { return strings.Replace(config, `"test"`, `"twin"`, 1) }
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+groups+twin(packages))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+packages+twin(groups))
	if output := cli.Must(t, 0, "apply", "-auto-approve"); strings.Contains(output, warning) {
		t.Error(output)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	if err := holds(s, acctest.Groups(0, 1), acctest.Packages(3, 4))(nil); err != nil {
		t.Error(err)
	}

	cli.Write(t, s.Provider()+setConfig(acctest.Groups(0, 1), acctest.Packages(3, 4)))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+packages+acctest.Kinds[0].Config(acctest.Package(0), acctest.Group(0)))
	_, output, found := strings.Cut(cli.Must(t, 0, "plan"), warning)
	if !found || !strings.Contains(output, acctest.Group(1)) || strings.Contains(output, acctest.Group(0)) || strings.Contains(output, "= []") {
		t.Error(output)
	}
}
