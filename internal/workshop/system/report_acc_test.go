package system_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// mergePackage and deployPackage exclude each other in the bank that the report's example is tried with.
const (
	mergePackage  = "ac000000-0000-4000-8000-000000000012"
	deployPackage = "ac000000-0000-4000-8000-000000000013"
)

func bank(t *testing.T) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	s := startWithSeed(t, readExample(t, "report", "seed.json"))
	return s, inExamples(t, s, "report")
}

// The example reports on a whole tenant, writes nothing, and gives the same page whenever it is asked for.
func TestAccReport_example(t *testing.T) {
	t.Parallel()
	s, cli := bank(t)
	cli.Must(t, 0, "init")
	output := cli.Must(t, 0, "apply", "-auto-approve")
	if !strings.Contains(output, "Check block assertion failed") {
		t.Errorf("findings don't fail the check:\n%s", output)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	page := cli.Must(t, 0, "output", "-raw", "html")
	for _, want := range []string{"<dt>Rules</dt><dd>55", "<dt>Conflicts today</dt><dd>10", "<dt>Gaps</dt><dd>2", "<h3><bdi>Finance</bdi></h3>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	var summary evidence.Summary
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "output", "-json", "summary")), &summary))
	want := evidence.Summary{
		Catalogs:       3,
		AccessPackages: 14,
		Rules:          55,
		GroupRules:     33,
		OneWayRules:    2,
		Conflicts:      new(10),
		UnknownOrder:   new(10),
		AfterRule:      new(0),
		UnknownHolders: new(0),
		OpenConflicts:  new(10),
		OpenGaps:       new(2),
		AcceptedGaps:   new(0),
		Findings:       summary.Findings,
	}
	if !reflect.DeepEqual(summary, want) || summary.Findings < 3 {
		t.Errorf("the summary is %+v, want %+v", summary, want)
	}
	if s.Writes() != 0 {
		t.Errorf("%d requests that write", s.Writes())
	}
}

// Decisions reach the report: an exception for either of two access packages that exclude each other, a risk, an
// accepted gap.
func TestAccReport_decisions(t *testing.T) {
	t.Parallel()
	_, cli := bank(t)
	cli.WriteFile(t, "terraform.tfvars", fmt.Appendf(nil, `
as_of = "2026-12-01"
exceptions = {
  "%[2]s/%[1]s" = { holders = 2, owner = "Ana <Ruiz>", reason = "Two people are on call", expires = "2026-12-01" }
}
risks = {
  "IT <1>" = { name = "Release alone", severity = "high", rules = ["%[1]s/%[2]s", "%[1]s/%[1]s"] }
}
`, mergePackage, deployPackage))
	cli.Must(t, 0, "init")
	output := cli.Must(t, 0, "apply", "-auto-approve")
	page := cli.Must(t, 0, "output", "-raw", "html")
	for _, want := range []string{"2 accepted", "Ana &lt;Ruiz&gt;", "IT &lt;1&gt;", "Release alone", "1 missing"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q:\n%s", want, output)
		}
	}
	var summary evidence.Summary
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "output", "-json", "summary")), &summary))
	if evidence.Known(summary.Conflicts) != 10 || evidence.Known(summary.OpenConflicts) != 8 || summary.MissingRules != 1 {
		t.Errorf("the summary is %+v", summary)
	}
}

