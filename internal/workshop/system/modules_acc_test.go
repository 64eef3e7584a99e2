package system_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Objects of the emulator's finance seed, which the tests of modules use.
const (
	financeCatalog  = "f1a0c000-0000-4000-8000-000000000001"
	createPayments  = "ac000000-0000-4000-8000-000000000001"
	approvePayments = "ac000000-0000-4000-8000-000000000002"
	maintainVendors = "ac000000-0000-4000-8000-000000000003"
	placeOrders     = "ac000000-0000-4000-8000-000000000005"
	contractors     = "96000000-0000-4000-8000-000000000006"
	auditors        = "96000000-0000-4000-8000-000000000004"
	anaRuiz         = "05e20000-0000-4000-8000-000000000001"
)

var examplesFolder = filepath.Join("..", "..", "..", "examples")

func TestAccModules_ownTests(t *testing.T) {
	t.Parallel()
	for name, module := range map[string]struct{ folder, seed, file string }{
		"rules":    {"separation-of-duties", emulator.FinanceSeed, "rules"},
		"yaml":     {"separation-of-duties", emulator.FinanceSeed, "yaml"},
		"mistakes": {"separation-of-duties", emulator.FinanceSeed, "mistakes"},
		"book":     {"separation-of-duties-rulebook", emulator.FinanceSeed, "book"},
		"no book":  {"separation-of-duties-rulebook", emulator.FinanceSeed, "mistakes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithSeed(t, module.seed)
			cli := inExamples(t, s, filepath.Join("modules", module.folder))
			cli.Needs(t, acctest.CrossValidation)
			cli.Must(t, 0, "init")
			output := cli.Must(t, 0, "test", "-filter="+filepath.Join("tests", module.file+".tftest.hcl"))
			if !strings.Contains(output, " passed, 0 failed.") || strings.Contains(output, "Success! 0 passed") {
				t.Errorf("Nothing ran:\n%s", output)
			}
			if module.file == "mistakes" && s.Requests("", "") != 0 {
				t.Errorf("%d requests, where all mistakes can be found without", s.Requests("", ""))
			}
		})
	}
}

// A mistake in a matrix is one message, with the name that the ID has there and with what no one can see in it.
func TestAccModules_mistakes(t *testing.T) {
	t.Parallel()
	const zeros = `"00000000-0000-0000-0000-000000000000"`
	quoted := func(id string) string { return fmt.Sprintf("%q", id) }
	right := map[string]string{
		"create": quoted(createPayments), "approve": quoted(approvePayments), "contractors": quoted(contractors), "auditors": quoted(auditors), "named": `"create"`,
	}
	for name, c := range map[string]struct {
		wrong map[string]string
		want  string
	}{
		"name":                 {map[string]string{"create": `"Payments - create"`}, `These aren't: create: id = "Payments - create".`},
		"group":                {map[string]string{"contractors": `"Contractors"`}, `These aren't: contractors = "Contractors".`},
		"look-alike":           {map[string]string{"create": quoted(strings.Replace(createPayments, "-", "\u2011", 1))}, `create: id = "ac000000%E2%80%910000-4000-8000-000000000001".`},
		"invisible":            {map[string]string{"contractors": quoted("\ufeff" + contractors)}, `contractors = "%EF%BB%BF` + contractors + `".`},
		"placeholders":         {map[string]string{"create": zeros, "approve": zeros}, `Replace these: approve: id; create: id.`},
		"group placeholders":   {map[string]string{"contractors": zeros, "auditors": zeros}, `Replace these: auditors, contractors.`},
		"null":                 {map[string]string{"create": "null"}, `These aren't: create: id = null.`},
		"null group":           {map[string]string{"contractors": "null"}, `These aren't: contractors = null.`},
		"no-break space":       {map[string]string{"named": quoted("create\u00a0payments")}, `These aren't in access_packages: create%C2%A0payments.`},
		"en dash in a name":    {map[string]string{"named": quoted("create \u2013 Zürich")}, `These aren't in access_packages: create %E2%80%93 Zürich.`},
		"one ID for two names": {map[string]string{"create": quoted(approvePayments)}, `The same ID has several: approve = create.`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithSeed(t, emulator.FinanceSeed)
			cli := inExamples(t, s, "")
			cli.Needs(t, acctest.CrossValidation)
			values := maps.Clone(right)
			maps.Copy(values, c.wrong)
			cli.Write(t, fmt.Sprintf(`
provider "elm" {}

module "separation_of_duties" {
  source = "./modules/separation-of-duties"

  access_packages = {
    create  = { id = %s, catalog_id = %q }
    approve = { id = %s, catalog_id = %[2]q }
  }
  groups              = { contractors = %[4]s, auditors = %s }
  incompatible_groups = { %s = ["contractors"] }
}
`, values["create"], financeCatalog, values["approve"], values["contractors"], values["auditors"], values["named"]))
			cli.Must(t, 0, "init")
			output := strings.Join(strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "plan"), "│", " ")), " ")
			if !strings.Contains(output, c.want) || strings.Count(output, "Error: ") != 1 {
				t.Errorf("want one error, %s:\n%s", c.want, output)
			}
			if n := s.Requests("", ""); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// Ids that other resources make are unknown while planning.
