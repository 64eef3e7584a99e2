package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func (p process) mergeCommand() *cobra.Command {
	var out string
	command := &cobra.Command{
		Use:   "merge REPORT…",
		Short: "Make one page of several reports",
		Args:  cobra.MinimumNArgs(1),
		Long: `Make one page of several reports, such as those of several tenants or months: a row for each,
the findings, and a sum if each is about another tenant. Each REPORT is a folder that "run" wrote, or its
report.json.`,
		Example: "  elm-report merge --out year.html january february march",
		RunE: func(command *cobra.Command, args []string) error {
			if err := refuseEmpty(command, "out"); err != nil {
				return err
			}
			return p.merge(out, args)
		},
	}
	command.Flags().StringVar(&out, "out", "merged.html", "new `file` to write")
	return command
}

func (p process) merge(out string, names []string) error {
	documents := make([]*evidence.Document, 0, len(names))
	for _, name := range names {
		d, err := read(name)
		if err != nil {
			return err
		}
		documents = append(documents, d)
	}
	page, err := report.Merged(documents)
	if err != nil {
		return err
	}
	if err := create(out, page); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "Open %s\n", out)
	return err
}
