package pipelines

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// drifts are what somebody does to a tenant after an apply, and what the check says of it.
var drifts = map[string]struct {
	change func(*emulator.Tenant) error
	code   int
	rows   []string
}{
	"nothing": {func(*emulator.Tenant) error { return nil }, 0, nil},
	"a rule is gone": {
		func(tenant *emulator.Tenant) error { return tenant.Unlink(emulator.IncompatibleGroups, two, lead) }, 2,
		[]string{"| `" + two + "/" + lead + "` | `elm_access_package_incompatible_group.single[\"a\\|b\"]` | gone: the next apply adds it again |"},
	},
	"a rule is gone from a set, and another one is in it": {
		func(tenant *emulator.Tenant) error {
			return errors.Join(tenant.Unlink(emulator.IncompatibleGroups, one, rest), tenant.Link(emulator.IncompatibleGroups, one, lead))
		}, 2,
		[]string{
			"| `" + one + "/" + rest + "` | `elm_access_package_separation_of_duties.all` | gone: the next apply adds it again |",
			"| `" + one + "/" + lead + "` | `elm_access_package_separation_of_duties.all` | added by somebody else: the next apply removes it |",
		},
	},
	"an access package is gone": {
		func(tenant *emulator.Tenant) error { return tenant.DeleteAccessPackage(one) }, 2,
		[]string{"| `" + one + "/" + rest + "` | `elm_access_package_separation_of_duties.all` | gone: the next apply adds it again |"},
	},
}

// many is a rule whose address means something in Markdown.
const many = `
resource "elm_access_package_incompatible_group" "single" {
  for_each          = { "a|b" = "` + lead + `" }
  catalog_id        = "` + acctest.CatalogID + `"
  access_package_id = "` + two + `"
  group_id          = each.value
}

import {
  to = elm_access_package_incompatible_group.single["a|b"]
  id = "` + two + "/" + lead + `"
}
`

// The drift check tells which rules somebody has changed, by the line of shell that stands in its workflow, and writes nothing.
func TestDrift(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	bin, path := build(t, map[string]string{
		"terraform-provider-elm": "github.com/entra-elm/terraform-provider-elm", "jq": "github.com/itchyny/gojq/cmd/gojq",
	})
	for name, drift := range drifts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			// Imported, since a rule that was made just now is waited for.
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, one, rest), s.Tenant().Link(emulator.IncompatibleGroups, two, lead))
			cli.Write(t, s.Provider()+set(rest)+imported+many)
			cli.WriteFile(t, "cli.tfrc", []byte(overrides(bin)))
			cli.Must(t, 0, "apply", "-auto-approve")
			acctest.Must(t, drift.change(s.Tenant()))
			writes, state := s.Writes(), string(cli.ReadFile(t, "terraform.tfstate"))

			code, summary := runCheck(t, cli, path)
			rows := []string{}
			for _, line := range strings.Split(summary, "\n") {
				if strings.HasPrefix(line, "| `") {
					rows = append(rows, line)
				}
			}
			if code != drift.code || strings.Join(rows, "\n") != strings.Join(drift.rows, "\n") {
				t.Errorf("it ended with %d and said\n%s", code, summary)
			}
			if nothing := strings.Contains(summary, "Every rule that the state knows is in force"); nothing != (len(drift.rows) == 0) {
				t.Errorf("the summary is\n%s", summary)
			}
			if s.Writes() != writes || string(cli.ReadFile(t, "terraform.tfstate")) != state {
				t.Error("the check has changed something")
			}
			acctest.Must(t, writeFile(filepath.Join(cli.Dir, "wrong.tf"), "variable \"without_a_value\" {}\n"))
			if code, summary := runCheck(t, cli, path); code != 1 || summary != "" {
				t.Errorf("of a plan that failed it says %d and\n%s", code, summary)
			}
		})
	}
}

// What drifts beside rules is told as well: attributes, and resources of others. This is a part of a plan, since no provider here does that.
func TestDrift_otherChanges(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"jq": "github.com/itchyny/gojq/cmd/gojq"})
	plan := filepath.Join(t.TempDir(), "plan.json")
	acctest.Must(t, writeFile(plan, `{"resource_drift": [
		{"mode": "data", "type": "elm_access_packages", "address": "data.elm_access_packages.all", "change": {"before": {}, "after": null}},
		{"mode": "managed", "type": "azuread_group", "address": "azuread_group.leads", "change": {"before": {}, "after": null}},
		{"mode": "managed", "type": "elm_access_package_incompatible_group", "address": "elm_access_package_incompatible_group.a", "change": {
			"before": {"access_package_id": "`+one+`", "group_id": "/groups/`+strings.ToUpper(lead)+`", "held_twice": null},
			"after": {"access_package_id": "`+one+`", "group_id": "`+lead+`", "held_twice": true}
		}}
	]}`))
	command := exec.CommandContext(t.Context(), "sh", "-c", `jq -r -f ../../examples/drift-check/summary.jq "$0"`, plan)
	command.Env = append(os.Environ(), path)
	output, err := command.CombinedOutput()
	acctest.Must(t, err)
	const want = "# Separation of duties: drift\n\n| Rule | Resource | What happened |\n|---|---|---|\n" +
		"| `" + one + "` | `elm_access_package_incompatible_group.a` | changed, and no rule with it |\n\nOther resources have changed too: `azuread_group.leads`.\n"
	if string(output) != want {
		t.Errorf("it says\n%s", output)
	}
}

// runCheck runs what the workflow's last step does, as GitHub runs it, and gives its exit code and the job's summary.
func runCheck(t *testing.T, cli *acctest.CLI, path string) (int, string) {
	t.Helper()
	workflow, err := os.ReadFile("../../../examples/drift-check/workflow.yml")
	acctest.Must(t, err)
	step := regexp.MustCompile(`(?m)^ +run: (drift-check/check .*)$`).FindSubmatch(workflow)
	if step == nil {
		t.Fatal("the workflow does not run the check")
	}
	acctest.Must(t, os.RemoveAll(filepath.Join(cli.Dir, "drift-check")), os.CopyFS(filepath.Join(cli.Dir, "drift-check"), os.DirFS("../../../examples/drift-check")))
	summary := filepath.Join(t.TempDir(), "summary.md")
	acctest.Must(t, writeFile(summary, ""))
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", string(step[1]))
	command.Dir = cli.Dir
	command.Env = slices.Concat(cli.Start(t, "TF_CLI_CONFIG_FILE="+filepath.Join(cli.Dir, "cli.tfrc")).Env,
		[]string{path, "GITHUB_STEP_SUMMARY=" + summary, "TERRAFORM=" + acctest.Command(t)})
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	t.Logf("%s", output)
	text, err := os.ReadFile(summary)
	acctest.Must(t, err)
	return command.ProcessState.ExitCode(), string(text)
}

// overrides is a CLI configuration that takes the provider from a folder.
func overrides(folder string) string {
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/entra-elm/elm\" = %q\n    \"registry.opentofu.org/entra-elm/elm\" = %[1]q\n  }\n}\n", folder)
}
