package system_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The configuration that elm-report writes imports every rule and changes none, in a new folder and in one that requires
// the provider.
func TestAccAdopt_program(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "elm-report")
	output, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../../cmd/elm-report").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	const required = "terraform {\n  required_providers {\n    elm = {\n      source = \"entra-elm/elm\"\n    }\n  }\n}\n"
	for name, c := range map[string]struct{ argument, before string }{
		"rules": {"--authoritative=false", ""}, "sets": {"--authoritative", ""}, "folder in use": {"--authoritative", required},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithSeed(t, emulator.FinanceSeed)
			cli := acctest.NewCLI(t)
			cli.WriteFile(t, "main.tf", []byte(c.before))
			command := exec.CommandContext(
				t.Context(), program, "adopt", c.argument, "--out", filepath.Join(cli.Dir, "adopted.tf"),
			)
			command.Env = []string{
				"ARM_METADATA_HOSTNAME=" + s.URL, "ARM_TENANT_ID=" + acctest.TenantID, "ARM_CLIENT_ID=" + acctest.ClientID,
				"ARM_CLIENT_SECRET=" + acctest.Secret,
			}
			output, err := command.CombinedOutput()
			if err != nil || !strings.Contains(string(output), "Run \"terraform init\", and \"terraform plan\"") {
				t.Fatalf("%v: %s", err, output)
			}
			cli.WriteFile(t, "provider.tf", []byte(s.Provider()))
			plan := cli.Must(t, 0, "apply", "-auto-approve")
			if !strings.Contains(plan, " imported, 0 added, 0 changed, 0 destroyed.") || s.Writes() != 0 {
				text, _ := os.ReadFile(filepath.Join(cli.Dir, "adopted.tf"))
				t.Errorf("%d writes:\n%s\n%s", s.Writes(), plan, text)
			}
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}
