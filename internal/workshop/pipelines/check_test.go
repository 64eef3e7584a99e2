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

// The script that pipelines call tells what is denied, and its exit code says so too; nor does it pass where there are no policies.
func TestCheck(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"opa": "github.com/open-policy-agent/opa"})
	content, err := json.Marshal(plan(t, step{before: group("a", lead)}))
	acctest.Must(t, err)
	work := t.TempDir()
	acctest.Must(t, os.CopyFS(work, os.DirFS("../../../examples/policies")),
		writeFile(filepath.Join(work, "rules.json"), string(content)),
		writeFile(filepath.Join(work, "ticket.json"), ticket("removed", one+"/"+lead)),
		writeFile(filepath.Join(work, "yesterday.json"), strings.ReplaceAll(ticket("removed", one+"/"+lead), "2026-12-31", "2026-11-24")),
	)
	check := func(exceptions string) (string, error) {
		command := exec.CommandContext(t.Context(), filepath.Join(work, "check"), filepath.Join(work, "rules.json"), filepath.Join(work, exceptions))
		command.Env = append(os.Environ(), path)
		output, err := command.CombinedOutput()
		return string(output), err
	}
	for exceptions, want := range map[string]struct {
		fails bool
		says  string
	}{
		"exceptions.json": {true, "Denied: " + goes},
		"ticket.json":     {false, ""},
		"yesterday.json":  {true, "Warning: The exception removed/" + one + "/" + lead + " (CHG-1042) expired on 2026-11-24."},
		"missing.json":    {true, "no such file"},
	} {
		if output, err := check(exceptions); (err != nil) != want.fails || !strings.Contains(output, want.says) {
			t.Errorf("%s: %v\n%s", exceptions, err, output)
		}
	}
	acctest.Must(t, os.RemoveAll(filepath.Join(work, "policy")), os.Mkdir(filepath.Join(work, "policy"), 0o700))
	if output, err := check("ticket.json"); err == nil {
		t.Errorf("without policies everything passes:\n%s", output)
	}
}
