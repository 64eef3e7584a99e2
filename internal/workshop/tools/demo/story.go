package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// story is what the demo tells, part by part.
type story struct {
	terminal

	service *service
	archive string // of a release, or empty
	work    string // where all of this happens
	before  string // the rules that the tenant held at first
}

func (s *story) tell(ctx context.Context) error {
	for _, part := range []struct {
		heading string
		tell    func(context.Context) error
	}{
		{"A tenant to play with", s.tenant},
		{"Report on it without Terraform: elm-report run", s.shell},
		{"The rules as code (examples/demo/main.tf)", s.code},
		{"Install the provider from a local folder, as a company without internet access would", s.install},
		{"Apply: three rules, three requests", s.apply},
		{"What the state knows", s.state},
		{"Apply again: nothing to do", s.again},
		{"Someone removes a rule by hand", s.drift},
		{"Apply repairs it", s.repair},
		{"Show it to an auditor", s.report},
		{"Destroy", s.destroy},
	} {
		s.headed(part.heading)
		if err := part.tell(ctx); err != nil {
			return err
		}
	}
	fmt.Printf("\n%s Nothing is left running; %s has the report.\n", bold("That was the whole story."), kept)
	return nil
}

func (s *story) tenant(context.Context) error {
	if err := s.service.Tenant().Link(emulator.IncompatibleGroups, approvePayments, contractors); err != nil {
		return err
	}
	s.before = s.service.rules()
	say(
		"The emulator of Microsoft Graph listens on "+s.service.listener.URL+". Its tenant has a catalog Finance with "+
			"access packages",
		"to create payments, to approve them and to maintain vendors. One rule was made by hand: contractors cannot "+
			"approve payments.",
	)
	return nil
}

func (s *story) code(context.Context) error {
	const example = "examples/demo/main.tf"
	text, err := os.ReadFile(example)
	if err != nil {
		return err
	}
	_, rules, found := strings.Cut(string(text), "\n# Payment approvers")
	if !found {
		return fmt.Errorf("%s has no comment about payment approvers", example)
	}
	for line := range strings.Lines("# Payment approvers" + rules) {
		fmt.Print("     ", line)
	}
	s.folder = filepath.Join(s.work, "finance")
	return writeFile(filepath.Join(s.folder, "main.tf"), text)
}

func (s *story) apply(ctx context.Context) error {
	if _, err := s.run(ctx, command{arguments: "apply -auto-approve", keep: "apply", shows: []string{
		`^  # .* will be created`, `^Plan: 3 to add, 0 to change, 0 to destroy`, `^Apply complete! Resources: 3 added`,
	}}); err != nil {
		return err
	}
	if n := s.service.additions(); n != 3 {
		return fmt.Errorf("three rules took %d requests", n)
	}
	return nil
}

func (s *story) state(ctx context.Context) error {
	_, err := s.run(ctx, command{
		arguments: "state show elm_access_package_incompatible_group.approvers_do_not_create",
		shows:     []string{`.`, `^    id +=`},
	})
	return err
}

func (s *story) again(ctx context.Context) error {
	_, err := s.run(ctx, command{
		arguments: "apply -auto-approve",
		shows:     []string{`^No changes`, `^Apply complete! Resources: 0 added, 0 changed, 0 destroyed`},
	})
	return err
}

func (s *story) drift(ctx context.Context) error {
	if err := s.service.Tenant().Unlink(emulator.IncompatibleGroups, approvePayments, paymentClerks); err != nil {
		return err
	}
	say("Payment clerks could now request the access to approve payments. The next plan shows it:")
	_, err := s.run(ctx, command{arguments: "plan -detailed-exitcode", exitCode: 2, keep: "drift", shows: []string{
		`^  # .*clerks_do_not_approve will be created`,
		`^  \+ resource`,
		`^      \+ `,
		`^    }`,
		`^Plan: 1 to add, 0 to change, 0 to destroy`,
	}})
	return err
}

func (s *story) repair(ctx context.Context) error {
	apply := command{arguments: "apply -auto-approve", shows: []string{`^Apply complete! Resources: 1 added`}}
	if _, err := s.run(ctx, apply); err != nil {
		return err
	}
	_, err := s.run(ctx, command{arguments: "plan -detailed-exitcode", shows: []string{`^No changes`}})
	return err
}

func (s *story) destroy(ctx context.Context) error {
	s.folder = filepath.Join(s.work, "finance")
	destroy := command{arguments: "destroy -auto-approve", shows: []string{`^Destroy complete! Resources: 3 destroyed`}}
	if _, err := s.run(ctx, destroy); err != nil {
		return err
	}
	if now := s.service.rules(); now != s.before {
		return fmt.Errorf("the service held these rules before:\n%s\nand holds these now:\n%s", s.before, now)
	}
	say("The service holds what it held before: the one rule that was made by hand, which Terraform never touched.")
	return nil
}
