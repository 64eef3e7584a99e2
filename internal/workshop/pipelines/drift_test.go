package pipelines

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// drifts are what someone does to a tenant after an apply, and what the check says of it.
var drifts = map[string]struct {
	change func(*emulator.Tenant) error
	code   int
	rows   []string
}{
	"nothing": {func(*emulator.Tenant) error { return nil }, 0, nil},
	"a rule is gone": {
		func(tenant *emulator.Tenant) error { return tenant.Unlink(emulator.IncompatibleGroups, two, lead) }, 2,
		[]string{"| `" + two + "/" + lead + "` | `elm_access_package_incompatible_group.single[\"a\\|b\"]` | removed: the next apply adds it again |"},
	},
	"a rule is gone from a set, and another one is in it": {
		func(tenant *emulator.Tenant) error {
			return errors.Join(tenant.Unlink(emulator.IncompatibleGroups, one, rest), tenant.Link(emulator.IncompatibleGroups, one, lead))
		}, 2,
		[]string{
			"| `" + one + "/" + rest + "` | `elm_access_package_separation_of_duties.all` | removed: the next apply adds it again |",
			"| `" + one + "/" + lead + "` | `elm_access_package_separation_of_duties.all` | added by someone else: the next apply removes it |",
		},
	},
	"an access package is gone": {
		func(tenant *emulator.Tenant) error { return tenant.DeleteAccessPackage(one) }, 2,
		[]string{"| `" + one + "/" + rest + "` | `elm_access_package_separation_of_duties.all` | removed: the next apply adds it again |"},
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

// The drift check, run with the line of shell in its workflow, names the changed rules and writes nothing.
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
			if nothing := strings.Contains(summary, "Every rule in the state is in force"); nothing != (len(drift.rows) == 0) {
				t.Errorf("the summary is\n%s", summary)
			}
			if s.Writes() != writes || string(cli.ReadFile(t, "terraform.tfstate")) != state {
				t.Error("the check has changed something")
			}
			if code, summary := runCheck(t, cli, path, "TF_WORKSPACE=prodd"); code != 1 || !strings.Contains(summary, "The state holds no elm_ resource.") {
				t.Errorf("of a workspace that was never applied it says %d and\n%s", code, summary)
			}
			acctest.Must(t, writeFile(filepath.Join(cli.Dir, "new.tf"), other(two, one)))
			if code, summary := runCheck(t, cli, path); code != 1 || !strings.Contains(summary, "elm_access_package_incompatible_access_package.to_1, but") ||
				strings.Contains(summary, "in force") {
				t.Errorf("of a rule that was never applied it says %d and\n%s", code, summary)
			}
			acctest.Must(t, writeFile(filepath.Join(cli.Dir, "wrong.tf"), "variable \"without_a_value\" {}\n"))
			if code, summary := runCheck(t, cli, path); code != 1 || summary != "" {
				t.Errorf("of a plan that failed it says %d and\n%s", code, summary)
			}
		})
	}
}

// driftOf is a plan with these resources in its drift.
func driftOf(resources ...string) string {
	return `{"planned_values": {}, "complete": true, "errored": false, "resource_drift": [` + strings.Join(resources, ", ") + `],
		"prior_state": {"values": {"root_module": {"resources": [` + resource("rule") + `],
			"child_modules": [{"child_modules": [{"resources": [` + resource(`module.a[\"x]\\\"y\"].module.b[0].elm_x.deep[7]`) + `]}]}]}}},
		"configuration": {"root_module": {}}}`
}

// resource is one in the state or in the configuration, with more arguments.
func resource(address string, more ...string) string {
	return `{"mode": "managed", "type": "elm_x", "address": "` + strings.Replace(address, "rule", "elm_x.rule", 1) + `"` + strings.Join(more, "") + `}`
}

// declared is a plan without drift of a configuration with these resources and a module.
func declared(module string, resources ...string) string {
	return strings.Replace(driftOf(), `"configuration": {"root_module": {}}`, `"configuration": {"root_module": {"resources": [`+strings.Join(resources, ", ")+`],
		"module_calls": {"a": {"module": {"module_calls": {"b": {`+module+`}}}}}}}`, 1)
}

