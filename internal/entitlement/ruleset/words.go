package ruleset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
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

// causes has a line per rule, with the ids by which Microsoft finds the request.
func causes(failures []*change, remove bool) []string {
	var lines []string
	for _, c := range failures {
		if c.remove != remove {
			continue
		}
		line := fmt.Sprintf("  - %s %s: %s", c.kind.kind.Noun, c.target, explain.Sentence(c.err.Error()))
		if ids := explain.RequestIDs(c.err); len(ids) > 0 {
			line += " (" + strings.Join(ids, ", ") + ")"
		}
		lines = append(lines, line)
	}
	return lines
}

// nextSteps says once what many failures have in common.
func nextSteps(failures []*change) []string {
	var steps []string
	for _, c := range failures {
		if _, next := explain.Words(c.err, kind.MayManage); next != "" && !slices.Contains(steps, next) {
			steps = append(steps, next)
		}
	}
	return steps
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

// found reports whether there are rules of a kind that is managed.
func (p *packageRules) found() bool {
	return slices.ContainsFunc(p.kinds, func(k *kindRules) bool { return len(k.have) > 0 })
}

func (p *packageRules) existError() diag.Diagnostic {
	var there []string
	for _, each := range p.kinds {
		there = append(there, each.line("Incompatible", each.have)...)
	}
	return diag.NewErrorDiagnostic("Rules exist already", fmt.Sprintf(
		"Access package %s has rules already, and `adopt_existing` is false:\n%s\n\nTo manage them here, import them:\n\n"+
			"import {\n  to = elm_%s.example # the address of this resource\n  id = %q\n}",
		p.accessPackageID, strings.Join(there, "\n"), kind.SetType, p.accessPackageID))
}

// takenOverWarnings tell what no plan could show, per kind that was not managed before.
func (p *packageRules) takenOverWarnings() diag.Diagnostics {
	var warnings diag.Diagnostics
	for _, each := range p.kinds {
		if !each.adopted || len(each.have) == 0 {
			continue
		}
		surplus := without(each.have, each.want)
		lines := append(each.line("Adopted", without(each.have, surplus)), each.line("Removed, for they are not in the set", surplus)...)
		warnings.AddAttributeWarning(path.Root(each.kind.Set), "Existing rules taken over", fmt.Sprintf(
			"Access package %s had incompatible %ss already. All of them are managed here from now on.\n%s",
			p.accessPackageID, each.kind.Noun, strings.Join(lines, "\n")))
	}
	return warnings
}
