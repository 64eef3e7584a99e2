package ruleset_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// commands runs a CLI in a folder with this configuration, by a clock of the test's own.
func commands(t *testing.T, s *acctest.Service, config string, arguments ...string) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider(arguments...)+config)
	return cli
}

func says(t *testing.T, output string, texts ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(output)), " ")
	for _, text := range texts {
		if !strings.Contains(flat, text) {
			t.Errorf("the output does not say %q:\n%s", text, output)
		}
	}
}

// If Microsoft Graph refuses an addition, the rule that it replaces stays.
func TestAccSet_refusedReplacement(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(1), nil))
	s.ResetJournal()
	says(t, cli.Must(t, 1, "apply", "-auto-approve"), "Not removed:", "Another change to the rules of the access package failed in this apply")
	if n := s.Requests(http.MethodDelete, ""); n != 0 {
		t.Errorf("%d rules were removed while an addition had failed", n)
	}
	acctest.Must(t, holds(s, acctest.Groups(0), nil)(nil))
	s.ClearFaults()
	says(t, cli.Must(t, 0, "plan"), fmt.Sprintf("+ removed_group_ids = [ + %q, ]", acctest.Group(0)))
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(1), nil)(nil))
}

// The first apply over rules that others made adopts what is in the list and leaves the rest in place. The next plan
// shows what it removes.
func TestAccSet_firstApplyOverOthers(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1, 2, 3)...)
	cli := commands(t, s, setConfig(acctest.Groups(2, 3, 4), nil))
	says(t, cli.Must(t, 0, "plan"), "Existing rules stay on", "This apply leaves them in place, unless it destroys a resource that manages them. The next plan shows them as removals", acctest.Group(0), acctest.Group(1))
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	cli.Must(t, 1, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0, 1, 2, 3), nil)(nil))
	s.ClearFaults()
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0, 1, 2, 3, 4), nil)(nil))
	says(t, cli.Must(t, 0, "plan"), fmt.Sprintf("+ removed_group_ids = [ + %q, + %q, ]", acctest.Group(0), acctest.Group(1)), "0 to add, 1 to change, 0 to destroy")
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(2, 3, 4), nil)(nil))
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "plan", "-refresh-only", "-detailed-exitcode")
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatibleAccessPackages", Status: 403, Code: "UnAuthorized"})
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(2, 3, 4), acctest.Packages(5)))
	says(t, cli.Must(t, 0, "plan"), "Existing rules not checked on", "This apply removes none")
}

// A tainted set removes all that the refreshed state has, rules of others included, and the plan shows that. So
// nothing says that these rules stay.
func TestAccSet_taintedOverOthers(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0, 1), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(2))
	cli.Must(t, 0, "taint", "elm_access_package_separation_of_duties.test")
	output := cli.Must(t, 0, "apply", "-auto-approve")
	says(t, output, fmt.Sprintf("- %q", acctest.Group(2)))
	if strings.Contains(output, "Existing rules stay on") {
		t.Errorf("the output says that a removed rule stays:\n%s", output)
	}
	acctest.Must(t, holds(s, acctest.Groups(0, 1), nil)(nil))
}

// After a change that may have taken effect, the state isn't said to have what is in force.
func TestAccSet_unsureUpdate(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		config := setConfig(acctest.Groups(0, 1), nil)
		if method == http.MethodDelete {
			config = setConfig(acctest.Groups(1), nil)
		}
		cli.Write(t, s.Provider()+config)
		s.Inject(emulator.Fault{Method: method, Path: "/incompatibleGroups", Status: http.StatusServiceUnavailable, AfterEffect: true})
		says(t, cli.Must(t, 1, "apply", "-auto-approve"), "A failed change may have taken effect. The next plan reads which rules are in force.")
		s.ClearFaults()
		cli.Must(t, 0, "apply", "-auto-approve")
	}
	acctest.Must(t, holds(s, acctest.Groups(1), nil)(nil))
}

// A plan names what it removes, also if the last apply has removed the same. A set that is in the state already can't be
// imported.
func TestAccSet_removedTwice(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	clock := acctest.NewClock()
	cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
	for _, groups := range [][]string{acctest.Groups(0, 1), acctest.Groups(0)} {
		cli.Write(t, s.Provider()+setConfig(groups, nil))
		cli.Must(t, 0, "apply", "-auto-approve")
	}
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(1))
	clock.Shift(2 * time.Minute)
	says(t, cli.Must(t, 0, "plan"), fmt.Sprintf("+ removed_group_ids = [ + %q, ]", acctest.Group(1)))

	haveRules(t, s, emulator.IncompatibleAccessPackages, acctest.Package(5))
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(0), []string{}))
	output := cli.Must(t, 0, "plan")
	says(t, output, "Existing rules stay on", "The next plan shows them as removals")
	if strings.Contains(output, "import") {
		t.Errorf("advice to import what is in the state:\n%s", output)
	}
}

