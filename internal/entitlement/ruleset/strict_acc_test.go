package ruleset_test

import (
	"fmt"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const strict = "adopt_existing = false"

// A set begins to manage a list. With adopt_existing = false, rules of other people stay, and the next step of the
// error works.
func TestAccSet_strictTakesUpAKind(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0), nil), strict)
	cli.Must(t, 0, "apply", "-auto-approve")
	haveRules(t, s, emulator.IncompatibleAccessPackages, acctest.Package(7))
	config := s.Provider(strict) + setConfig(acctest.Groups(0), acctest.Packages(8))
	cli.Write(t, config)
	says(t, cli.Must(t, 0, "plan"), "Apply may fail: rules exist on", acctest.Package(7), "The apply fails, unless another resource of this configuration stops managing them")
	says(t, cli.Must(t, 1, "apply", "-auto-approve"), "Rules exist already", acctest.Package(7), "set `adopt_existing = true` for this run")
	acctest.Must(t, holds(s, acctest.Groups(0), acctest.Packages(7))(nil))

	cli.Must(t, 0, "state", "rm", setAddress)
	cli.Write(t, config+fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", setAddress, acctest.Package(0)))
	says(t, cli.Must(t, 0, "plan"), "1 to import, 0 to add, 1 to change, 0 to destroy", `+ removed_access_package_ids = [ + "`+acctest.Package(7)+`", ]`)
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0), acctest.Packages(8))(nil))
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// Rules that another resource releases in the same run aren't other people's.
func TestAccSet_strictTakesOver(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	cli.Write(t, s.Provider(strict)+setConfig(acctest.Groups(0), nil)+acctest.Kinds[1].Config(acctest.Package(0), acctest.Package(8)))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider(strict)+setConfig(acctest.Groups(0), acctest.Packages(8)))
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0), acctest.Packages(8))(nil))
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// If a plan can't read the rules, it doesn't announce their adoption.
func TestAccSet_strictUnlisted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(0))
	cli := commands(t, s, "resource \"terraform_data\" \"groups\" {\n  input = []\n}\n"+setConfig(nil, nil, "incompatible_group_ids = terraform_data.groups.output"), strict)
	says(t, cli.Must(t, 0, "plan"), "Apply may fail: rules exist on", "The apply fails, unless another resource of this configuration stops managing them")
	says(t, cli.Must(t, 1, "apply", "-auto-approve"), "Rules exist already", acctest.Group(0))
	acctest.Must(t, holds(s, acctest.Groups(0), nil)(nil))
}