// A decision that can't be used is an error at its own attribute, before any request.
func TestAccReport_mistakes(t *testing.T) {
	t.Parallel()
	exception := func(fields string) string { return "exceptions = { \"a/b\" = { " + fields + " } }" }
	for name, c := range map[string]struct{ argument, want string }{
		"expires": {exception(`holders = 1, owner = "Ana", reason = "On call", expires = "2026-02-30"`), `"2026-02-30" isn't a day that exists`},
		"owner":   {exception(`holders = 1, owner = " ", reason = "On call", expires = "2026-02-01"`), "An exception needs an owner"},
		"severity": {
			`risks = { "R" = { name = "R", severity = "huge", rules = [] } }`, `"huge" isn't a severity`,
		},
		"as_of":         {`as_of = "tomorrow"`, `"tomorrow" isn't a day that exists`},
		"changed_since": {`changed_since = "yesterday"`, `"yesterday" is neither a day`},
		"kind":          {`count_conflicts_of = ["groups"]`, `value must be one of`},
		"no catalogs":   {`catalog_ids = []`, `at least 1 elements`},
		"catalog":       {`catalog_ids = ["Finance"]`, `Invalid GUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithSeed(t, emulator.FinanceSeed)
			cli := inExamples(t, s, "")
			cli.Write(t, "data \"elm_separation_of_duties_report\" \"test\" {\n  "+c.argument+"\n}\n")
			output := strings.Join(strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "plan"), "│", " ")), " ")
			if !strings.Contains(output, c.want) || s.Requests("", "") != 0 {
				t.Errorf("%d requests, and not %q:\n%s", s.Requests("", ""), c.want, output)
			}
		})
	}
}

// Catalogs can be chosen, and skipped parts appear as unknown.
func TestAccReport_arguments(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, readExample(t, "report", "seed.json"))
	cli := inExamples(t, s, "")
	cli.Write(t, `
data "elm_separation_of_duties_report" "test" {
  catalog_ids        = ["f1a0c000-0000-4000-8000-000000000001", "F1A0C000-0000-4000-8000-000000000002"]
  title              = "Duties & rights"
  count_conflicts_of = ["access_package"]
  find_gaps          = false
  include_object_ids = true
}

output "json" {
  value = data.elm_separation_of_duties_report.test.json
}

output "complete" {
  value = data.elm_separation_of_duties_report.test.complete
}
`)
	cli.Must(t, 0, "apply", "-auto-approve")
	d, err := evidence.Decode([]byte(cli.Must(t, 0, "output", "-raw", "json")))
	acctest.Must(t, err)
	if d.GapsExamined || len(d.Scope) != 2 || len(d.Catalogs) != 2 || d.Title != "Duties & rights" || d.AsOf != nil || d.ReadOn != nil {
		t.Errorf("%v %v %v %q %v %v", d.GapsExamined, d.Scope, d.Catalogs, d.Title, d.AsOf, d.ReadOn)
	}
	groups, named := 0, 0
	for _, r := range d.Rules {
		if r.Kind == evidence.KindGroup {
			groups++
			if r.Conflicts != nil || r.Status != evidence.StatusNotCounted {
				t.Errorf("%s was counted", r.ImportID)
			}
			continue
		}
		for _, h := range r.Conflicts.Holders {
			if h.ObjectID == nil {
				t.Errorf("a holder of %s has no ID", r.ImportID)
			}
			named++
		}
	}
	if groups == 0 || named == 0 || cli.Must(t, 0, "output", "-raw", "complete") != "true" {
		t.Errorf("%d rules about groups, %d holders", groups, named)
	}
	page, err := report.HTML(d)
	acctest.Must(t, err)
	if !strings.Contains(string(page), "<bdi>Finance</bdi>, <bdi>Treasury</bdi>") ||
		!strings.Contains(string(page), "not examined") {
		t.Error("the page doesn't say what it is about")
	}
}

// A caller who may not read the audit log, or the members of groups, gets a report that says so, or an error.
func TestAccReport_notPermitted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All", "GroupMember.Read.All"}})
	acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
	cli := inExamples(t, s, "report")
	cli.Must(t, 0, "init")
	output := cli.Must(t, 0, "apply", "-auto-approve", "-var=changed_since=2026-11-01")
	page := cli.Must(t, 0, "output", "-raw", "html")
	if !strings.Contains(output, "Incomplete report") || !strings.Contains(page, "AuditLog.Read.All") ||
		!strings.Contains(page, "This list is incomplete") {
		t.Errorf("an unreadable audit log isn't named:\n%s", output)
	}
}

// The examples of the functions give a page, Markdown, and tables.
func TestAccReport_functions(t *testing.T) {
	t.Parallel()
	for function, check := range map[string]func(*testing.T, *acctest.CLI){
		"report_html": func(t *testing.T, cli *acctest.CLI) {
			t.Helper()
			if page := cli.Must(t, 0, "output", "-raw", "page"); !strings.HasPrefix(page, "<!DOCTYPE html>") {
				t.Error(page)
			}
		},
		"report_markdown": func(t *testing.T, cli *acctest.CLI) {
			t.Helper()
			whole, short := cli.Must(t, 0, "output", "-raw", "wiki"), cli.Must(t, 0, "output", "-raw", "comment")
			if !strings.Contains(whole, "\n## Rules\n") || strings.Contains(short, "\n## Rules\n") || !strings.Contains(short, "full report") {
				t.Error(whole, short)
			}
		},
		"report_csv": func(t *testing.T, cli *acctest.CLI) {
			t.Helper()
			rows, err := csv.NewReader(strings.NewReader(cli.Must(t, 0, "output", "-raw", "rules"))).ReadAll()
			acctest.Must(t, err)
			gaps := cli.Must(t, 0, "output", "-raw", "gaps_for_excel")
			if len(rows) < 2 || !strings.HasPrefix(gaps, "\ufeffid;kind;") {
				t.Error(rows, gaps)
			}
		},
	} {
		t.Run(function, func(t *testing.T) {
			t.Parallel()
			s, cli := financeExample(t, "functions", function, "function.tf")
			cli.WriteFile(t, "provider.tf", []byte(s.Provider()))
			cli.Must(t, 0, "apply", "-auto-approve")
			check(t, cli)
		})
	}
}

// A misspelt option and evidence of another version are errors at their arguments.
func TestAccReport_functionMistakes(t *testing.T) {
	t.Parallel()
	d := &evidence.Document{}
	decision.Apply(d, &decision.Set{}, time.Time{})
	text, err := evidence.Compact(d)
	if err != nil {
		t.Fatal(err)
	}
	empty := strconv.Quote(string(text))
	for call, want := range map[string]string{
		`report_html("{}")`:                          "has no version",
		`report_html("{\"version\": 1}")`:            "version 1",
		`report_html("{\"version\": 2}")`:            `the property "title" is missing`,
		"report_markdown(" + empty + `, "brief")`:    `no option "brief"; the options are short`,
		"report_csv(" + empty + `, "people")`:        `no table "people"; the tables are rules`,
		"report_csv(" + empty + `, "rules", "tabs")`: `no option "tabs"`,
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t)
			cli.Write(t, "output \"view\" {\n  value = provider::elm::"+call+"\n}\n")
			if output := strings.Join(
				strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "plan"), "│", " ")), " ",
			); !strings.Contains(output, want) {
				t.Errorf("not %q:\n%s", want, output)
			}
		})
	}
}

// The report says who added and removed rules, also rules that no longer exist, and names are text there as everywhere.
func TestAccReport_changes(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, strings.Replace(emulator.FinanceSeed, `"Vendor maintenance"`, `"<b>Vendors</b>"`, 1))
	cli := inExamples(t, s, "report")
	cli.WriteFile(t, "rule.tf", []byte(`
