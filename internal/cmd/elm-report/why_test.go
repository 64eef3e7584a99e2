package main

import (
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// The answer names the incompatible access package that someone holds, and the command writes nothing to the tenant.
func TestWhy(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	holder := ""
	for _, a := range r.server.Tenant().AssignmentsOf(vendorsPackage) {
		if a.State == "delivered" {
			holder = a.UserID
		}
	}
	output := r.must(exitFindings, "why", "--access-package", strings.ToUpper(ordersPackage), "--user", strings.ToUpper(holder))
	for _, want := range []string{holder + " can't request Orders - place", "Has the incompatible access package Vendors - maintain (" + vendorsPackage + "), delivered, since 20"} {
		if !strings.Contains(output, want) {
			t.Errorf("not a word of %q:\n%s", want, output)
		}
	}
	for _, a := range r.server.Tenant().AssignmentsOf(ordersPackage) {
		if a.State == "delivered" {
			holder = a.UserID
		}
	}
	output = r.must(exitNothing, "why", "--access-package", vendorsPackage, "--user", holder, "--planned-access-package", ordersPackage)
	if !strings.Contains(output, "No rule stops") || !strings.Contains(output, "Planned rule: Has the incompatible access package Orders - place (") {
		t.Errorf("a planned rule is told as one in force:\n%s", output)
	}
}

// It isn't known whether a rule stops a member of a nested group. A planned rule doesn't change the exit code.
func TestWhy_nested(t *testing.T) {
	t.Parallel()
	const (
		ledger    = "ac000000-0000-4000-8000-000000000004" // has no rules
		approvers = "96000000-0000-4000-8000-000000000002" // has a group inside it
		inside    = "05e20000-0000-4000-8000-00000000000a" // is a member of that group
	)
	const text = "Member of the incompatible group Payment approvers (" + approvers + "), but not known to be a direct one. "
	r := newTried(t, emulator.Options{})
	args := []string{"why", "--access-package", ledger, "--user", inside}
	output := r.must(exitNothing, append(args, "--planned-group", approvers)...)
	if !strings.Contains(output, "No rule stops") || !strings.Contains(output, "* Planned rule: "+text) {
		t.Error(output)
	}
	if err := r.server.Tenant().Link(emulator.IncompatibleGroups, ledger, approvers); err != nil {
		t.Fatal(err)
	}
	output = r.must(exitNotKnown, args...)
	if !strings.Contains(output, "It isn't known whether a rule stops "+inside) || !strings.Contains(output, "* Not known: "+text) {
		t.Error(output)
	}
}

func TestWhy_mistakes(t *testing.T) {
	t.Parallel()
	const (
		nobody  = "00000000-0000-4000-8000-00000000dead"
		someone = "05e20000-0000-4000-8000-000000000001"
	)
	for name, c := range map[string]struct {
		options emulator.Options
		args    []string
		want    string
	}{
		"no person":            {args: []string{"--access-package", ordersPackage}, want: "user service-principal"},
		"two":                  {args: []string{"--access-package", ordersPackage, "--user", nobody, "--service-principal", nobody}, want: "none of the others"},
		"no GUID":              {args: []string{"--access-package", ordersPackage, "--user", "Ana Ruiz"}, want: `"Ana Ruiz" isn't an ID`},
		"no such person":       {args: []string{"--access-package", ordersPackage, "--user", nobody}, want: "user " + nobody + " doesn't exist; for an application or an agent, use --service-principal"},
		"no such package":      {args: []string{"--access-package", nobody, "--user", nobody}, want: "access package " + nobody + " doesn't exist"},
		"a group as the user":  {args: []string{"--access-package", ordersPackage, "--user", contractors}, want: "user " + contractors + " doesn't exist"},
		"planned, itself":      {args: []string{"--access-package", ordersPackage, "--user", someone, "--planned-access-package", strings.ToUpper(ordersPackage)}, want: "can't exclude itself"},
		"planned, no group":    {args: []string{"--access-package", ordersPackage, "--user", someone, "--planned-group", vendorsPackage}, want: "group " + vendorsPackage + " doesn't exist"},
		"planned, no package":  {args: []string{"--access-package", ordersPackage, "--user", someone, "--planned-access-package", contractors}, want: "access package " + contractors + " doesn't exist"},
		"nothing is permitted": {options: emulator.Options{Roles: []string{"GroupMember.Read.All"}}, args: []string{"--access-package", ordersPackage, "--user", nobody}, want: "EntitlementManagement.Read.All"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newTried(t, c.options)
			if output := r.must(exitNotKnown, append([]string{"why"}, c.args...)...); !strings.Contains(output, c.want) {
				t.Errorf("not a word of %q:\n%s", c.want, output)
			}
		})
	}
}
