package browser

import (
	"fmt"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// department is a catalog, its access packages, and the groups that its rules are about.
type department struct {
	catalog          string
	packages, groups []string
}

var departments = []department{
	{
		"Finance",
		[]string{
			"Payments - create",
			"Payments - approve",
			"Payments - release to bank",
			"Vendors - maintain",
			"Invoices - post",
			"Ledger - post",
			"Ledger - close period",
		},
		[]string{"Payment clerks", "Payment approvers", "Vendor maintenance", "Developers", "External auditors"},
	},
	{
		"Treasury",
		[]string{"Trades - capture", "Trades - confirm", "Settlement - release", "Limits - maintain"},
		[]string{"Front office", "Back office"},
	},
	{"IT operations", []string{"Production - deploy", "Source - merge", "Identity - administer"}, nil},
}

// pairs are access packages and what they exclude, with the number of holders in conflict. A minus means that no one
// could count them.
var pairs = []string{
	"Payments - create / Payments - approve 2",
	"Payments - approve / Payments - create 2",
	"Payments - create / Vendors - maintain 1",
	"Vendors - maintain / Payments - create 1",
	"Payments - release to bank / Payments - create 0",
	"Payments - create / Payments - release to bank 0",
	"Payments - approve / Payment clerks 0",
	"Payments - release to bank / Payment clerks 0",
	"Vendors - maintain / Payment approvers 1",
	"Payments - create / Payment approvers 0",
	"Payments - approve / Developers 0",
	"Payments - release to bank / Developers 0",
	"Payments - create / External auditors 0",
	"Payments - approve / External auditors 0",
	"Invoices - post / Vendors - maintain 0",
	"Vendors - maintain / Invoices - post 0",
	"Invoices - post / Vendor maintenance 0",
	"Ledger - post / Ledger - close period 1",
	"Ledger - close period / Ledger - post 1",
	"Ledger - close period / Developers 0",
	"Ledger - close period / External auditors 0",
	"Trades - capture / Trades - confirm 0",
	"Trades - confirm / Trades - capture 0",
	"Trades - capture / Back office 0",
	"Trades - confirm / Front office 3",
	"Settlement - release / Trades - capture 0",
	"Trades - capture / Settlement - release 0",
	"Settlement - release / Front office 0",
	"Limits - maintain / Front office 0",
	"Limits - maintain / Trades - capture 0",
	"Production - deploy / Source - merge 1",
	"Source - merge / Production - deploy 1",
	"Production - deploy / External auditors 0",
	"Identity - administer / Developers -",
	"Identity - administer / Production - deploy 0",
}

// Bank is the evidence about a plausible bank.
func Bank() *evidence.Document {
	objects, catalogs := map[string]evidence.Object{}, map[string]evidence.Object{}
	d := &evidence.Document{Title: "Separation of duties", GapsExamined: true, ChangesComplete: true}
	for i, department := range departments {
		catalog := object("f1a0c000", i, department.catalog)
		d.Catalogs = append(d.Catalogs, catalog)
		for j, name := range department.packages {
			objects[name], catalogs[name] = object("ac000000", 100*i+j, name), catalog
			d.AccessPackages = append(d.AccessPackages, objects[name])
		}
		for j, name := range department.groups {
			objects[name] = object("96000000", 100*i+j, name)
		}
	}
	for _, pair := range pairs {
		names, count, _ := cutLast(pair, " ")
		of, target, _ := strings.Cut(names, " / ")
		d.Rules = append(d.Rules, Rule(catalogs[of], objects[of], objects[target], strings.Index("0123456789", count)))
	}
	create, approve, vendors := objects["Payments - create"], objects["Payments - approve"], objects["Vendors - maintain"]
	limits, trades, posting := objects["Limits - maintain"], objects["Trades - capture"], objects["Invoices - post"]
	d.Gaps = []evidence.Gap{
		gap(
			evidence.GapBypass,
			create,
			approve,
			posting,
			"Payments - create excludes Payments - approve, but not Invoices - post, which grants the same role.",
		),
		gap(
			evidence.GapOneWay,
			limits,
			trades,
			evidence.Object{},
			"Holders of Limits - maintain can request Trades - capture.",
		),
	}
	decision.Apply(d, &decision.Set{
		MaxDays: decision.DefaultMaxDays,
		Exceptions: map[string]decision.Exception{
			vendors.ID + "/" + create.ID: {
				Holders: 1,
				Owner:   "Head of purchasing",
				Reason:  "Until the second clerk starts",
				Ticket:  "CHG-2041",
				Expires: "2027-03-31",
			},
		},
		Risks: map[string]decision.Risk{
			"PAY-1": {
				Name:      "Pay oneself",
				Severity:  evidence.SeverityCritical,
				Owner:     "Head of payments",
				Rationale: "One person could enter a payment and approve it.",
				Rules:     []string{create.ID + "/" + approve.ID, approve.ID + "/" + create.ID},
			},
			"PAY-2": {
				Name:      "Pay an invented vendor",
				Severity:  evidence.SeverityHigh,
				Owner:     "Head of purchasing",
				Rationale: "One person could create a vendor and pay it.",
				Rules:     []string{create.ID + "/" + vendors.ID, vendors.ID + "/" + create.ID},
			},
		},
	}, time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC))
	return d
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

func object(prefix string, n int, name string) evidence.Object {
	return evidence.Object{ID: fmt.Sprintf("%s-0000-4000-8000-%012d", prefix, n), Name: &name}
}

func gap(kind evidence.GapKind, of, target, through evidence.Object, sentence string) evidence.Gap {
	g := evidence.Gap{
		ID:            string(kind) + " " + of.ID + "/" + target.ID,
		Kind:          kind,
		ImportID:      of.ID + "/" + target.ID,
		AccessPackage: of,
		Target:        target,
		Description:   sentence,
	}
	if through.ID != "" {
		g.Through = &through
	}
	return g
}

// Rule is a rule with so many holders in conflict, or one that wasn't counted where the number is negative.
func Rule(catalog, of, target evidence.Object, conflicts int) evidence.Rule {
	r := evidence.Rule{
		ImportID:      of.ID + "/" + target.ID,
		Kind:          evidence.KindGroup,
		Catalog:       catalog,
		AccessPackage: of,
		Target:        target,
	}
	if strings.HasPrefix(target.ID, "ac") {
		r.Kind = evidence.KindAccessPackage
	}
	if conflicts < 0 {
		reason := "The caller isn't permitted to read the members of the group."
		r.NotCounted = &reason
		return r
	}
	r.Conflicts = &evidence.Conflicts{Total: conflicts, Users: conflicts}
	for range conflicts {
		r.Conflicts.Holders = append(r.Conflicts.Holders, evidence.Holder{Type: evidence.HolderUser})
	}
	return r
}

// Large is the evidence about a tenant with so many rules, five for each access package, over ten catalogs.
func Large(rules int) *evidence.Document {
	d := &evidence.Document{Title: "Separation of duties"}
	for i := range 10 {
		d.Catalogs = append(d.Catalogs, object("f1a0c000", i, fmt.Sprintf("Department %d", i+1)))
	}
	duties := []string{"create", "approve", "release", "reconcile", "report"}
	for i := range rules {
		of := object("ac000000", i/5, fmt.Sprintf("Process %d - %s", i/25+1, duties[i/5%5]))
		target := object("96000000", (i*7)%(rules/5), fmt.Sprintf("Team %d", (i*7)%(rules/5)+1))
		conflicts := 0
		if i%10 == 0 {
			conflicts = i%7 + 1
		}
		d.Rules = append(d.Rules, Rule(d.Catalogs[i/5%10], of, target, conflicts))
	}
	decision.Apply(
		d, &decision.Set{MaxDays: decision.DefaultMaxDays}, time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC),
	)
	return d
}
