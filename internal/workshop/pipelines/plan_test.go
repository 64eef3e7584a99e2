package pipelines

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// step is a configuration that was applied, another one that is planned, and what the policies say to that plan.
type step struct {
	before, after string
	arguments     []string // of the plan
	exceptions    string
	needs         acctest.Feature
	denied        []string // a part of each message
}

const (
	one  = "acce5500-0000-4000-8000-000000000001"
	two  = "acce5500-0000-4000-8000-000000000002"
	lead = "9f0a9000-0000-4000-8000-000000000001"
	rest = "9f0a9000-0000-4000-8000-000000000002"
)

func group(name, target string) string {
	return fmt.Sprintf("resource \"elm_access_package_incompatible_group\" %q {\n  catalog_id = %q\n  access_package_id = %q\n  group_id = %q\n}\n",
		name, acctest.CatalogID, one, target)
}

func other(accessPackage, target string) string {
	return fmt.Sprintf("resource \"elm_access_package_incompatible_access_package\" \"to_%s\" {\n  catalog_id = %q\n  access_package_id = %q\n  incompatible_access_package_id = %q\n}\n",
		target[len(target)-1:], acctest.CatalogID, accessPackage, target)
}

func set(groups ...string) string {
	quoted := []string{}
	for _, id := range groups {
		quoted = append(quoted, fmt.Sprintf("%q", id))
	}
	return fmt.Sprintf("resource \"elm_access_package_separation_of_duties\" \"all\" {\n  catalog_id = %q\n  access_package_id = %q\n  incompatible_group_ids = [%s]\n}\n",
		acctest.CatalogID, one, strings.Join(quoted, ", "))
}

// whole is a set with both kinds.
func whole(groups string) string {
	return strings.Replace(set(groups), "incompatible_group_ids", "incompatible_access_package_ids = []\n  incompatible_group_ids", 1)
}

const imported = "import {\n  to = elm_access_package_separation_of_duties.all\n  id = \"" + one + "\"\n}\n"

// ticket is an exception that ends so many days from now.
func ticket(part, name string, days int) string {
	return fmt.Sprintf(`{"exceptions": {%q: {%q: {"ticket": "CHG-1042", "expires": %q}}}}`, part, name, day(days))
}

func day(fromNow int) string { return time.Now().UTC().AddDate(0, 0, fromNow).Format(time.DateOnly) }

var goes = "The plan removes the rule " + one + "/" + lead

var steps = map[string]step{
	"nothing changes":       {before: group("a", lead), after: group("a", lead)},
	"another spelling":      {before: group("a", lead), after: group("a", "/groups/"+strings.ToUpper(lead))},
	"a rule goes":           {before: group("a", lead), denied: []string{goes}},
	"with a ticket":         {before: group("a", lead), exceptions: ticket("removed", one+"/"+lead, 30)},
	"everything goes":       {before: group("a", lead) + group("b", rest), after: group("a", lead) + group("b", rest), arguments: []string{"-destroy"}, denied: []string{goes, "/" + rest + " or stops managing it"}},
	"another target":        {before: group("a", lead), after: group("a", rest), denied: []string{goes}},
	"renamed":               {before: group("a", lead), after: group("b", lead)},
	"renamed with moved":    {before: group("a", lead), after: group("b", lead) + "moved {\n  from = elm_access_package_incompatible_group.a\n  to = elm_access_package_incompatible_group.b\n}\n"},
	"into a set":            {before: group("a", lead), after: set(lead) + imported},
	"given up":              {before: group("a", lead), after: "removed {\n  from = elm_access_package_incompatible_group.a\n  lifecycle {\n    destroy = false\n  }\n}\n", needs: acctest.Removed, denied: []string{goes}},
	"a smaller set":         {before: set(lead, rest), after: set(rest), denied: []string{goes}},
	"an empty set":          {before: set(lead), after: set(), denied: []string{goes, "becomes empty"}},
	"a set gives a kind up": {before: set(lead), after: strings.Replace(set(), "incompatible_group_ids = []", "incompatible_access_package_ids = []", 1), denied: []string{goes}},
	"a set adopts":          {after: set(lead)},
	"a set is imported":     {after: set(lead) + imported},
	"a set takes a kind up": {before: set(lead), after: whole(lead)},
	"one way":               {after: other(one, two), denied: []string{"Add the rule " + two + "/" + one}},
	"one way is meant":      {after: other(one, two), exceptions: ticket("one_way", one+"/"+two, 30)},
	"both ways":             {after: other(one, two) + other(two, one)},
}

