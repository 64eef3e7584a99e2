package holding

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

var mayManage = construct.MayManage

// diagnose words an error that concerns the whole holding.
func (o *Operation) diagnose(err error, h *Holding, permission explain.Permission) diag.Diagnostic {
	var exists *existsError
	switch {
	case errors.As(err, &exists):
		return diag.NewErrorDiagnostic("Rules exist already", o.exist(h, exists))
	case errors.Is(err, ledger.ErrTwice):
		return diag.NewErrorDiagnostic("Rule declared twice", o.twice(h.declared(0)))
	}
	if d := construct.PackageError(err, h.AccessPackage); d != nil {
		return d
	}
	return explain.Error(err, permission)
}

// failure is one error that names each rule that couldn't be changed, with its cause, and ends with what that means for
// the rest.
func (o *Operation) failure(h *Holding, all changes, then string) diag.Diagnostic {
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
	return explain.Error(c.err, mayManage)
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
			_, next = explain.Words(c.err, mayManage)
		}
	}
	if len(missing) > 0 {
		return explain.NotKnown(missing...)
	}
	return next
}

// afterCreate says how to go on after a failed create, of which nothing is stored.
func (o *Operation) afterCreate(h *Holding, all changes) string {
	added, _ := all.succeeded()
	unsure := slices.ContainsFunc(
		all, func(c *change) bool { return c.err != nil && !c.untried() && graph.IsUnsure(c.err) },
	)
	text := "Nothing is stored in the state."
	if len(added) > 0 {
		text += " These rules were added and stay in force:\n" + lines(added)
	}
	switch {
	case o.AdoptExisting && len(added) > 0:
		return text + "\nThe next apply adopts them."
	case o.AdoptExisting || len(added) == 0 && !unsure:
		return text
	}
	return text + "\n\n`adopt_existing` is false, so the next apply refuses rules that this one has added. Import them " +
		"first:\n\n" + o.importBlock(h)
}

// exist says how to manage rules that exist already.
func (o *Operation) exist(h *Holding, e *existsError) string {
	found := fmt.Sprintf(
		"Access package %s has these rules already, and `adopt_existing` is false:\n%s\n\n",
		h.AccessPackage,
		lines(e.keys),
	)
	if e.inState {
		return found + "To manage them here, set `adopt_existing = true` for this run. The apply adopts the rules in the " +
			"list and leaves the others in place, and the next plan shows those as removals."
	}
	return found + "If an apply was interrupted or failed, it has probably added them. To manage them here, import " +
		"them:\n\n" + o.importBlock(h) +
		"\n\nIf another address of this configuration managed them, write a `moved` block instead, or set " +
		"`adopt_existing = true` for this run."
}

func (o *Operation) warnAdopted(h *Holding, keys []kind.Key) {
	next := "Set `adopt_existing = false` in the provider to make this an error."
	if !o.AdoptExisting {
		next = "The rules may have moved from another resource, because this apply also removes a rule of the same access " +
			"package. If other people added them, stop managing them: write a `removed` block with `destroy = false`."
	}
	o.Diags.AddWarning("Existing rules adopted on "+o.name(h.AccessPackage), fmt.Sprintf(
		"Access package %s had these rules already. This resource manages them from now on, and destroying it removes "+
			"them:\n%s\n\n%s", h.AccessPackage, lines(keys), next,
	))
}

// warnMoves warns once for each access package.
func (o *Operation) warnMoves(accessPackage string) {
	if o.FirstMove(accessPackage) {
		o.Diags.AddWarning(
			"Rule may be missing briefly on "+o.name(accessPackage),
			"This rule moves between resources, and may be missing for a moment during the apply. To avoid that, add a "+
				"`moved` block.",
		)
	}
}

func (o *Operation) warnPackageMissing(h *Holding) {
	o.Diags.AddWarning("Access package not found", fmt.Sprintf(
		"Access package %s doesn't exist in %s, so there was no rule to remove. If that is the wrong tenant, "+
			"the rules are still in force in the right one. Set `tenant_id` to the right one, and import the resource again.",
		h.AccessPackage,
		o.Tenant,
	))
}

// refuseUnread refuses a plan that could lose a rule.
func (o *Operation) refuseUnread(h *Holding) {
	o.Diags.AddError("Rule could be lost without a refresh", fmt.Sprintf(
		"Two resources in the state manage the same rules of access package %s, and this run destroys one of them. The "+
			"plan didn't refresh both, so the apply could remove the rules. Nothing was changed. Plan again without "+
			"`-refresh=false` and `-minimal-refresh`, or tell Terraform that the resource has moved:\n\nmoved {\n"+
			"  from = <the other address>\n  to   = <this address>\n}", h.AccessPackage,
	))
}

// declaredTwice words what contradicts the i-th declaration of a holding.
func (o *Operation) declaredTwice(h *Holding, i int, conflict ledger.Conflict) {
	list := h.Lists[i]
	at := path.Root(list.Attribute)
	key := h.declared(i)
	switch conflict {
	case ledger.NoConflict:
	case ledger.MaybeTwice:
		o.Diags.AddAttributeWarning(
			at,
			"Rule may be declared twice",
			o.twice(key)+" If both manage the same rule, the apply of the second resource fails.",
		)
	case ledger.Twice:
		o.Diags.AddAttributeError(at, "Rule declared twice", o.twice(key))
	case ledger.PartAndWhole:
		o.Diags.AddAttributeError(at, "Rules declared twice", fmt.Sprintf(
			"For access package %s, this configuration manages single rules about %ss with an elm_%s, and all of these rules "+
				"with `%s` of an elm_%s. The elm_%s would remove rules that the elm_%s adds. Keep one of the two.",
			key.AccessPackage,
			key.Kind.Noun,
			key.Kind.TypeName,
			key.Kind.Set,
			construct.SetType,
			construct.SetType,
			key.Kind.TypeName,
		))
	}
}

// declared is the i-th declaration of a holding: a rule, or a list without a target.
func (h *Holding) declared(i int) kind.Key {
	if h.All {
		return kind.Key{Kind: h.Lists[i].Kind, AccessPackage: h.AccessPackage}
	}
	return h.Keys()[i]
}

func (o *Operation) twice(key kind.Key) string {
	same, target := "rule", key.Kind.Noun+" "+key.Target
	if key.Target == "" {
		same, target = "rules", key.Kind.Noun+"s"
	}
	return fmt.Sprintf(
		"Another %s in this configuration manages the same %s of access package %s, about %s. %s Keep one of the two.",
		o.Words.Type,
		same,
		key.AccessPackage,
		target,
		o.Words.Twice,
	)
}
