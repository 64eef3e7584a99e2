package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Two contractors, who may not place orders. Both got the access package at the same time.
const (
	chidi = "05e20000-0000-4000-8000-000000000003"
	liam  = "05e20000-0000-4000-8000-00000000000c"
	ana   = "05e20000-0000-4000-8000-000000000001" // joins them in a test
)

func newContractors(t *testing.T) *tried {
	t.Helper()
	r := newTried(t, emulator.Options{})
	tenant := r.server.Tenant()
	assignment := func(id, user string) emulator.Assignment {
		return emulator.Assignment{
			ID: "a5510000-0000-4000-8000-000000000" + id, AccessPackageID: ordersPackage, UserID: user,
			StartDateTime: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
		}
	}
	r.fatal(
		tenant.Link(emulator.IncompatibleGroups, ordersPackage, contractors),
		tenant.AddAssignment(assignment("901", chidi)),
		tenant.AddAssignment(assignment("902", liam)),
	)
	return r
}

func (r *tried) fatal(errs ...error) {
	r.t.Helper()
	if err := errors.Join(errs...); err != nil {
		r.t.Fatal(err)
	}
}

// compared makes two reports with a change of the tenant between them, and compares them.
func (r *tried) compared(code int, oldArgs, newArgs []string, change func() error) string {
	r.t.Helper()
	name := strings.ReplaceAll(r.t.Name(), "/", "-")
	run := func(out string, args []string) {
		r.must(exitFindings, append([]string{"run", "--as-of", day(0), "--out", out}, args...)...)
	}
	run(name+"-old", oldArgs)
	if change != nil {
		r.fatal(change())
	}
	run(name+"-new", newArgs)
	return r.must(code, "diff", name+"-old", name+"-new")
}

func (r *tried) mustSay(output string, parts ...string) {
	r.t.Helper()
	for _, part := range parts {
		if !strings.Contains(output, part) {
			r.t.Errorf("it doesn't say %q:\n%s", part, output)
		}
	}
}

// exception accepts some of the contractors.
func exception(holders int) string {
	return fmt.Sprintf(
		`{"%s/%s": {holders: %d, owner: Ana, reason: On call, expires: "%s"}}`, ordersPackage, contractors, holders, day(30),
	)
}

// An exception for fewer holders makes the result worse, although the same holders are in conflict.
func TestDiff_exceptions(t *testing.T) {
	t.Parallel()
	r := newContractors(t)
	r.write("both.yaml", exception(2))
	r.write("one.yaml", exception(1))
	r.mustSay(
		r.compared(exitFindings, []string{"--exceptions", "both.yaml"}, []string{"--exceptions", "one.yaml"}, nil),
		"## New findings\n\n* 2 holders of Orders - place are members of Contractors; exceptions accept 1.\n",
	)
	r.must(exitFindings, "run", "--as-of", day(0), "--out", "none")
	r.mustSay(
		r.must(exitFindings, "diff", "TestDiff_exceptions-new", "none"),
		"## Worse than before\n\n* 2 holders of Orders - place are members of Contractors. (not accepted: 2, before: 1)\n",
	)
}

// An exception that grows as much as the number of holders in conflict doesn't make the result worse.
func TestDiff_grownException(t *testing.T) {
	t.Parallel()
	r := newContractors(t)
	tenant := r.server.Tenant()
	r.fatal(tenant.Leave(contractors, "members", liam))
	r.fatal(tenant.AddAssignment(emulator.Assignment{
		ID: "a5510000-0000-4000-8000-000000000903", AccessPackageID: ordersPackage, UserID: ana,
		StartDateTime: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
	}))
	r.fatal(tenant.Join(contractors, "members", ana))
	r.write("one.yaml", exception(1))
	r.write("two.yaml", exception(2))
	r.compared(
		exitNothing, []string{"--include-object-ids", "--exceptions", "one.yaml"},
		[]string{"--include-object-ids", "--exceptions", "two.yaml"},
		func() error { return tenant.Join(contractors, "members", liam) },
	)
}

// Someone else in conflict is worse if the reports have object IDs. If not, diff says that it can't tell.
func TestDiff_people(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code int
		args []string
		want []string
	}{
		"with IDs": {
			exitFindings,
			[]string{"--include-object-ids"},
			[]string{"Contractors. (holders who weren't in conflict before: 1)\n"},
		},
		"without": {
			exitNothing,
			nil,
			[]string{"\nSome people were compared by number only: the reports have neither", "\nThe numbers are the same.\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newContractors(t)
			tenant := r.server.Tenant()
			r.fatal(tenant.Leave(contractors, "members", liam))
			r.mustSay(r.compared(c.code, c.args, c.args, func() error {
				return errors.Join(
					tenant.Leave(contractors, "members", chidi), tenant.Join(contractors, "members", liam),
				)
			}), c.want...)
		})
	}
}

// Diff names an option that only one report has, and calls nothing new because of it.
func TestDiff_options(t *testing.T) {
	t.Parallel()
	book, err := os.ReadFile("../../../examples/modules/separation-of-duties-rulebook/tests/book.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		"* Only the new report read the audit log, so dates of rules aren't compared.\n":                          {"--changed-since", "2020-01-01"},
		"* Only the new report has a rule book, so risks and their rules aren't compared.\n":                      {"--rule-book", "book.yaml"},
		"* Only the new report counted assignments that are being delivered, so their holders aren't compared.\n": {"--include-delivering"},
	} {
		r := newContractors(t)
		r.write("book.yaml", string(book))
		output := r.compared(exitNotKnown, nil, args, nil)
		r.mustSay(output, want)
		if strings.Contains(output, "## New findings") {
			t.Errorf("an option makes findings new:\n%s", output)
		}
	}
}
