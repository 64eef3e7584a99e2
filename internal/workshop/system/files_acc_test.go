package system_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Groups that the example names.
const (
	clerks    = "96000000-0000-4000-8000-000000000001"
	approvers = "96000000-0000-4000-8000-000000000002"
)

// The errors of a plan for files with other columns.
const (
	csvColumns    = "rules.csv: The first row must have the columns catalog, access_package and group, separated by semicolons, and a row must follow."
	matrixColumns = "matrix.csv: The first row must have the column access_package and the names of access packages, separated by semicolons, and a row with an x must follow."
)

// shape is one of the files of the example, alone.
type shape struct {
	rows string   // the local value that it makes
	file string   // that people keep
	want []string // the rules that follow from it
}

var shapes = map[string]shape{
	"yaml": {"yaml_rows", "rules.yaml", []string{
		createPayments + " " + approvers, maintainVendors + " " + approvers, maintainVendors + " " + contractors,
	}},
	"csv":    {"csv_rows", "rules.csv", []string{approvePayments + " " + clerks, placeOrders + " " + contractors}},
	"matrix": {"matrix_rows", "matrix.csv", []string{createPayments + " " + approvePayments, approvePayments + " " + createPayments, approvePayments + " " + maintainVendors}},
}

// files are those of the example, by name.
func files(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.tf", "*.yaml", "*.csv"} {
		paths, err := filepath.Glob("../../../examples/from-files/" + pattern)
		acctest.Must(t, err)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			acctest.Must(t, err)
			found[filepath.Base(path)] = string(text)
		}
	}
	return found
}

// inShape writes the example with one kind of file, after edit has changed that.
func inShape(t *testing.T, name string, edit func(string) string) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	cli := acctest.NewCLI(t)
	s := startWithSeed(t, emulator.FinanceSeed)
	cli.WriteFile(t, "provider_override.tf", []byte(s.Provider()))
	example := files(t)
	main := strings.Replace(example["main.tf"], "concat(local.yaml_rows, local.csv_rows, local.matrix_rows)", "local."+shapes[name].rows, 1)
	for file, content := range map[string]string{
		"main.tf": main, "rules.tf": example["rules.tf"], "groups.yaml": example["groups.yaml"], name + ".tf": example[name+".tf"],
		shapes[name].file: edit(example[shapes[name].file]),
	} {
		cli.WriteFile(t, file, []byte(content))
	}
	return s, cli
}

// asExcel writes a file as spreadsheets do on Windows.
func asExcel(text string) string { return "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n") }

func TestAccFromFiles(t *testing.T) {
	t.Parallel()
	for name, shape := range shapes {
		for how, edit := range map[string]func(string) string{"as it stands": func(s string) string { return s }, "as Excel": asExcel} {
			t.Run(name+"/"+how, func(t *testing.T) {
				t.Parallel()
				s, cli := inShape(t, name, edit)
				before := allRules(s)
				cli.Must(t, 0, "apply", "-auto-approve")
				cli.Must(t, 0, "plan", "-detailed-exitcode")
				got := slices.DeleteFunc(allRules(s), func(rule string) bool { return slices.Contains(before, rule) })
				if !slices.Equal(got, shape.want) {
					t.Errorf("the service holds %v, want %v", got, shape.want)
				}
			})
		}
	}
}

// allRules are those of the built-in tenant's access packages.
func allRules(s *acctest.Service) []string {
	var rules []string
	for i := range 5 {
		id := fmt.Sprintf("ac000000-0000-4000-8000-%012d", i+1)
		for _, each := range emulator.Kinds() {
			for _, target := range s.Tenant().Links(each, id) {
				rules = append(rules, id+" "+target)
			}
		}
	}
	slices.Sort(rules)
	return rules
}

