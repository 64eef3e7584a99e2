package system_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	paymentApprovers  = "96000000-0000-4000-8000-000000000002"
	vendorMaintenance = "96000000-0000-4000-8000-000000000003"
)

const bookAndReport = `
provider "elm" {}

locals {
  book = yamldecode(file("./modules/separation-of-duties-rulebook/tests/book.yaml"))
}

module "rulebook" {
  source = "./modules/separation-of-duties-rulebook"

  access_packages = local.book.access_packages
  groups          = local.book.groups
  functions       = local.book.functions
  risks           = local.book.risks
}

data "elm_separation_of_duties_report" "tenant" {
  depends_on = [module.rulebook]

  risks = module.rulebook.risks
}

output "html" {
  value = provider::elm::report_html(data.elm_separation_of_duties_report.tenant.json)
}

output "findings" {
  value = join("\n", data.elm_separation_of_duties_report.tenant.findings[*].kind)
}
`

// A book becomes rules in every direction that Entra needs, the report knows what they are for, and a book that changes
// changes them.
func TestAccRulebook(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, emulator.FinanceSeed)
	cli := inExamples(t, s, "")
	cli.Needs(t, acctest.CrossValidation)
	cli.Write(t, bookAndReport)
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	checkLinks(t, s, emulator.IncompatibleAccessPackages, map[string][]string{
		createPayments: {approvePayments}, approvePayments: {createPayments, maintainVendors}, maintainVendors: {approvePayments},
	})
	checkLinks(t, s, emulator.IncompatibleGroups, map[string][]string{
		createPayments: {paymentApprovers}, approvePayments: {vendorMaintenance}, maintainVendors: {paymentApprovers},
	})
	page := cli.Must(t, 0, "output", "-raw", "html")
	for _, want := range []string{`data-risk="P2P-1"`, "Payment policy, section 3", `data-severity="critical" data-conflicts=`} {
		if !strings.Contains(page, want) {
			t.Errorf("The page has no %s", want)
		}
	}
	if findings := cli.Must(t, 0, "output", "-raw", "findings"); strings.Contains(findings, "missing_rule") {
		t.Errorf("Rules that were made are not found:\n%s", findings)
	}

	// A risk that the business has no more takes its rules along, but for those of other risks.
	book := string(cli.ReadFile(t, "modules/separation-of-duties-rulebook/tests/book.yaml"))
	before, _, found := strings.Cut(book, "  P2P-2:")
	if !found {
		t.Fatal("The book has no P2P-2.")
	}
	cli.WriteFile(t, "modules/separation-of-duties-rulebook/tests/book.yaml", []byte(before))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	checkLinks(t, s, emulator.IncompatibleAccessPackages, map[string][]string{
		createPayments: nil, approvePayments: {maintainVendors}, maintainVendors: {approvePayments},
	})
	checkLinks(t, s, emulator.IncompatibleGroups, map[string][]string{createPayments: nil, approvePayments: {vendorMaintenance}})
	cli.Must(t, 0, "destroy", "-auto-approve")
	checkLinks(t, s, emulator.IncompatibleAccessPackages, map[string][]string{approvePayments: nil, maintainVendors: nil})
}

// Errors about a book use the names in the book.
func TestAccRulebook_mistakes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown function":        {"[maintain vendors, release payments]", "[maintain vendors, relaese payments]", "These names are missing there: P2P-1: relaese payments."},
		"a function with itself":  {"[maintain vendors, release payments]", "[maintain vendors, maintain vendors]", "A risk needs at least two functions, each named once. Correct these risks: P2P-1."},
		"unknown access package":  {"[payments - create]", "[payments - enter]", "These names are missing there: enter payments: payments - enter."},
		"a group in both":         {"groups: [payment approvers]", "groups: [vendor maintenance]", "P2P-1: vendor maintenance grants maintain vendors and release payments."},
		"a name instead of an id": {"AC000000-0000-4000-8000-000000000001", "Payments - create", `These aren't: payments - create: id = "Payments - create".`},
		"a misspelt attribute":    {"    access_packages: [payments - create]", "    access_package: [payments - create]", `attribute "access_packages" is required`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWithSeed(t, emulator.FinanceSeed)
			cli := inExamples(t, s, "")
			cli.Needs(t, acctest.CrossValidation)
			const file = "modules/separation-of-duties-rulebook/tests/book.yaml"
			book := string(cli.ReadFile(t, file))
			if !strings.Contains(book, c.old) {
				t.Fatalf("The book has no %s", c.old)
			}
			cli.WriteFile(t, file, []byte(strings.Replace(book, c.old, c.new, 1)))
			cli.Write(t, strings.Replace(bookAndReport, "risks = module.rulebook.risks", "", 1))
			cli.Must(t, 0, "init")
			output := strings.Join(strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "plan"), "│", " ")), " ")
			if !strings.Contains(output, c.want) {
				t.Errorf("not a word of %s:\n%s", c.want, output)
			}
		})
	}
}

func checkLinks(t *testing.T, s *acctest.Service, kind emulator.Kind, want map[string][]string) {
	t.Helper()
	for accessPackage, targets := range want {
		found := s.Tenant().Links(kind, accessPackage)
		slices.Sort(found)
		if fmt.Sprint(found) != fmt.Sprint(targets) {
			t.Errorf("%s of %s are %v, not %v", kind, accessPackage, found, targets)
		}
	}
}
