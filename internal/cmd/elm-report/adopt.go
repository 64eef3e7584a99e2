package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/report/adoption"
)

func (p process) adoptCommand() *cobra.Command {
	var catalogs []string
	var out string
	var authoritative bool
	command := &cobra.Command{
		Use:   "adopt",
		Short: "Write Terraform configuration for the rules of the tenant",
		Args:  cobra.NoArgs,
		Long: `Write Terraform configuration with import blocks for every rule of the tenant. The command changes nothing
in the tenant. After "terraform init", "terraform plan" shows what an apply would import. The file of --out has
a required_providers block only if its folder has none; standard output has it as a comment.

With --authoritative, each access package that has rules gets one resource that manages all of them. An
apply then removes rules that someone adds to these access packages elsewhere. Access packages without
rules get no resource.`,
		Example: "  elm-report adopt --out rules.tf && terraform init && terraform plan",
		RunE: func(command *cobra.Command, _ []string) error {
			if err := refuseEmpty(command, "out"); err != nil {
				return err
			}
			return p.adopt(command.Context(), catalogs, out, authoritative)
		},
	}
	command.Flags().StringArrayVar(&catalogs, "catalog", nil, "`ID` of a catalog; repeat it for several (default all)")
	command.Flags().StringVar(&out, "out", "", "new `file` to write (default standard output)")
	command.Flags().BoolVar(
		&authoritative, "authoritative", false, "write one resource for each access package that has rules",
	)
	return command
}

func (p process) adopt(ctx context.Context, catalogs []string, out string, authoritative bool) error {
	s := settings{catalogs: catalogs, withoutGaps: true, withoutCounts: true}
	options, err := s.options()
	if err != nil {
		return err
	}
	requirement := adoption.AsComment
	if out != "" {
		if requirement, err = adoption.RequirementIn(filepath.Dir(out)); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	}
	client, counting, err := p.client()
	if err != nil {
		return err
	}
	document, err := audit.Evidence(ctx, client, options)
	counting.done()
	if err != nil {
		return explained(err)
	}
	if !document.Complete() {
		return errors.New(
			"parts of the tenant couldn't be read, so the configuration would lack rules; run \"elm-report run\" to see which",
		)
	}
	text := adoption.Configuration(document, authoritative, requirement)
	if out == "" {
		_, err = p.stdout.Write(text)
		return err
	}
	if err := create(out, text); err != nil {
		return err
	}
	return p.adviseAfter(out, len(document.Rules), requirement)
}

// adviseAfter says what to run next.
func (p process) adviseAfter(out string, rules int, requirement adoption.Requirement) error {
	next := "Run"
	if requirement == adoption.AsComment {
		next = "Add elm to the required_providers block of the folder, as the file says. Then run"
	}
	_, err := fmt.Fprintf(
		p.stdout,
		"Rules in %s: %d. %s \"terraform init\", and \"terraform plan\" to see what an apply would import.\n",
		out,
		rules,
		next,
	)
	return err
}