// The plan reports a mistake in a file by cell and character, and existing rules stay.
func TestAccFromFiles_dirtyFiles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ shape, old, new, want string }{
		"name":                {"yaml", `name: "Vendors - maintain"`, `name: "Vendors"`, `rules.yaml, access_packages[1]: "Vendors" is not known, or not unique.`},
		"catalog":             {"yaml", `catalog_name: "Finance"`, `catalog_name: "finance"`, `rules.yaml, access_packages[0]: "Payments - create" is not known, or not unique.`},
		"group":               {"yaml", `["Payment approvers"]`, `["approvers"]`, `rules.yaml, access_packages[0]: "approvers" is not known, or not unique.`},
		"non-breaking hyphen": {"csv", "Payments - approve", "Payments \u2011 approve", `rules.csv, row 2: "Payments ‑ approve" is not known, or not unique. It has U+2011 (non-breaking hyphen) at position 10.`},
		"zero-width space":    {"csv", "place", "pl\u200bace", "rules.csv, row 3:|It has U+200B (zero-width space) at position 12."},
		"no-break space":      {"csv", "Payment clerks", "Payment\u00a0clerks", "It has U+00A0 (no-break space) at position 8."},
		"case":                {"matrix", "Payments - create;;x;", "Payments - Create;;x;", `matrix.csv, row 2, column "Payments - approve": "Payments - Create" is not known`},
		"mark":                {"matrix", "Payments - create;;x;", "Payments - create;;yes;", `matrix.csv, row 2, column "Payments - approve": "yes" is neither x nor empty.`},
		"column":              {"matrix", ";Vendors - maintain\n", ";Vendors – maintain\n", `row 3, column "Vendors – maintain": "Vendors – maintain" is not known, or not unique. It has U+2013 (en dash) at position 9.`},
		"repeated row":        {"csv", "Procurement;Orders - place;Contractors\n", "Procurement;Orders - place;Contractors\nFinance;Payments - approve;Payment clerks\n", `rules.csv, row 2: The same rule is in rules.csv, row 4. Remove one of them.`},
		"repeated group":      {"yaml", `["Payment approvers"]`, `["Payment approvers", "Payment approvers"]`, `rules.yaml, access_packages[0]: The same rule is in rules.yaml, access_packages[0]. Remove one of them.`},
		"repeated matrix row": {"matrix", "Payments - create;;x;\n", "Payments - create;;x;\nPayments - create;;x;\n", `matrix.csv, row 2, column "Payments - approve": The same rule is in matrix.csv, row 3, column "Payments - approve". Remove one of them.`},
		"empty csv":           {"csv", "*", "", csvColumns},
		"header only":         {"csv", "*", "catalog;access_package;group\n;;\n", csvColumns},
		"header only, matrix": {"matrix", "*", "access_package;Payments - approve\n", matrixColumns},
		"no marks":            {"matrix", "*", "access_package;Payments - approve\nPayments - create;\n;\n", matrixColumns},
		"no access packages":  {"yaml", "*", "access_packages: []\n", "rules.yaml: It names no group, so the next apply would remove the rules."},
		"commas":              {"csv", ";", ",", csvColumns},
		"other columns":       {"csv", ";group\n", ";target\n", csvColumns},
		"empty matrix":        {"matrix", "*", "\n", matrixColumns},
		"tabs":                {"matrix", ";", "\t", matrixColumns},
		"ambiguous":           {"matrix", "", "", `"Vendors - maintain" is not known, or not unique. It may be ac000000-0000-4000-8000-000000000003 in Finance. It may be ac000000-0000-4000-8000-000000000099 in Procurement.`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cli := inShape(t, c.shape, func(text string) string {
				switch c.old {
				case "*": // the whole file
					return asExcel(c.new)
				case ";":
					return asExcel(strings.ReplaceAll(text, c.old, c.new))
				default:
					return asExcel(strings.Replace(text, c.old, c.new, 1))
				}
			})
			if name == "ambiguous" {
				acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{
					ID: "ac000000-0000-4000-8000-000000000099", CatalogID: "f1a0c000-0000-4000-8000-000000000002", DisplayName: "vendors - maintain",
				}))
			}
			output := strings.Join(strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "plan"), "│", " ")), " ")
			for want := range strings.SplitSeq(c.want, "|") {
				if !strings.Contains(output, want) {
					t.Errorf("not a word of %s:\n%s", want, output)
				}
			}
			if s.Writes() != 0 || strings.Contains(output, "will be destroyed") {
				t.Errorf("%d writes:\n%s", s.Writes(), output)
			}
		})
	}
}

// Names with every character that files give a meaning to are found.
func TestAccFromFiles_oddNames(t *testing.T) {
	t.Parallel()
	const odd = `R&D [x] | "Gehälter", a; b`
	for name, replacement := range map[string]string{
		"yaml": `'` + odd + `'`,
		"csv":  `"` + strings.ReplaceAll(odd, `"`, `""`) + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			old := map[string]string{"yaml": `"Payments - create"`, "csv": "Payments - approve"}[name]
			s, cli := inShape(t, name, func(text string) string { return strings.Replace(text, old, replacement, 1) })
			const id = "ac000000-0000-4000-8000-000000000098"
			acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{
				ID: id, CatalogID: "f1a0c000-0000-4000-8000-000000000001", DisplayName: strings.Replace(odd, "ä", "a\u0308", 1),
			}))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
			if got := s.Tenant().Links(emulator.IncompatibleGroups, id); len(got) != 1 {
				t.Errorf("%s has %v", odd, got)
			}
		})
	}
}

// All formats work together, as they stand in the example.
func TestAccFromFiles_together(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t)
	s := startWithSeed(t, emulator.FinanceSeed)
	cli.WriteFile(t, "provider_override.tf", []byte(s.Provider()))
	for name, content := range files(t) {
		cli.WriteFile(t, name, []byte(content))
	}
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	for _, shape := range shapes {
		for _, want := range shape.want {
			if !slices.Contains(allRules(s), want) {
				t.Errorf("the service lacks %s", want)
			}
		}
	}
}
