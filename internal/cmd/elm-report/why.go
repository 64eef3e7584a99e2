package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// question is the flags of "elm-report why".
type question struct {
	accessPackage, user, servicePrincipal string
	plannedGroups, plannedPackages        []string
}

func (p process) whyCommand() *cobra.Command {
	var q question
	command := &cobra.Command{
		Use:   "why",
		Short: "Explain which rules stop someone from requesting an access package",
		Args:  cobra.NoArgs,
		Long: `Explain which rules stop someone from requesting an access package, and by which membership, assignment or
open request. The command changes nothing in the tenant. Memberships require the permissions User.Read.All
(or Application.Read.All) and GroupMember.Read.All. Microsoft doesn't document whether a rule also excludes
members of nested groups, so the effect of such a membership isn't known.

Exit codes:

  0  no rule stops the request
  1  the answer is unknown, or the command failed
  2  a rule stops the request`,
		Example: "  elm-report why --access-package ID --user ID",
		RunE:    func(command *cobra.Command, _ []string) error { return p.why(command.Context(), &q) },
	}
	flags := command.Flags()
	flags.StringVar(&q.accessPackage, "access-package", "", "`ID` of the access package")
	flags.StringVar(&q.user, "user", "", "object `ID` of the user who requests it")
	flags.StringVar(
		&q.servicePrincipal, "service-principal", "", "object `ID` of the application or agent that requests it",
	)
	flags.StringArrayVar(
		&q.plannedGroups, "planned-group", nil, "`ID` of a group that a planned rule excludes; repeat it for several",
	)
	flags.StringArrayVar(&q.plannedPackages, "planned-access-package", nil,
		"`ID` of an access package that a planned rule excludes; repeat it for several")
	_ = command.MarkFlagRequired("access-package") // fails for a flag that doesn't exist
	command.MarkFlagsOneRequired("user", "service-principal")
	command.MarkFlagsMutuallyExclusive("user", "service-principal")
	return command
}

func (p process) why(ctx context.Context, q *question) error {
	if err := q.check(); err != nil {
		return err
	}
	person := graph.Person{ID: strings.ToLower(q.user + q.servicePrincipal), ServicePrincipal: q.servicePrincipal != ""}
	accessPackage := strings.ToLower(q.accessPackage)
	var planned []audit.Pair
	for kind, ids := range map[evidence.Kind][]string{
		evidence.KindGroup: q.plannedGroups, evidence.KindAccessPackage: q.plannedPackages,
	} {
		for _, id := range ids {
			planned = append(
				planned, audit.Pair{AccessPackageID: accessPackage, Kind: kind, TargetID: strings.ToLower(id)},
			)
		}
	}
	client, counting, err := p.client()
	if err != nil {
		return err
	}
	answer, err := audit.Why(ctx, client, accessPackage, person, planned)
	counting.done()
	var missing *audit.UnknownObjectError
	if errors.As(err, &missing) {
		return fmt.Errorf("the %s %s doesn't exist%s", missing.Noun, missing.ID, otherFlag[missing.Noun])
	}
	if err != nil {
		return explained(err)
	}
	p.answer(answer)
	switch {
	case stops(answer):
		return exitError(exitFindings)
	case unknown(answer):
		return exitError(exitNotKnown)
	default:
		return nil
	}
}

// otherFlag is the next step for an ID that may be that of someone else.
var otherFlag = map[string]string{
	"user":              "; for an application or an agent, use --service-principal",
	"service principal": "; for a user, use --user",
}

// check refuses what isn't an ID, and an access package that excludes itself.
func (q *question) check() error {
	for _, ids := range [][]string{
		{q.accessPackage, q.user + q.servicePrincipal}, q.plannedGroups, q.plannedPackages,
	} {
		for _, id := range ids {
			if !evidence.IsGUID(id) {
				return fmt.Errorf("%q isn't an ID of the form 00000000-0000-0000-0000-000000000000", id)
			}
		}
	}
	for _, id := range q.plannedPackages {
		if strings.EqualFold(id, q.accessPackage) {
			return errors.New("--planned-access-package: an access package can't exclude itself; name another one")
		}
	}
	return nil
}

// stops reports whether a rule in force stops the request for sure.
func stops(a *audit.Answer) bool {
	return slices.ContainsFunc(a.Blocks, func(b audit.Block) bool { return !b.Planned && b.Reason != audit.ByNesting })
}

// unknown reports whether a rule in force may stop the request.
func unknown(a *audit.Answer) bool {
	return len(a.Unknown) > 0 ||
		slices.ContainsFunc(a.Blocks, func(b audit.Block) bool { return !b.Planned && b.Reason == audit.ByNesting })
}

func (p process) answer(a *audit.Answer) {
	say := func(format string, values ...any) { _, _ = fmt.Fprintf(p.stdout, format+"\n", values...) }
	name := display.Name(a.AccessPackage.DisplayName).Or(a.AccessPackage.ID)
	switch {
	case stops(a):
		say("%s can't request %s:", a.Person.ID, name)
	case unknown(a):
		say("It isn't known whether a rule stops %s from requesting %s.", a.Person.ID, name)
	default:
		say("No rule stops %s from requesting %s. A policy of the access package may.", a.Person.ID, name)
	}
	for _, b := range a.Blocks {
		say("* %s", blockInWords(b))
	}
	for _, part := range a.Unknown {
		say("* Not known: %s", part)
	}
}

func blockInWords(b audit.Block) string {
	target := fmt.Sprintf("%s (%s)", display.Name(b.Rule.Target.DisplayName()).Or("without a name"), b.Rule.Target.ID)
	var text string
	switch b.Reason {
	case audit.ByMembership:
		text = "Member of the incompatible group " + target
	case audit.ByNesting:
		text = "Member of the incompatible group " + target + ", but not known to be a direct one. Microsoft doesn't " +
			"document whether a rule also excludes members of nested groups."
		if !b.Planned {
			text = "Not known: " + text
		}
	case audit.ByAssignment:
		text = "Has the incompatible access package " + target
	case audit.ByRequest:
		text = "Has requested the incompatible access package " + target
	}
	if b.State != "" {
		text += ", " + display.Name(b.State).String()
	}
	if !b.Since.IsZero() {
		text += ", since " + b.Since.UTC().Format(time.DateOnly)
	}
	if b.Planned {
		text = "Planned rule: " + text
	}
	return text
}