// A rule that an administrator adds between a plan and its apply stays: no plan has shown it.
func TestAccSet_addedAfterThePlan(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"create": "", "begin a list": setConfig(nil, acctest.Packages(5)), "update": setConfig(acctest.Groups(0, 9), acctest.Packages(5))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := commands(t, s, before)
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider()+setConfig(acctest.Groups(0, 1), acctest.Packages(5)))
			cli.Must(t, 0, "plan", "-out=p")
			haveRules(t, s, emulator.IncompatibleGroups, acctest.Group(7))
			cli.Must(t, 0, "apply", "p")
			acctest.Must(t, holds(s, acctest.Groups(0, 1, 7), acctest.Packages(5))(nil))
			says(t, cli.Must(t, 0, "plan"), fmt.Sprintf("+ %q, ]", acctest.Group(7)))
			cli.Must(t, 0, "apply", "-auto-approve")
			acctest.Must(t, holds(s, acctest.Groups(0, 1), acctest.Packages(5))(nil))
		})
	}
}

// With an unknown provider configuration, the plan reads nothing, so the apply removes no rule.
func TestAccSet_providerUnknown(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1)...)
	cli := commands(t, s, "")
	cli.Write(t, fmt.Sprintf("resource \"terraform_data\" \"tenant\" {\n  input = %q\n}\n", acctest.TenantID)+
		strings.Replace(s.Provider(), fmt.Sprintf("%q", acctest.TenantID), "terraform_data.tenant.output", 1)+setConfig(acctest.Groups(1), nil))
	says(t, cli.Must(t, 0, "plan"), "Existing rules not checked on", "This apply removes none", "isn't known yet")
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0, 1), nil)(nil))
	says(t, cli.Must(t, 0, "plan"), fmt.Sprintf("removed_group_ids = [ + %q, ]", acctest.Group(0)))
}

// Plans of several sets name what each removes, in the diff and in the plan's JSON.
func TestAccSet_removalsAreNamed(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	config := func(groups ...int) string {
		var text string
		for i := range 3 {
			text += strings.NewReplacer(acctest.Package(0), acctest.Package(i), `"test"`, fmt.Sprintf(`"test%d"`, i)).Replace(setConfig(acctest.Groups(groups...), nil))
		}
		return text
	}
	cli := commands(t, s, config(0, 1, 2))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+config(0))
	if n := strings.Count(cli.Must(t, 0, "plan", "-out=p"), "+ removed_group_ids"); n != 3 {
		t.Errorf("%d sets name what they remove, want 3", n)
	}
	if n := strings.Count(cli.Must(t, 0, "show", "p"), "+ removed_group_ids"); n != 3 {
		t.Errorf("%d sets name what they remove in the plan file, want 3", n)
	}
	named := fmt.Sprintf(`"removed_group_ids":[%q,%q]`, acctest.Group(1), acctest.Group(2))
	if n := strings.Count(cli.Must(t, 0, "show", "-json", "p"), named); n < 3 {
		t.Errorf("%d sets name what they remove in the plan's JSON, want 3", n)
	}
	if output := cli.Must(t, 0, "plan", "-destroy"); strings.Contains(output, "Warning:") {
		t.Errorf("a destroy repeats in warnings what the plan says:\n%s", output)
	}
}

// An ID that isn't known while planning may be that of an existing rule.
func TestAccSet_unknownMayStay(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1, 2)...)
	config := func(unknown string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"group\" {\n  input = %q\n}\n", unknown) +
			setConfig(nil, nil, fmt.Sprintf("incompatible_group_ids = [%q, terraform_data.group.output]", acctest.Group(2)))
	}
	cli := commands(t, s, config(acctest.Group(1)))
	says(t, cli.Must(t, 0, "plan"), "Existing rules stay on", acctest.Group(0))
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0, 1, 2), nil)(nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(1, 2), nil)(nil))

	cli.Write(t, s.Provider()+config(acctest.Group(3)))
	says(t, cli.Must(t, 0, "plan"), "] -> (known after apply)")
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(2, 3), nil)(nil))
}

// After a destroy that removed no rule, the error is silent about other rules.
func TestAccSet_destroyRefused(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0, 1), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.Inject(emulator.Fault{Method: http.MethodDelete, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	output := cli.Must(t, 1, "destroy", "-auto-approve")
	says(t, output, "Run the same command again to finish.")
	if strings.Contains(output, "The other rules are removed") {
		t.Errorf("nothing was removed:\n%s", output)
	}
	acctest.Must(t, holds(s, acctest.Groups(0, 1), nil)(nil))
	s.ClearFaults()
	s.Inject(emulator.Fault{Method: http.MethodDelete, Path: acctest.Group(1), Status: 400})
	says(t, cli.Must(t, 1, "destroy", "-auto-approve"), "The other rules are removed. Run the same command again to finish.")
	acctest.Must(t, holds(s, acctest.Groups(1), nil)(nil))
}
