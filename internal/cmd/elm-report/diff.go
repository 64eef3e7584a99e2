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
		Long: `Compare two reports and print the changes as Markdown: new findings, findings about more holders than
before, accepted and closed findings, and rules. OLD and NEW are folders that "run" wrote, or their
report.json.

Exit codes:

  0  nothing got worse
  1  one of the reports is incomplete, or the command failed
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
	if _, err := fmt.Fprint(p.stdout, report.Differences(old, current)); err != nil {
		return err
	}
	switch difference := compare.Between(old, current); {
	case difference.Incomplete:
		return exitError(exitNotKnown)
	case difference.Worse():
		return exitError(exitFindings)
	default:
		return nil
	}
}
