package pipelines

import (
	"fmt"
	"net/http"
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

// result is a check in a plan as JSON.
func result(name, status, messages string) string {
	return fmt.Sprintf(`{"address": {"kind": "check", "name": %q, "to_display": "check.%[1]s"}, "status": %q,
		"instances": [{"address": {"to_display": "check.%[1]s"}, "status": %[2]q, "problems": [%s]}]}`, name, status, messages)
}

func checks(results ...string) string {
	return `{"planned_values": {"outputs": {"markdown": {"value": "# Report"}}}, "complete": true, "errored": false, "checks": [` +
		strings.Join(results, ", ") + `]}`
}

var (
	conflicts = result("no_unexplained_conflict", "pass", "")
	gaps      = result("no_way_round", "pass", "")
)

// verdicts are plans, and what the conflict check makes of each. Only a plan with all results passes.
var verdicts = map[string]struct {
	plan        string
	environment []string
	arguments   []string
	code        int
	says        string // on standard error
}{
	"all pass":         {plan: checks(conflicts, gaps), code: 0},
	"one fails":        {plan: checks(conflicts, result("no_way_round", "fail", `{"message": "first\nsecond"}`)), code: 2, says: "check: first\ncheck: second\n"},
	"fails, no words":  {plan: checks(conflicts, result("no_way_round", "fail", "")), code: 2, says: "check: check.no_way_round has no result (fail).\n"},
	"unknown":          {plan: checks(conflicts, result("no_way_round", "unknown", "")), code: 1, says: "check: check.no_way_round has no result (unknown).\n"},
	"error":            {plan: checks(conflicts, result("no_way_round", "error", "")), code: 1, says: "check: check.no_way_round has no result (error).\n"},
	"another fails":    {plan: checks(conflicts, gaps, result("mine", "fail", `{"message": "mine"}`)), code: 2, says: "check: mine\n"},
	"one missing":      {plan: checks(conflicts), code: 1, says: "check: check.no_way_round is missing in the plan.\n"},
	"all missing":      {plan: checks(), code: 1, says: "check: check.no_unexplained_conflict is missing in the plan.\n"},
	"no instance":      {plan: strings.Replace(checks(conflicts, gaps), `[{"address": {"to_display": "check.no_way_round"}, "status": "pass", "problems": []}]`, "[]", 1), code: 1},
	"others required":  {plan: checks(result("mine", "pass", "")), environment: []string{"CHECKS=check.mine"}, code: 0},
	"incomplete":       {plan: strings.Replace(checks(conflicts, gaps), `"complete": true`, `"complete": false`, 1), code: 1, says: "check: The plan is incomplete.\n"},
	"errored":          {plan: strings.Replace(checks(conflicts, gaps), `"errored": false`, `"errored": true`, 1), code: 1, says: "check: The plan ended with an error.\n"},
	"empty":            {plan: "", code: 1},
	"no JSON":          {plan: "{", code: 1},
	"an empty object":  {plan: "{}", code: 1},
	"a list":           {plan: "[]", code: 1},
	"plan fails":       {plan: checks(conflicts, gaps), environment: []string{"CODE_plan=1"}, code: 1},
	"show fails":       {plan: checks(conflicts, gaps), environment: []string{"CODE_show=1"}, code: 1},
	"target":           {plan: checks(conflicts, gaps), arguments: []string{"-target=check.x"}, code: 1, says: "check: remove -target"},
	"target, variable": {plan: checks(conflicts, gaps), environment: []string{"TF_CLI_ARGS_plan=--target module.x"}, code: 1, says: "check: remove -target"},
	"exclude":          {plan: checks(conflicts, gaps), environment: []string{"TF_CLI_ARGS=-exclude=data.elm_separation_of_duties_report.tenant"}, code: 1, says: "check: remove -target"},
	"hostile": {
		plan: checks(conflicts, result("no_way_round", "fail", `{"message": "Pay\r::error::no\u001b[2K\u202e 100% @team"}`)), code: 2,
		says: "check: Pay ::error::no [2K  100% @team\n",
	},
	"hostile, on GitHub": {
		plan: checks(conflicts, result("no_way_round", "fail", `{"message": "Pay\r::error::no 100%0A::x"}`)), environment: []string{"GITHUB_ACTIONS=true"}, code: 2,
		says: "::error title=Separation of duties::Pay ::error::no 100%250A::x\n",
	},
}

// The conflict check is closed on doubt, whichever shell runs it.
func TestConflictCheck(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"jq": "github.com/itchyny/gojq/cmd/gojq"})
	for name, test := range verdicts {
		for way, shell := range ways {
			t.Run(name+", "+way, func(t *testing.T) {
				t.Parallel()
				got := script(t, path, "conflict-check/check", test.plan, shell, test.environment, test.arguments...)
				if got.code != test.code || !strings.Contains(got.stderr, test.says) {
					t.Errorf("it exits with code %d, not %d, and says\n%s\nwant\n%s", got.code, test.code, got.stderr, test.says)
				}
				if got.code != 1 && got.stdout != "# Report\n" {
					t.Errorf("the report is %q", got.stdout)
				}
			})
		}
	}
}

