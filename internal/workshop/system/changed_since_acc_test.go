package system_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const changedSince = `
module "report" {
  source     = "./modules/separation-of-duties-report"
  depends_on = [elm_access_package_incompatible_group.clerks]

  changed_since = "2020-01-01"
}

output "html" {
  value = module.report.html
}

output "json" {
  value = module.report.json
}

output "markdown" {
  value = module.report.markdown
}

resource "elm_access_package_incompatible_group" "clerks" {
  for_each = toset(var.kept_out ? ["clerks"] : [])

  catalog_id        = "` + financeCatalog + `"
  access_package_id = "` + approvePayments + `"
  group_id          = "` + vendorMaintenance + `"
}

variable "kept_out" {
  type = bool
}

provider "elm" {}
`

// The report says who added and removed rules, also those that are gone, and names are text there as everywhere.
func TestAccModules_changedSince(t *testing.T) {
	t.Parallel()
	const hostile = "<b>Vendors</b>"
	s := startWithSeed(t, strings.Replace(emulator.FinanceSeed, `"Vendor maintenance"`, `"`+hostile+`"`, 1))
	cli := inExamples(t, s, "")
	cli.Write(t, changedSince)
	cli.Must(t, 0, "init")
	for _, step := range []struct{ keptOut, tag, operation string }{{"true", ">Added</span>", "added"}, {"false", ">Removed</span>", "removed"}} {
		cli.Must(t, 0, "apply", "-auto-approve", "-var=kept_out="+step.keptOut)
		cli.Must(t, 0, "plan", "-detailed-exitcode", "-var=kept_out="+step.keptOut)
		page := cli.Must(t, 0, "output", "-raw", "html")
		for _, want := range []string{step.tag, "Payments - approve excludes the members of &lt;b&gt;Vendors&lt;/b&gt;", "Changed since <bdi>2020-01-01</bdi>"} {
			if !strings.Contains(page, want) {
				t.Errorf("The page has no %s", want)
			}
		}
		if markdown := cli.Must(t, 0, "output", "-raw", "markdown"); !strings.Contains(markdown, `excludes the members of \<b\>Vendors\</b\>*`) {
			t.Errorf("The Markdown has no change:\n%s", markdown)
		}
		checkChange(t, cli.Must(t, 0, "output", "-raw", "json"), step.operation)
	}
}

func checkChange(t *testing.T, text, operation string) {
	t.Helper()
	var schema, report map[string]any
	acctest.Must(t, json.Unmarshal([]byte(readExample(t, "modules", "separation-of-duties-report", "report.schema.json")), &schema))
	acctest.Must(t, json.Unmarshal([]byte(text), &report))
	for _, problem := range violations(schema, schema, report, "report") {
		t.Error(problem)
	}
	changes, _ := report["changes"].([]any)
	if len(changes) == 0 {
		t.Fatal("no changes")
	}
	if last, _ := changes[0].(map[string]any); last["operation"] != operation || last["import_id"] != approvePayments+"/"+vendorMaintenance {
		t.Errorf("The last change is %v", last)
	}
}