func TestAccModules_unknownIDs(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, emulator.FinanceSeed)
	cli := inExamples(t, s, "")
	cli.Needs(t, acctest.CrossValidation)
	cli.Write(t, `
provider "elm" {}

resource "terraform_data" "made_here" {
  input = ["`+createPayments+`", "`+contractors+`"]
}

module "separation_of_duties" {
  source = "./modules/separation-of-duties"

  access_packages = {
    create  = { id = terraform_data.made_here.output[0], catalog_id = "`+financeCatalog+`" }
    approve = { id = "`+approvePayments+`", catalog_id = "`+financeCatalog+`" }
  }
  groups              = { contractors = "/groups/${terraform_data.made_here.output[1]}" }
  incompatible_groups = { approve = ["contractors"] }
  mutually_exclusive  = { payments = ["create", "approve"] }
}
`)
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	for each, rules := range map[emulator.Kind][][2]string{
		emulator.IncompatibleGroups:         {{approvePayments, contractors}},
		emulator.IncompatibleAccessPackages: {{approvePayments, createPayments}, {createPayments, approvePayments}},
	} {
		for _, rule := range rules {
			if found := s.Tenant().Links(each, rule[0]); len(found) != 1 || found[0] != rule[1] {
				t.Errorf("%s of %s are %v", each, rule[0], found)
			}
		}
	}
	cli.Must(t, 0, "destroy", "-auto-approve")
	if left := s.Tenant().Links(emulator.IncompatibleGroups, approvePayments); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
}

// The rulebook's README has the report read the tenant right behind the rules, when lists may not show them yet.
func TestAccModules_reportOfARuleJustMade(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{ListLag: time.Hour})
	acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
	cli := inExamples(t, s, "")
	cli.Write(t, `
provider "elm" {}

resource "elm_access_package_incompatible_group" "contractors" {
  catalog_id        = "`+financeCatalog+`"
  access_package_id = "`+createPayments+`"
  group_id          = "`+contractors+`"
}

data "elm_separation_of_duties_report" "tenant" {
  depends_on = [elm_access_package_incompatible_group.contractors]
}

output "html" {
  value = provider::elm::report_html(data.elm_separation_of_duties_report.tenant.json)
}

output "json" {
  value = data.elm_separation_of_duties_report.tenant.json
}
`)
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	html, evidence := cli.Must(t, 0, "output", "-raw", "html"), cli.Must(t, 0, "output", "-raw", "json")
	if !strings.Contains(html, createPayments+"/"+contractors) || strings.Contains(html, "may no longer exist") {
		t.Errorf("The page has no rule about the group, or says that it may be gone:\n%s", html)
	}
	if strings.Contains(evidence, `"unnamed_targets":1`) || strings.Contains(evidence, `"kind":"dangling"`) {
		t.Errorf("The JSON says that a group may be gone:\n%s", evidence)
	}
}

// startWithSeed serves the fixture, and a seed beside it.
func startWithSeed(t *testing.T, seed string) *acctest.Service {
	t.Helper()
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Load(strings.NewReader(seed)))
	return s
}

// readExample reads one file of the examples.
func readExample(t *testing.T, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{examplesFolder}, name...)...))
	acctest.Must(t, err)
	return string(text)
}

// inExamples gives a CLI that stands in a folder of a copy of the examples. The service is in the environment of the
// provider.
func inExamples(t *testing.T, s *acctest.Service, folder string) *acctest.CLI {
	t.Helper()
	variables := map[string]string{
		"ARM_METADATA_HOSTNAME": s.URL,
		"ARM_TENANT_ID":         acctest.TenantID,
		"ARM_CLIENT_ID":         acctest.ClientID,
		"ARM_CLIENT_SECRET":     acctest.Secret,
	}
	cli := acctest.NewCLI(t, provider.WithVariables(func(name string) string { return variables[name] }))
	acctest.Must(t, os.CopyFS(cli.Dir, os.DirFS(examplesFolder)))
	cli.Dir = filepath.Join(cli.Dir, folder)
	return cli
}
