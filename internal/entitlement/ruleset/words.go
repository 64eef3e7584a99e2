package ruleset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

func (p *packageRules) diagnose(err error) diag.Diagnostic {
	if d := construct.PackageError(err, p.accessPackageID); d != nil {
		return d
	}
	var foreign *foreignError
	if errors.As(err, &foreign) {
		return diag.NewErrorDiagnostic("Rules exist already", p.exist(foreign.rules))
	}
	return explain.Error(err, construct.MayManage)
}

// failure is one error that names each rule that could not be changed, with its cause, and ends with what that means for the rest.
func (p *packageRules) failure(changes []*change, then string) diag.Diagnostic {
	failures := failed(changes)
	for _, c := range failures {
		if d := construct.PackageError(c.err, p.accessPackageID); d != nil {
			return withEnd(d, then)
		}
	}
	parts := []string{fmt.Sprintf("Of %d changes to the rules of access package %s, %d failed.", len(changes), p.accessPackageID, len(failures))}
	for _, part := range []struct {
		heading string
		remove  bool
	}{{"Not added:", false}, {"Not removed:", true}} {
		if lines := causes(failures, part.remove); len(lines) > 0 {
			parts = append(parts, part.heading+"\n"+strings.Join(lines, "\n"))
		}
	}
	parts = append(parts, nextSteps(failures)...)
	return diag.NewErrorDiagnostic("Some rules could not be changed", strings.Join(append(parts, then), "\n\n"))
}

func withEnd(d diag.Diagnostic, then string) diag.Diagnostic {
	if at, ok := d.(diag.DiagnosticWithPath); ok {
		return diag.NewAttributeErrorDiagnostic(at.Path(), d.Summary(), d.Detail()+"\n\n"+then)
	}
	return diag.NewErrorDiagnostic(d.Summary(), d.Detail()+"\n\n"+then)
}

// causes has a line per rule, with the ids by which Microsoft finds the request, and one for all that were not tried.
func causes(failures []*change, remove bool) []string {
	var lines []string
	var untried []*change
	for _, c := range failures {
		if c.remove != remove {
			continue
		}
		if errors.Is(c.err, errNotTried) || errors.Is(c.err, errNotAdded) {
			untried = append(untried, c)
			continue
		}
		line := fmt.Sprintf("  - %s %s: %s", c.kind.kind.Noun, c.target, explain.Sentence(c.err.Error()))
		if ids := explain.RequestIDs(c.err); len(ids) > 0 {
			line += " (" + strings.Join(ids, ", ") + ")"
		}
		lines = append(lines, line)
	}
	if len(untried) > 0 {
		lines = append(lines, fmt.Sprintf("  - %s: %s", rulesOf(untried), explain.Sentence(untried[0].err.Error())))
	}
	return lines
}

// rulesOf names a few rules, and counts many.
func rulesOf(changes []*change) string {
	const few = 5
	if len(changes) > few {
		return fmt.Sprintf("%d others", len(changes))
	}
	var names []string
	for _, c := range changes {
		names = append(names, c.kind.kind.Noun+" "+c.target)
	}
	return strings.Join(names, ", ")
}

// nextSteps says once what many failures have in common.
func nextSteps(failures []*change) []string {
	var steps []string
	for _, c := range failures {
		if next := c.nextStep(); next != "" && !slices.Contains(steps, next) {
			steps = append(steps, next)
		}
	}
	return steps
}

func (c *change) nextStep() string {
	var missing *graph.MissingError
	switch {
	case errors.As(c.err, &missing):
		return explain.NotKnown(c.kind.kind.Noun, c.target)
	case errors.Is(c.err, ledger.ErrTakeoverFailed):
		return "What was to take a rule over has failed; its own error says why. Repair that first."
	}
	_, next := explain.Words(c.err, construct.MayManage)
	return next
}

// doneByCreate names what a failed create has done nevertheless, and says how to go on with it.
func (p *packageRules) doneByCreate(data *construct.Data, changes []*change) string {
	const nothingStored = "Nothing is stored in the state."
	var did []string
	for _, each := range p.kinds {
		added, removed := succeeded(changes, each.kind)
		did = append(did, each.line("Added", added)...)
		did = append(did, each.line("Removed", removed)...)
	}
	unsure := slices.ContainsFunc(changes, func(c *change) bool { return !errors.Is(c.err, errNotTried) && graph.IsUnsure(c.err) })
	switch {
	case len(did) == 0 && (data.AdoptExisting || !unsure):
		return nothingStored
	case data.AdoptExisting:
		return nothingStored + " The next apply adopts what was done:\n" + strings.Join(did, "\n")
	case len(did) == 0:
		return nothingStored + " `adopt_existing` is false: if the service has made rules all the same, the next apply refuses them. Import them then:\n\n" + p.importBlock()
	}
	return nothingStored + " What was done stays:\n" + strings.Join(did, "\n") +
		"\n\n`adopt_existing` is false, so that the next apply would refuse these rules. Import them before it:\n\n" + p.importBlock()
}

// line names the targets; there is none when there are none.
func (k *kindRules) line(what string, targets []string) []string {
	if len(targets) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("  - %s: %s %s", what, k.kind.Noun, strings.Join(targets, ", "))}
}

// foreignError refuses rules that other people made, where none are to be adopted.
type foreignError struct {
	rules []string // a line per kind
}

func (e *foreignError) Error() string { return "the access package has rules already" }

// refuseForeign holds what the provider promises with `adopt_existing = false`: neither a new resource nor a set that was left out before
// takes over rules of other people, or removes them.
func (p *packageRules) refuseForeign(ctx context.Context, data *construct.Data) error {
	if data.AdoptExisting {
		return nil
	}
	if rules := p.foreign(ctx, data); len(rules) > 0 {
		return &foreignError{rules}
	}
	return nil
}

// foreign has a line per kind that was not managed before. It names the rules that are there and that this configuration does not give up.
func (p *packageRules) foreign(ctx context.Context, data *construct.Data) []string {
	var lines []string
	for _, each := range p.kinds {
		if !each.adopted {
			continue
		}
		var others []string
		for _, id := range each.have {
			if !data.Ledger.ChangesHands(ctx, each.kind.Rule(kind.Key{AccessPackage: p.accessPackageID, Target: id})) {
				others = append(others, id)
			}
		}
		lines = append(lines, each.line("Incompatible", others)...)
	}
	return lines
}

// exist says how to manage rules that are there. What is in the state cannot be imported once more.
func (p *packageRules) exist(there []string) string {
	how, otherwise := "To manage them here, import them:", "If other addresses of this configuration have had them, set `adopt_existing = true` for this run."
	if p.exists {
		how = "To manage them here, take this resource out of the state with `state rm` and import it anew, with these rules:"
		otherwise = "Or set `adopt_existing = true` for this run: its plan lists what it adopts and what it removes."
	}
	return fmt.Sprintf("Access package %s has rules already, and `adopt_existing` is false:\n%s\n\n%s\n\n%s\n\n%s",
		p.accessPackageID, strings.Join(there, "\n"), how, p.importBlock(), otherwise)
}

func (p *packageRules) importBlock() string {
	return fmt.Sprintf("import {\n  to = elm_%s.example # the address of this resource\n  id = %q\n}", construct.SetType, p.accessPackageID)
}
