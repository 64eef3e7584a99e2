package ruleset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

func (p *packageRules) diagnose(err error) diag.Diagnostic {
	if d := kind.PackageError(err, p.accessPackageID); d != nil {
		return d
	}
	return explain.Error(err, kind.MayManage)
}

// failure is one error that names each rule that could not be changed, with its cause, and ends with what that means for the rest.
func (p *packageRules) failure(changes []*change, then string) diag.Diagnostic {
	failures := failed(changes)
	for _, c := range failures {
		if d := kind.PackageError(c.err, p.accessPackageID); d != nil {
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
	_, next := explain.Words(c.err, kind.MayManage)
	return next
}

// doneByCreate names what a failed create has done nevertheless.
func (p *packageRules) doneByCreate(changes []*change) string {
	const nothingStored = "Nothing is stored in the state."
	var did []string
	for _, each := range p.kinds {
		added, removed := succeeded(changes, each.kind)
		did = append(did, each.line("Added", added)...)
		did = append(did, each.line("Removed", removed)...)
	}
	if len(did) == 0 {
		return nothingStored
	}
	return nothingStored + " The next apply adopts what was done:\n" + strings.Join(did, "\n")
}

// line names the targets; there is none when there are none.
func (k *kindRules) line(what string, targets []string) []string {
	if len(targets) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("  - %s: %s %s", what, k.kind.Noun, strings.Join(targets, ", "))}
}

// foreign has a line per kind that names the rules that are there and that this configuration does not give up.
func (p *packageRules) foreign(ctx context.Context, data *kind.Data) []string {
	var lines []string
	for _, each := range p.kinds {
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

func (p *packageRules) existError(there []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Rules exist already", p.exist(there))
}

func (p *packageRules) exist(there []string) string {
	return fmt.Sprintf("Access package %s has rules already, and `adopt_existing` is false:\n%s\n\nTo manage them here, import them:\n\n"+
		"import {\n  to = elm_%s.example # the address of this resource\n  id = %q\n}\n\n"+
		"If other addresses of this configuration have had them, set `adopt_existing = true` for this run.",
		p.accessPackageID, strings.Join(there, "\n"), kind.SetType, p.accessPackageID)
}
