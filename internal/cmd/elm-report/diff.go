package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
)

func (p process) diffCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two reports",
		Args:  cobra.ExactArgs(2),
		Long: `Compare two reports and print the changes as Markdown: findings that are new, worse, accepted or
closed, and rules that were added or removed. A removed rule makes the result worse. OLD and NEW are
folders of "run", or their report.json, for the same tenant and catalogs.

People are compared by object ID if both reports have these (--include-object-ids), otherwise by when
their assignments began. Without object IDs, code 0 can hide that other people are in conflict now.

Exit codes:

  0  nothing got worse
  1  a report is incomplete, the reports can't be compared, or the command failed
  2  something got worse`,
		Example: "  elm-report diff november december",
		RunE:    func(_ *cobra.Command, args []string) error { return p.diff(args[0], args[1]) },
	}
}

func (p process) diff(oldName, newName string) error {
	old, err := read(oldName)
	if err != nil {
		return err
	}
	current, err := read(newName)
	if err != nil {
		return err
	}
	if err := compare.Comparable(old, current); err != nil {
		return err
	}
	if _, err := fmt.Fprint(p.stdout, report.Differences(old, current)); err != nil {
		return err
	}
	switch difference := compare.Between(old, current); {
	case !difference.Known():
		return exitError(exitNotKnown)
	case difference.Worse():
		return exitError(exitFindings)
	default:
		return nil
	}
}
