package pipelines

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The script that pipelines call prints what is denied and exits accordingly. If the policies are missing, it fails.
func TestCheck(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"opa": "github.com/open-policy-agent/opa"})
	content, err := json.Marshal(plan(t, step{before: group("a", lead)}))
	acctest.Must(t, err)
	work := t.TempDir()
	rule := one + "/" + lead
	expired := ticket("removed", rule, -1)
	acctest.Must(t, os.CopyFS(work, os.DirFS("../../../examples/policies")),
		writeFile(filepath.Join(work, "rules.json"), string(content)),
		writeFile(filepath.Join(work, "ticket.json"), ticket("removed", rule, 30)),
		writeFile(filepath.Join(work, "expired.json"), expired),
		writeFile(filepath.Join(work, "today.json"), strings.TrimSuffix(expired, "}")+`, "today": "2020-01-01"}`),
		writeFile(filepath.Join(work, "verdict.json"), `{"elm": {"passes": true}}`),
		writeFile(filepath.Join(work, "hostile.json"), strings.ReplaceAll(expired, "CHG-1042", `CHG\n::error::no\r\u001b[31m\u2028`)),
	)
	check := func(exceptions string) (string, error) {
		command := exec.CommandContext(t.Context(), filepath.Join(work, "check"), filepath.Join(work, "rules.json"), filepath.Join(work, exceptions))
		command.Env = append(os.Environ(), path)
		output, err := command.CombinedOutput()
		return string(output), err
	}
	warning := "\nWarning: The exception removed/" + rule + " (CHG-1042) expired on " + day(-1) + ".\n"
	for exceptions, want := range map[string]struct {
		fails bool
		says  string
	}{
		"exceptions.json": {true, "Denied: " + goes},
		"ticket.json":     {false, ""},
		"expired.json":    {true, warning},
		"today.json":      {true, warning},
		"verdict.json":    {true, "elm"},
		"missing.json":    {true, "no such file"},
		"hostile.json":    {true, "\nWarning: The exception removed/" + rule + " (CHG ::error::no [31m ) expired on " + day(-1) + ".\n"},
	} {
		if output, err := check(exceptions); (err != nil) != want.fails || !strings.Contains("\n"+output, want.says) || want.says == "" && output != "" {
			t.Errorf("%s: %v\n%s", exceptions, err, output)
		}
	}
	acctest.Must(t, os.RemoveAll(filepath.Join(work, "policy")), os.Mkdir(filepath.Join(work, "policy"), 0o700))
	if output, err := check("ticket.json"); err == nil {
		t.Errorf("without policies everything passes:\n%s", output)
	}
}
