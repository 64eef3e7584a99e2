package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// The exit codes. A pipeline that knows only 0 fails on all others.
const (
	exitNothing  = 0 // a complete report without findings
	exitNotKnown = 1 // an incomplete report, or the command failed
	exitFindings = 2 // a complete report with findings
)

// process is what the program has around it.
type process struct {
	lookup         func(string) string
	stdout, stderr io.Writer
	clock          waiting.Clock
	transport      http.RoundTripper // nil for one of its own
	terminal       bool              // whether someone watches stderr
}

// exitError ends the program with a code and without a message, because the output says it already.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

const about = `elm-report reports on separation of duties in Microsoft Entra entitlement management: rules, holders in
conflict, gaps, and changes. It changes nothing in the tenant.

It signs in like the Terraform provider elm, with the ARM_* environment variables, and needs these application
permissions of Microsoft Graph:

  EntitlementManagement.Read.All  rules, assignments, and gaps
  GroupMember.Read.All            conflicts with groups, and gaps about members of groups
  Group.Read.All                  membership rules of dynamic groups, for gaps
  Member.Read.Hidden              groups with hidden membership
  AuditLog.Read.All               changes (--changed-since); if a 403 remains, also Directory.Read.All
  User.Read.All                   memberships of a user (why)
  Application.Read.All            memberships of an application (why)

Exit codes:

  0  everything was read, and there is nothing to act on
  1  the report is incomplete, or the command failed
  2  there are findings that no exception covers`

var errNoCommand = errors.New(`there is no command; name one, such as "elm-report run"`)

func (p process) execute(ctx context.Context, args []string) int {
	root := &cobra.Command{
		Use: "elm-report", Short: "Report on separation of duties in Microsoft Entra", Long: about, Version: version,
		SilenceErrors: true, SilenceUsage: true,
	}
	root.SetArgs(args)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(
		p.runCommand(), p.diffCommand(), p.mergeCommand(), p.verifyCommand(), p.adoptCommand(), p.whyCommand(),
	)
	command, err := root.ExecuteContextC(ctx)
	if err == nil && command == root && root.Flags().NFlag() == 0 {
		// Cobra printed the help. The command may be a variable of a pipeline that isn't set, for which 0 means success.
		err = errNoCommand
	}
	var exit exitError
	switch {
	case err == nil:
		return exitNothing
	case errors.As(err, &exit):
		return int(exit)
	default:
		_, _ = fmt.Fprintf(p.stderr, "Error: %v\n", err)
		return exitNotKnown
	}
}