// aRule is a rule that someone has removed.
func aRule(address, target string) string {
	return fmt.Sprintf(`{"mode": "managed", "type": "elm_access_package_incompatible_group", "address": %s,
		"change": {"before": {"access_package_id": %q, "group_id": %s}, "after": null}}`, address, one, target)
}

// driftPlans are plans that no provider here makes, and what the check makes of each.
var driftPlans = map[string]struct {
	plan        string
	environment []string
	arguments   []string
	code        int
	says        string // the summary, or a part of standard error
}{
	"data sources don't drift": {
		plan: driftOf(`{"mode": "data", "type": "elm_access_packages", "address": "data.elm_access_packages.all", "change": {"before": {}, "after": null}}`),
		says: noDrift,
	},
	"attributes and other resources": {
		plan: driftOf(`{"mode": "managed", "type": "azuread_group", "address": "azuread_group.leads", "change": {"before": {}, "after": null}}`,
			`{"mode": "managed", "type": "elm_access_package_incompatible_group", "address": "elm_access_package_incompatible_group.a", "change": {
				"before": {"access_package_id": "`+one+`", "group_id": "/groups/`+strings.ToUpper(lead)+`", "managed_elsewhere": null},
				"after": {"access_package_id": "`+one+`", "group_id": "`+lead+`", "managed_elsewhere": true}}}`),
		code: 2,
		says: "# Separation of duties: drift\n\n| Rule | Resource | What happened |\n|---|---|---|\n" +
			"| `" + one + "` | `elm_access_package_incompatible_group.a` | changed, but no rule in it |\n\nOther resources have changed as well: `azuread_group.leads`.\n",
	},
	"hostile names": {
		plan: driftOf(aRule(`"elm.a[\"x\r\n::error::no\u001b[31m|`+"`"+`@team\u202e\"]"`, `"/groups/y\n::error::no|`+"`"+`@team"`),
			`{"mode": "managed", "type": "x", "address": "x.y[\"`+"`"+`\n# @team\"]", "change": {}}`),
		code: 2,
		says: "# Separation of duties: drift\n\n| Rule | Resource | What happened |\n|---|---|---|\n" +
			"| `" + one + "/y ::error::no\\|'@team` | `elm.a[\"x ::error::no [31m\\|'@team \"]` | removed: the next apply adds it again |\n\n" +
			"Other resources have changed as well: `x.y[\"' # @team\"]`.\n",
	},
	"incomplete":       {plan: strings.Replace(driftOf(), `"complete": true`, `"complete": false`, 1), code: 1, says: "check: The plan is incomplete."},
	"errored":          {plan: strings.Replace(driftOf(), `"errored": false`, `"errored": true`, 1), code: 1, says: "check: The plan is incomplete."},
	"empty":            {plan: "", code: 1},
	"no JSON":          {plan: "{", code: 1},
	"an empty object":  {plan: "{}", code: 1},
	"a list":           {plan: "[]", code: 1},
	"plan fails":       {plan: driftOf(), environment: []string{"CODE_plan=1"}, code: 1},
	"show fails":       {plan: driftOf(), environment: []string{"CODE_show=1"}, code: 1},
	"target":           {plan: driftOf(), arguments: []string{"-target=elm.x"}, code: 1, says: "check: remove -target"},
	"target, variable": {plan: driftOf(), environment: []string{"TF_CLI_ARGS_plan=-target=elm.x"}, code: 1, says: "check: remove -target"},
	"exclude":          {plan: driftOf(), environment: []string{"TF_CLI_ARGS=-exclude=elm.x"}, code: 1, says: "check: remove -target"},

	"state":                {plan: driftOf(), arguments: []string{"-state=nope.tfstate"}, code: 1, says: "check: remove -target"},
	"state, two words":     {plan: driftOf(), arguments: []string{"-lock=false", "--state", "nope.tfstate"}, code: 1, says: "check: remove -target"},
	"state, variable":      {plan: driftOf(), environment: []string{"TF_CLI_ARGS_plan=-state=nope.tfstate"}, code: 1, says: "check: remove -target"},
	"state, quoted":        {plan: driftOf(), environment: []string{`TF_CLI_ARGS='-state=nope.tfstate'`}, code: 1, says: "check: remove -target"},
	"state out":            {plan: driftOf(), arguments: []string{"-state-out=x"}, code: 1, says: "check: remove -target"},
	"backup":               {plan: driftOf(), arguments: []string{"-backup=x"}, code: 1, says: "check: remove -target"},
	"a file of variables":  {plan: driftOf(), arguments: []string{"-var-file=remote-state.tfvars"}, says: noDrift},
	"no state":             {plan: `{"planned_values": {}}`, code: 1, says: "check: The state holds no elm_ resource."},
	"state of others only": {plan: strings.ReplaceAll(driftOf(), "elm_x", "azuread_group"), code: 1, says: "check: The state holds no elm_ resource."},
	"all removed by hand":  {plan: strings.Replace(driftOf(aRule(`"elm.a"`, `"`+lead+`"`)), "prior_state", "ignored", 1), code: 2, says: "# Separation of duties: drift\n\n| Rule | Resource | What happened |\n|---|---|---|\n| `" + one + "/" + lead + "` | `elm.a` | removed: the next apply adds it again |\n"},

	"declared":                     {plan: declared(`"module": {"resources": [`+resource("elm_x.deep", `, "for_each_expression": {"constant_value": {"k": 1}}`)+`]}`, resource("rule")), says: noDrift},
	"declared, lacking":            {plan: declared("", resource("rule"), resource("elm_x.other")), code: 1, says: "check: The configuration declares elm_x.other, but"},
	"declared, lacking in modules": {plan: declared(`"module": {"resources": [` + resource("elm_x.other", `, "count_expression": {"constant_value": 2}`) + `]}`), code: 1, says: "declares module.a.module.b.elm_x.other, but"},
	"declared, perhaps": {plan: declared(`"for_each_expression": {"references": ["local.all"]}, "module": {"resources": [`+resource("elm_x.other")+`]}`,
		resource("elm_x.zero", `, "count_expression": {"constant_value": 0}`), resource("elm_x.none", `, "for_each_expression": {"constant_value": {}}`),
		resource("elm_x.some", `, "for_each_expression": {"references": ["local.all"]}`)), says: noDrift},
}

