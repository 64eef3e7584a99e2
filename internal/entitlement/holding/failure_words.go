package holding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// failure is one error that names each rule that couldn't be changed, with its cause, and ends with what that means for
// the rest.
func (o *operation) failure(h *Holding, all changes, then string) diag.Diagnostic {
	failures := all.failed()
	first := failures[0]
	for _, c := range failures {
		if d := construct.PackageError(c.err, c.AccessPackage); d != nil {
			return withEnd(d, then)
		}
	}
	if !slices.ContainsFunc(failures, func(c *change) bool { return !errors.Is(c.err, ledger.ErrWeakens) }) {
		return diag.NewErrorDiagnostic("Rules kept after another failure", fmt.Sprintf(
			"These rules of access package %s stay in force and in the state, because another change to its rules failed in "+
				"this apply. Correct that error and apply again.\n%s", first.AccessPackage, lines(failures.keys()),
		))
	}
	if len(all) == 1 {
		return withEnd(h.single(first), then)
	}
	parts := []string{
		fmt.Sprintf(
			"Of %d changes to the rules of access package %s, %d failed.", len(all), first.AccessPackage, len(failures),
		),
	}
	for _, part := range []struct {
		heading string
		remove  bool
	}{{"Not removed:", true}, {"Not added:", false}} {
		if text := causes(failures, part.remove); len(text) > 0 {
			parts = append(parts, part.heading+"\n"+strings.Join(text, "\n"))
		}
	}
	if next := h.nextStep(failures); next != "" {
		parts = append(parts, next)
	}
	parts = append(parts, then)
	return diag.NewErrorDiagnostic("Some rules could not be changed", strings.Join(parts, "\n\n"))
}

// single words the failure of the only change.
func (h *Holding) single(c *change) diag.Diagnostic {
	if c.missing() {
		about := h.subject(c)
		return diag.NewAttributeErrorDiagnostic(
			path.Root(about.Attribute),
			explain.SentenceCase(about.Noun)+" not found",
			explain.Detail(c.err, explain.NotKnown(about)),
		)
	}
	return explain.Error(c.err, explain.MayManage)
}

// wrongOrder is the error for a rule whose two IDs were swapped.
func (h *Holding) wrongOrder() diag.Diagnostic {
	key := h.Keys()[0]
	return diag.NewAttributeErrorDiagnostic(
		path.Root(construct.PackageAttribute),
		"IDs in the wrong order",
		fmt.Sprintf(
			"%s isn't an access package, but the `%s` %s is one. Swap the two IDs. Nothing is stored in the state.",
			key.AccessPackage, key.Kind.Target, key.Target,
		),
	)
}

// missing reports that Microsoft Graph didn't know the target.
func (c *change) missing() bool {
	var missing *graph.MissingError
	return errors.As(c.err, &missing) && !missing.AccessPackage
}

// subject is the target of an addition, and the attribute that names it.
func (h *Holding) subject(c *change) explain.Subject {
	return explain.Subject{Attribute: h.List(c.Kind).Attribute, Noun: c.Kind.Noun, ID: c.Target}
}

func withEnd(d diag.Diagnostic, then string) diag.Diagnostic {
	detail := strings.TrimSuffix(d.Detail()+"\n\n"+then, "\n\n")
	if at, ok := d.(diag.DiagnosticWithPath); ok {
		return diag.NewAttributeErrorDiagnostic(at.Path(), d.Summary(), detail)
	}
	return diag.NewErrorDiagnostic(d.Summary(), detail)
}

// mostCauses is how many failed rules an error names: more than a warning does, because each may need a correction.
const mostCauses = 25

// causes has a line for each rule, with the IDs by which Microsoft finds the request, and one for all that were not
// tried.
func causes(failures changes, remove bool) []string {
	var text []string
	more := 0
	var untried changes
	for _, c := range failures {
		switch {
		case c.remove != remove:
		case c.untried():
			untried = append(untried, c)
		case len(text) == mostCauses:
			more++
		default:
			line := fmt.Sprintf("  - %s %s: %s", c.Kind.Noun, c.Target, explain.Sentence(c.err.Error()))
			if ids := explain.RequestIDs(c.err); len(ids) > 0 {
				line += " (" + strings.Join(ids, ", ") + ")"
			}
			text = append(text, line)
		}
	}
	if more > 0 {
		text = append(text, fmt.Sprintf("  - and %d more", more))
	}
	if len(untried) > 0 {
		text = append(text, explain.SentenceCase(untried[0].err.Error())+":\n"+lines(untried.keys()))
	}
	return text
}

// nextStep is one next step for many failures: to correct IDs that don't exist, otherwise that of the first failure.
func (h *Holding) nextStep(failures changes) string {
	var missing []explain.Subject
	var next string
	for _, c := range failures {
		switch {
		case c.missing():
			missing = append(missing, h.subject(c))
		case next == "" && !c.untried():
			_, next = explain.Words(c.err, explain.MayManage)
		}
	}
	if len(missing) > 0 {
		return explain.NotKnown(missing...)
	}
	return next
}
