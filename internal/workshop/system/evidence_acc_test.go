package system_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The report for programs is what its schema says, the same whenever it is asked for, and harmless in a spreadsheet.
func TestAccModules_evidence(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, readExample(t, "modules", "separation-of-duties-report", "tests", "hostile.json"))
	const catalog, hostile = "f1a0c000-0000-4000-8000-000000000001", "ac000000-0000-4000-8000-000000000099"
	acctest.Must(t,
		s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: hostile, CatalogID: catalog, DisplayName: `=HYPERLINK("x","y")`}),
		s.Tenant().AddGroup(emulator.Group{ID: contractors, DisplayName: "Contractors", SecurityEnabled: true}),
		s.Tenant().Link(emulator.IncompatibleGroups, hostile, contractors), s.Tenant().DeleteGroup(contractors),
	)
	cli := inExamples(t, s, "")
	cli.Write(t, `
provider "elm" {}

module "report" {
  source = "./modules/separation-of-duties-report"
  today  = "2026-12-01"
  exceptions = {
    "ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002" = { holders = 1, owner = "Ana", reason = "On call", expires = "2026-12-31" }
  }
}

output "json" {
  value = module.report.json
}

output "csv" {
  value = module.report.csv
}

output "tcm_baseline" {
  value = module.report.tcm_baseline
}
`)
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode", "-refresh=true")

	var schema, report map[string]any
	acctest.Must(t, json.Unmarshal([]byte(readExample(t, "modules", "separation-of-duties-report", "report.schema.json")), &schema))
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "output", "-raw", "json")), &report))
	for _, problem := range violations(schema, schema, report, "report") {
		t.Error(problem)
	}
	if notRead, _ := report["not_read"].([]any); len(notRead) != 1 {
		t.Errorf("not read: %v", notRead)
	}
	checkMonitor(t, cli.Must(t, 0, "output", "-raw", "tcm_baseline"))
	rows, err := csv.NewReader(strings.NewReader(cli.Must(t, 0, "output", "-raw", "csv"))).ReadAll()
	acctest.Must(t, err)
	if len(rows) != 7 {
		t.Errorf("%d rows for 6 rules", len(rows))
	}
	names := false
	for _, row := range rows {
		for _, cell := range row {
			if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
				t.Errorf("a formula: %q", cell)
			}
			names = names || cell == `'=HYPERLINK("x","y")`
		}
	}
	if !names {
		t.Errorf("a name is not shown as it is: %q", rows)
	}
}

// checkMonitor finds what the published schema of Tenant Configuration Management has no name or another type for
// (https://json.schemastore.org/utcm-monitor.json), and rules that are not in the baseline.
func checkMonitor(t *testing.T, text string) {
	t.Helper()
	var monitor struct {
		DisplayName, Description string
		Baseline                 struct {
			DisplayName, Description string
			Resources                []struct {
				DisplayName, ResourceType string
				Properties                struct {
					DisplayName, ID, Ensure                        string
					IncompatibleGroups, IncompatibleAccessPackages []string
				}
			}
		}
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	acctest.Must(t, decoder.Decode(&monitor))
	rules, names := 0, map[string]bool{}
	for _, resource := range monitor.Baseline.Resources {
		if resource.ResourceType != "microsoft.entra.entitlementmanagementaccesspackage" || resource.Properties.DisplayName == "" || resource.Properties.Ensure != "Present" {
			t.Errorf("no access package: %+v", resource)
		}
		if names[resource.DisplayName] {
			t.Errorf("%q is there twice, where the name of a resource is unique", resource.DisplayName)
		}
		names[resource.DisplayName] = true
		rules += len(resource.Properties.IncompatibleGroups) + len(resource.Properties.IncompatibleAccessPackages)
	}
	if monitor.DisplayName == "" || rules != 6 {
		t.Errorf("The monitor %q has %d rules, not 6", monitor.DisplayName, rules)
	}
}

// A report that breaks its schema is found out.
func TestViolations(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	acctest.Must(t, json.Unmarshal([]byte(readExample(t, "modules", "separation-of-duties-report", "report.schema.json")), &schema))
	report := map[string]any{"version": 2.0, "title": 1.0, "rules": []any{map[string]any{"kind": "else"}}, "more": true}
	found := strings.Join(violations(schema, schema, report, "report"), "\n")
	for _, want := range []string{"report.version: ", "report.title: ", "report.rules[0].kind: ", "report.rules[0]: lacks status", "report: has more", "report: lacks summary"} {
		if !strings.Contains(found, want) {
			t.Errorf("%q is not among\n%s", want, found)
		}
	}
}

// violations checks a value against as much of JSON Schema as the report's schema uses.
func violations(root, schema map[string]any, value any, at string) []string {
	if reference, ok := schema["$ref"].(string); ok {
		definitions, _ := root["$defs"].(map[string]any)
		schema, _ = definitions[strings.TrimPrefix(reference, "#/$defs/")].(map[string]any)
	}
	var problems []string
	if constant, ok := schema["const"]; ok && !reflect.DeepEqual(constant, value) {
		problems = append(problems, fmt.Sprintf("%s: is %v", at, value))
	}
	if choices, ok := schema["enum"].([]any); ok && !slices.Contains(choices, value) {
		problems = append(problems, fmt.Sprintf("%s: is %v, none of %v", at, value, choices))
	}
	if types := schema["type"]; types != nil && !slices.Contains(listOf(types), typeOf(value)) {
		problems = append(problems, fmt.Sprintf("%s: is %v, no %v", at, value, types))
	}
	switch value := value.(type) {
	case []any:
		items, _ := schema["items"].(map[string]any)
		for i, item := range value {
			problems = append(problems, violations(root, items, item, fmt.Sprintf("%s[%d]", at, i))...)
		}
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		for _, name := range listOf(schema["required"]) {
			if _, there := value[fmt.Sprint(name)]; !there {
				problems = append(problems, fmt.Sprintf("%s: lacks %s", at, name))
			}
		}
		for name, member := range value {
			of, known := properties[name].(map[string]any)
			if !known {
				problems = append(problems, fmt.Sprintf("%s: has %s", at, name))
			}
			problems = append(problems, violations(root, of, member, at+"."+name)...)
		}
	}
	return problems
}

func listOf(value any) []any {
	if list, ok := value.([]any); ok || value == nil {
		return list
	}
	return []any{value}
}

func typeOf(value any) any {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case float64:
		if value == float64(int64(value)) {
			return "integer"
		}
		return "number"
	default:
		return "object"
	}
}