// GitHub must not take a line of Terraform's output for a command, because names in it are chosen by others.
func TestScripts_stopCommands(t *testing.T) {
	t.Parallel()
	_, path := build(t, map[string]string{"jq": "github.com/itchyny/gojq/cmd/gojq"})
	for file, plan := range map[string]string{"conflict-check/check": checks(conflicts, gaps), "drift-check/check": driftOf()} {
		got := script(t, path, file, plan, nil, []string{"GITHUB_ACTIONS=true"})
		guarded := regexp.MustCompile(`^::stop-commands::(\w{6,})\n\n::error::a hostile name\n::(\w{6,})::\n$`).FindStringSubmatch(got.stderr)
		if got.code != 0 || guarded == nil || guarded[1] != guarded[2] {
			t.Errorf("%s exits with code %d and writes\n%s", file, got.code, got.stderr)
		}
		if plain := script(t, path, file, plan, nil, nil); strings.Contains(plain.stderr, "stop-commands") {
			t.Errorf("%s elsewhere writes\n%s", file, plain.stderr)
		}
	}
}

// The example as its workflow runs it: accepted conflicts pass, expired exceptions fail, and a tenant that can't be
// read fails.
func TestConflictCheck_example(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	bin, path := build(t, map[string]string{
		"terraform-provider-elm": "github.com/entra-elm/terraform-provider-elm", "jq": "github.com/itchyny/gojq/cmd/gojq",
	})
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
	cli := acctest.NewCLI(t)
	acctest.Must(t, os.CopyFS(filepath.Join(cli.Dir, "conflict-check"), os.DirFS("../../../examples/conflict-check")),
		os.CopyFS(filepath.Join(cli.Dir, "modules"), os.DirFS("../../../examples/modules")))
	cli.WriteFile(t, "cli.tfrc", []byte(overrides(bin)))
	line := stepLine(t, "conflict-check", `conflict-check/check`)
	summary := filepath.Join(t.TempDir(), "summary.md")
	run := func(environment ...string) outcome {
		command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line)
		command.Dir = cli.Dir
		command.Env = slices.Concat(cli.Start(t, "TF_CLI_CONFIG_FILE="+filepath.Join(cli.Dir, "cli.tfrc")).Env, []string{"ARM_METADATA_HOSTNAME=" + s.URL, "ARM_TENANT_ID=" + acctest.TenantID, "ARM_CLIENT_ID=" + acctest.ClientID, "ARM_CLIENT_SECRET=" + acctest.Secret},
			[]string{path, "GITHUB_STEP_SUMMARY=" + summary, "TERRAFORM=" + acctest.Command(t)}, environment)
		return finish(t, command)
	}
	cli.Must(t, 0, "-chdir=conflict-check", "get")
	if got := run("TF_VAR_today=2027-03-31"); got.code != 0 {
		t.Errorf("what is accepted fails: %d\n%s", got.code, got.stderr)
	}
	if got := run("TF_VAR_today=2027-04-01"); got.code != 2 || !strings.Contains(got.stderr, "\ncheck: The exception of Head of purchasing expired on 2027-03-31") {
		t.Errorf("an expired exception: %d\n%s", got.code, got.stderr)
	}
	report, err := os.ReadFile(summary)
	acctest.Must(t, err)
	if strings.Count(string(report), "# Separation of duties\n") != 2 {
		t.Errorf("the summary is\n%s", report)
	}
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/assignments", Status: 403, Code: "UnAuthorized"})
	if got := run("TF_VAR_today=2027-03-31"); got.code == 0 {
		t.Errorf("a tenant that can't be read passes:\n%s", got.stderr)
	}
}

// stepLine is the line of a workflow that runs a script.
func stepLine(t *testing.T, example, command string) string {
	t.Helper()
	workflow, err := os.ReadFile("../../../examples/" + example + "/workflow.yml")
	acctest.Must(t, err)
	step := regexp.MustCompile(`(?m)^ +run: (` + regexp.QuoteMeta(command) + `.*)$`).FindSubmatch(workflow)
	if step == nil {
		t.Fatalf("the workflow of %s doesn't run %s", example, command)
	}
	return string(step[1])
}