const noDrift = "# Separation of duties: drift\n\nEvery rule in the state is in force, and no set has other rules.\n"

// The drift check is closed on doubt, whichever shell runs it, and no name leaves its line, its cell or its code span.
func TestDrift_plans(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"jq": "github.com/itchyny/gojq/cmd/gojq"})
	for name, test := range driftPlans {
		for way, shell := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				got := script(t, path, "drift-check/check", test.plan, shell, test.environment, test.arguments...)
				says := got.stdout == test.says
				if test.code == 1 {
					says = strings.Contains(got.stderr, test.says)
				}
				if got.code != test.code || !says || got.code == 1 && strings.Contains(got.stdout, "in force") {
					t.Errorf("it exits with code %d, not %d, and says\n%s\n%s\nwant\n%s", got.code, test.code, got.stdout, got.stderr, test.says)
				}
			})
		}
	}
}

// runCheck runs the last step of the workflow as GitHub does, and returns its exit code and the job's summary.
func runCheck(t *testing.T, cli *acctest.CLI, path string, environment ...string) (int, string) {
	t.Helper()
	folder := filepath.Join(cli.Dir, "drift-check")
	acctest.Must(t, os.RemoveAll(folder), os.CopyFS(folder, os.DirFS("../../../examples/drift-check")))
	summary := filepath.Join(t.TempDir(), "summary.md")
	acctest.Must(t, writeFile(summary, ""))
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", stepLine(t, "drift-check", "drift-check/check"))
	command.Dir = cli.Dir
	command.Env = slices.Concat(cli.Start(t, "TF_CLI_CONFIG_FILE="+filepath.Join(cli.Dir, "cli.tfrc")).Env,
		[]string{path, "GITHUB_STEP_SUMMARY=" + summary, "TERRAFORM=" + acctest.Command(t)}, environment)
	got := finish(t, command)
	t.Logf("%s%s", got.stdout, got.stderr)
	text, err := os.ReadFile(summary)
	acctest.Must(t, err)
	return got.code, string(text)
}

// overrides is a CLI configuration that takes the provider from a folder.
func overrides(folder string) string {
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"registry.terraform.io/entra-elm/elm\" = %q\n    \"registry.opentofu.org/entra-elm/elm\" = %[1]q\n  }\n}\n", folder)
}
