package system_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// One rule and one set: what happens to a state whose access package is not there.
func bothResources() string {
	return single("one", 0) + strings.Replace(set("all", 1), acctest.Package(0), acctest.Package(1), 1)
}

// A package that answers 404 once, seconds after the rule was made, has not gone: the 404 is waited out.
func TestAccGone_notYetReplicated(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"plan", "-detailed-exitcode"}, {"apply", "-refresh-only", "-auto-approve"}} {
		t.Run(strings.Join(command, " "), func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			cli.Write(t, s.Provider()+bothResources())
			cli.Must(t, 0, "apply", "-auto-approve")
			s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatible", Status: 404, Code: "ResourceNotFound", Times: 2})
			cli.Must(t, 0, command...)
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// After a 404 without a published code, the state stays.
func TestAccGone_unknownCode(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	for _, code := range []string{"UnknownError", "NotFound", "TenantNotFound"} {
		s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatible", Status: 404, Code: code})
		if output := cli.Must(t, 1, "apply", "-refresh-only", "-auto-approve"); strings.Contains(output, "No access package found") {
			t.Errorf("404 %q counts as gone:\n%s", code, output)
		}
		s.ClearFaults()
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// In another tenant every access package is missing. Before anything is read or removed, one error names both tenants,
// and the state stays.
func TestAccTenant_another(t *testing.T) {
	t.Parallel()
	const another = "7e4a4700-0000-4000-8000-000000000002"
	s, other := acctest.Start(t, emulator.Options{}), acctest.Start(t, emulator.Options{})
	for i := range 2 {
		acctest.Must(t, other.Tenant().DeleteAccessPackage(acctest.Package(i)))
	}
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	wrong := strings.Replace(other.Provider(), acctest.TenantID, another, 1)
	cli.Write(t, wrong+bothResources())
	for _, command := range [][]string{
		{"plan"}, {"apply", "-refresh-only", "-auto-approve"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"},
	} {
		output := cli.Must(t, 1, command...)
		flat := plain(output)
		if !strings.Contains(flat, "in tenant "+acctest.TenantID+", but the provider signs in to tenant "+another) {
			t.Errorf("%v doesn't name both tenants:\n%s", command, output)
		}
		if n := strings.Count(output, "Nothing was read or changed"); n != 1 {
			t.Errorf("%v says it %d times:\n%s", command, n, output)
		}
	}
	if n := other.Requests("", "/identityGovernance/"); n != 0 {
		t.Errorf("%d requests to the other tenant", n)
	}
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// A state that doesn't know its tenant, as after a state was moved from another provider, isn't believed to be of this
// one while no access package of it is found. A refresh that finds the access package notes the tenant.
func TestAccTenant_unknown(t *testing.T) {
	t.Parallel()
	const another = "7e4a4700-0000-4000-8000-000000000002"
	s, other := acctest.Start(t, emulator.Options{}), acctest.Start(t, emulator.Options{})
	for i := range 2 {
		acctest.Must(t, other.Tenant().DeleteAccessPackage(acctest.Package(i)))
	}
	wrong := strings.Replace(other.Provider(), acctest.TenantID, another, 1)
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	forgetPrivateState(t, cli)
	cli.Write(t, wrong+bothResources())
	for _, command := range [][]string{{"plan"}, {"apply", "-refresh-only", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		if output := cli.Must(t, 1, command...); !strings.Contains(output, "Error: Possible wrong tenant") {
			t.Errorf("%v doesn't say it:\n%s", command, output)
		}
	}
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-refresh-only", "-auto-approve")
	cli.Write(t, wrong+bothResources())
	if output := cli.Must(t, 1, "plan"); !strings.Contains(output, "Error: Wrong tenant") {
		t.Errorf("the refresh hasn't noted the tenant:\n%s", output)
	}
}

// forgetPrivateState makes the state look as if it came from another provider.
func forgetPrivateState(t *testing.T, cli *acctest.CLI) {
	t.Helper()
	editState(t, cli, func(state string) string {
		return regexp.MustCompile(`,\s*"private": "[^"]*"`).ReplaceAllString(state, "")
	})
}

func editState(t *testing.T, cli *acctest.CLI, edit func(string) string) {
	t.Helper()
	cli.WriteFile(t, "terraform.tfstate", []byte(edit(string(cli.ReadFile(t, "terraform.tfstate")))))
}

// A rule was applied and listed once. Seconds later another replica answers without it: that isn't drift yet.
func TestAccGone_replicasDisagree(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	clock := acctest.NewClock()
	cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "apply", "-refresh-only", "-auto-approve")
	clock.Shift(3 * time.Second)
	empty := []byte(`{"value":[]}`)
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatibleGroups", Status: 200, Body: empty, ContentType: "application/json", Times: 2})
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}
