package system_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// plain is what a CLI has printed without its frames and line breaks.
func plain(output string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(output)), " ")
}

// For an identity that may only read, the error names the permission to read.
func TestAccRefused_reading(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{
		"single": single("test", 0) + importSingle("test", 0),
		"set":    set("test", 0) + importSet("test"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			nobody := acctest.Start(t, emulator.Options{Roles: []string{}})
			cli := acctest.NewCLI(t)
			cli.Write(t, nobody.Provider()+config)
			if output := plain(cli.Must(t, 1, "plan")); !strings.Contains(output,
				`needs the permission EntitlementManagement.Read.All or EntitlementManagement.ReadWrite.All, or the entitlement management role "Catalog reader"`) {
				t.Errorf("the import asks for another permission:\n%s", output)
			}

			reader := acctest.Start(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}})
			acctest.Must(t, reader.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)))
			cli = acctest.NewCLI(t)
			cli.Write(t, reader.Provider()+config)
			cli.Must(t, 0, "apply", "-auto-approve")
			reader.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
			if output := plain(cli.Must(t, 1, "plan")); !strings.Contains(output, "which has the permission that the request needs") {
				t.Errorf("the refresh asks for another permission:\n%s", output)
			}
		})
	}
}

// A gateway that answers a 404 of its own is named by a create and by a refresh, which keeps the state.
func TestAccRefused_gateway(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]string{"single": single("test", 0), "set": set("test", 0)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			cli.Write(t, s.Provider()+config)
			gateway := func(command ...string) {
				t.Helper()
				s.Inject(faults.GatewayNotFound())
				output := plain(cli.Must(t, 1, command...))
				for _, want := range []string{"A proxy or gateway answered for Microsoft Graph", "a proxy or gateway in between sent it"} {
					if !strings.Contains(output, want) {
						t.Errorf("not a word of %q:\n%s", want, output)
					}
				}
				s.ClearFaults()
			}
			gateway("apply", "-auto-approve")
			cli.Must(t, 0, "apply", "-auto-approve")
			gateway("plan")
			gateway("apply", "-auto-approve", "-refresh-only")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// A failed create stores nothing in the state. With adopt_existing = false, the next create refuses the rule, and the
// error names the next step.
func TestAccRefused_createFailsHalfway(t *testing.T) {
	t.Parallel()
	const collection = "/incompatibleGroups"
	lost := emulator.Fault{Method: http.MethodPost, Path: collection, Drop: true, AfterEffect: true}
	// the plan looks at what is there, and so does the apply
	afterLooking := emulator.Fault{Method: http.MethodGet, Path: collection, Status: 403, Code: "UnAuthorized", Skip: 2}
	for name, c := range map[string]struct {
		config string
		faults []emulator.Fault
		want   []string
	}{
		"a set, one of two rules":            {set("example", 0, 1), []emulator.Fault{{Method: http.MethodPost, Path: collection, Status: 403, Code: "UnAuthorized", Skip: 1}}, acctest.Groups(0, 1)},
		"a set whose answer is lost":         {set("example", 0), []emulator.Fault{lost, afterLooking}, acctest.Groups(0)},
		"a single rule whose answer is lost": {single("example", 0), []emulator.Fault{lost, afterLooking}, acctest.Groups(0)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			config := s.Provider("adopt_existing = false") + c.config
			cli.Write(t, config)
			for _, fault := range c.faults {
				s.Inject(fault)
			}
			output := cli.Must(t, 1, "apply", "-auto-approve")
			s.ClearFaults()
			if made := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(made) != 1 {
				t.Fatalf("the service holds %v:\n%s", made, output)
			}
			step := regexp.MustCompile(`(?s)import \{.*?\n\}`).FindString(strings.ReplaceAll(output, "│ ", ""))
			if step == "" || !strings.Contains(plain(output), "`adopt_existing` is false") {
				t.Fatalf("the error does not say how to go on:\n%s", output)
			}
			if again := cli.Must(t, 1, "apply", "-auto-approve"); !strings.Contains(again, "already") {
				t.Errorf("the next create fails for another reason:\n%s", again)
			}
			cli.Write(t, config+step+"\n")
			cli.Must(t, 0, "apply", "-auto-approve")
			if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, c.want) {
				t.Errorf("the service holds %v", got)
			}
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// A state without IDs, as a tool can leave it, is refused before anything is asked, and stays.
func TestAccRefused_emptyIDs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ config, attribute string }{
		"access package of a rule": {single("test", 0), "access_package_id"},
		"group of a rule":          {single("test", 0), "group_id"},
		"access package of a set":  {set("test", 0), "access_package_id"},
	} {
		for _, value := range []any{nil, ""} {
			t.Run(fmt.Sprintf("%s/%v", name, value), func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				cli := acctest.NewCLI(t)
				cli.Write(t, s.Provider()+c.config)
				cli.Must(t, 0, "apply", "-auto-approve")
				writeAttribute(t, cli, c.attribute, value)
				s.ResetJournal()
				for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
					output := plain(cli.Must(t, 1, command...))
					if !strings.Contains(output, "Error: Incomplete state") || strings.Contains(output, "Invalid GUID") {
						t.Errorf("%v isn't refused:\n%s", command, output)
					}
				}
				if n := s.Requests("", "/identityGovernance/"); n != 0 {
					t.Errorf("%d requests", n)
				}
				if state := string(cli.ReadFile(t, "terraform.tfstate")); !strings.Contains(state, "elm_access_package_") {
					t.Errorf("the state has lost the resource:\n%s", state)
				}
			})
		}
	}
}