// The results of the policies for plans of a real CLI.
func TestPolicies_plans(t *testing.T) {
	t.Parallel()
	for name, step := range steps {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			denied := judge(t, plan(t, step), step.exceptions)
			unexpected := slices.DeleteFunc(slices.Clone(denied), func(message string) bool {
				return slices.ContainsFunc(step.denied, func(part string) bool { return strings.Contains(message, part) })
			})
			if len(denied) != len(step.denied) || len(unexpected) > 0 {
				t.Errorf("denied:\n%s\nwant:\n%s", strings.Join(denied, "\n"), strings.Join(step.denied, "\n"))
			}
		})
	}
}

// Half a plan does not pass for a whole one where the CLI says that it is half.
func TestPolicies_target(t *testing.T) {
	t.Parallel()
	half := plan(t, step{before: group("a", lead), after: group("a", lead) + group("b", rest), arguments: []string{"-target=elm_access_package_incompatible_group.b"}})
	denied := judge(t, half, "")
	if _, told := half["complete"]; told && (len(denied) != 1 || !strings.Contains(denied[0], "incomplete")) {
		t.Errorf("denied: %q", denied)
	}
}

// A rule that someone removes by hand and that then leaves the configuration is in no resource change, only in the
// drift.
func TestPolicies_goneByHand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after string }{
		"a rule":   {group("a", lead) + "import {\n  to = elm_access_package_incompatible_group.a\n  id = \"" + one + "/" + lead + "\"\n}\n", ""},
		"of a set": {set(lead, rest) + imported, set(rest)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, one, lead), s.Tenant().Link(emulator.IncompatibleGroups, one, rest))
			cli.Write(t, s.Provider()+test.before)
			cli.Must(t, 0, "apply", "-auto-approve")
			acctest.Must(t, s.Tenant().Unlink(emulator.IncompatibleGroups, one, lead))
			cli.Write(t, s.Provider()+test.after)
			if denied := judge(t, planned(t, cli), ""); len(denied) != 1 || !strings.Contains(denied[0], goes) {
				t.Errorf("denied: %q", denied)
			}
		})
	}
}

// plan applies the first configuration and plans the second.
func plan(t *testing.T, step step) map[string]any {
	t.Helper()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	if step.needs != (acctest.Feature{}) {
		cli.Needs(t, step.needs)
	}
	provider := s.Provider()
	cli.Write(t, provider+step.before)
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, provider+step.after)
	return planned(t, cli, step.arguments...)
}

// planned is a plan as JSON.
func planned(t *testing.T, cli *acctest.CLI, arguments ...string) map[string]any {
	t.Helper()
	cli.Must(t, 0, append([]string{"plan", "-out=rules.tfplan"}, arguments...)...)
	var content map[string]any
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "show", "-json", "rules.tfplan")), &content))
	return content
}

// judge gives what the policies deny. It asks as examples/policies/check does: no denial and no pass would be no
// policy.
func judge(t *testing.T, plan map[string]any, exceptions string) []string {
	t.Helper()
	load := []string{folder}
	if exceptions != "" {
		file := t.TempDir() + "/exceptions.json"
		acctest.Must(t, writeFile(file, exceptions))
		load = append(load, file)
	}
	ask := func(query string) rego.ResultSet {
		t.Helper()
		results, err := rego.New(rego.Load(load, nil), rego.Query(query), rego.Input(plan), rego.Strict(true)).Eval(t.Context())
		acctest.Must(t, err)
		return results
	}
	var denied []string
	for _, result := range ask("message := data.elm.deny[_]") {
		denied = append(denied, fmt.Sprint(result.Bindings["message"]))
	}
	if passes := ask("data.elm.passes").Allowed(); passes != (len(denied) == 0) {
		t.Errorf("passes: %t, but denied: %q", passes, denied)
	}
	return denied
}
