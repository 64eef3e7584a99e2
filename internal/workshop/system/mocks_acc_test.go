package system_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// groupsOfMocks is the module that the guide's test with mocks is about.
const groupsOfMocks = `
terraform {
  required_providers {
    elm     = { source = "entra-elm/elm" }
    azuread = { source = "hashicorp/azuread" }
  }
}

resource "azuread_group" "clerks" {
  display_name     = "Clerks"
  security_enabled = true
}

resource "azuread_group" "auditors" {
  display_name     = "Auditors"
  security_enabled = true
}

resource "elm_access_package_separation_of_duties" "payments" {
  catalog_id             = "` + financeCatalog + `"
  access_package_id      = "` + createPayments + `"
  incompatible_group_ids = [azuread_group.clerks.object_id, azuread_group.auditors.object_id]
}
`

// The guide's test with mocks passes as it stands. It fails without the GUIDs, and when two groups have the same one.
func TestAccGuide_mocks(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../templates/guides/test-modules-offline.md")
	acctest.Must(t, err)
	block := regexp.MustCompile("(?s)```terraform\n# tests/mocks.tftest.hcl\n(.*?)```").FindSubmatch(guide)
	if block == nil {
		t.Fatal("the guide has no test with mocks")
	}
	test := string(block[1])
	const second = "96000000-0000-4000-8000-000000000002"
	for name, c := range map[string]struct {
		test string
		code int
		says string
	}{
		"as it stands": {test, 0, "1 passed, 0 failed."},
		// The real provider refuses what the mocked one makes of an attribute without a default.
		"without GUIDs": {regexp.MustCompile(`(?s)  mock_resource.*?\n  }\n`).ReplaceAllString(test, ""), 1, "expected a GUID"},
		"same GUID":     {strings.Replace(test, second, strings.Replace(second, "2", "1", 1), 1), 1, "Two groups are incompatible."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Needs(t, acctest.Mocks)
			for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
				cli.Serve(host+"/hashicorp/azuread", providerserver.NewProtocol6(acctest.AzureAD{Tenant: s.Tenant()}))
			}
			cli.WriteFile(t, "main.tf", []byte(groupsOfMocks))
			acctest.Must(t, os.Mkdir(cli.Dir+"/tests", 0o700))
			cli.WriteFile(t, "tests/mocks.tftest.hcl", []byte(c.test))
			if output := cli.Must(t, c.code, "test"); !strings.Contains(output, c.says) {
				t.Errorf("it says\n%s", output)
			}
		})
	}
}

// The guide's mock_outputs plan rules as they stand. Terragrunt passes them to the CLI as variables. Zeros are refused,
// and two groups with the same ID are a warning.
func TestAccGuide_mockOutputs(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../../templates/guides/test-modules-offline.md")
	acctest.Must(t, err)
	block := regexp.MustCompile("(?s)```hcl\n# terragrunt.hcl\n.*?mock_outputs = {\n(.*?)\n  }").FindSubmatch(guide)
	if block == nil {
		t.Fatal("the guide has no mock_outputs")
	}
	outputs := regexp.MustCompile(`(\w+) += "([^"]+)"`).FindAllStringSubmatch(string(block[1]), -1)
	if len(outputs) != 2 {
		t.Fatalf("the guide mocks %q", outputs)
	}
	var module strings.Builder
	for _, output := range outputs {
		fmt.Fprintf(&module, "variable %q {\n  type = string\n}\n%s", output[1],
			strings.Replace(single(output[1], 0), fmt.Sprintf("%q", acctest.Group(0)), "var."+output[1], 1))
	}
	for name, c := range map[string]struct {
		second string
		code   int
		says   string
	}{
		"as it stands": {outputs[1][2], 0, "Plan: 2 to add, 0 to change, 0 to destroy."},
		"zeros":        {"00000000-0000-0000-0000-000000000000", 1, "placeholder that was never replaced"},
		"same GUID":    {outputs[0][2], 0, "Warning: Rule may be declared twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+module.String())
			cli.Setenv("TF_VAR_"+outputs[0][1]+"="+outputs[0][2], "TF_VAR_"+outputs[1][1]+"="+c.second)
			if output := cli.Must(t, c.code, "plan"); !strings.Contains(plain(output), c.says) || c.code == 0 && c.second != outputs[0][2] && strings.Contains(output, "Warning") {
				t.Errorf("it says\n%s", output)
			}
			if n := s.Requests("", ""); n != 0 {
				t.Errorf("%d requests", n)
			}
		})
	}
}