variable "excluded" {
  type = bool
}

resource "elm_access_package_incompatible_group" "clerks" {
  for_each = toset(var.excluded ? ["clerks"] : [])

  catalog_id        = "`+financeCatalog+`"
  access_package_id = "`+approvePayments+`"
  group_id          = "`+vendorMaintenance+`"
}
`))
	cli.Must(t, 0, "init")
	for _, step := range []struct{ excluded, want string }{{"true", ">Added</span>"}, {"false", ">Removed</span>"}} {
		arguments := []string{"-var=changed_since=2020-01-01", "-var=excluded=" + step.excluded}
		cli.Must(t, 0, append([]string{"apply", "-auto-approve"}, arguments...)...)
		cli.Must(t, 0, append([]string{"apply", "-auto-approve"}, arguments...)...) // reads the tenant after the rule
		page := cli.Must(t, 0, "output", "-raw", "html")
		for _, want := range []string{step.want, "Payments - approve excludes the members of &lt;b&gt;Vendors&lt;/b&gt;", "Changes since 2020-01-01"} {
			if !strings.Contains(page, want) {
				t.Errorf("the page has no %q", want)
			}
		}
	}
}

// A group that was deleted has no name, and its rule isn't counted.
func TestAccReport_deletedGroup(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, emulator.FinanceSeed)
	acctest.Must(
		t,
		s.Tenant().Link(emulator.IncompatibleGroups, createPayments, contractors),
		s.Tenant().DeleteGroup(contractors),
	)
	cli := inExamples(t, s, "report")
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	page := cli.Must(t, 0, "output", "-raw", "html")
	for _, want := range []string{"A group without a name, which may no longer exist", ">not counted<", "The group " + contractors + " no longer exists."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
}
