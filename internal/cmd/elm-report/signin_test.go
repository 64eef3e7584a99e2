package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Errors about signing in and permissions speak of the program and its environment variables, not of Terraform.
func TestErrors_ownWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		variable string // to change
		value    string
		fault    *emulator.Fault
		want     []string
	}{
		"no credentials": {"ARM_CLIENT_SECRET", "", nil, []string{
			"elm-report asked the Azure CLI because no other way to sign in is configured (`ARM_CLIENT_SECRET`, ", "`ARM_USE_CLI=false` then",
		}},
		"wrong secret":   {"ARM_CLIENT_SECRET", "wrong", nil, []string{"Set `ARM_CLIENT_SECRET` to the value of a secret of the application `ARM_CLIENT_ID`"}},
		"no certificate": {"ARM_CLIENT_CERTIFICATE_PATH", "/missing.pfx", nil, []string{"elm-report can't read the file in `ARM_CLIENT_CERTIFICATE_PATH`"}},
		"fresh permission": {"", "", &emulator.Fault{Path: "/accessPackages", Status: http.StatusForbidden, Code: "UnAuthorized"}, []string{
			"was granted moments ago, try again in a few minutes",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newTried(t, emulator.Options{})
			if c.fault != nil {
				r.server.Inject(*c.fault)
			}
			built, err := program()
			if err != nil {
				t.Fatal(err)
			}
			command := r.command(built, "run")
			if c.variable != "" {
				command.Env = slices.DeleteFunc(command.Env, func(v string) bool { return strings.HasPrefix(v, c.variable+"=") })
				command.Env = append(command.Env, c.variable+"="+c.value)
			}
			output, _ := command.CombinedOutput() // the exit code says that it failed
			if code := command.ProcessState.ExitCode(); code != exitNotKnown {
				t.Errorf("ended with %d", code)
			}
			for _, want := range c.want {
				if !strings.Contains(string(output), want) {
					t.Errorf("not a word of %q", want)
				}
			}
			for _, other := range []string{"provider", "pply", "Terraform", "`use_", "`client_"} {
				if strings.Contains(string(output), other) {
					t.Errorf("speaks of %q", other)
				}
			}
			if t.Failed() {
				t.Logf("%s", output)
			}
		})
	}
}
