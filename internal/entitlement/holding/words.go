package holding

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// existsError refuses rules that other people made.
type existsError struct {
	keys    []kind.Key
	inState bool // the resource is in the state already, so the user can't import it
}

func (e *existsError) Error() string { return "the access package has rules already" }

// diagnose words an error that concerns the whole holding.
func (o *operation) diagnose(err error, h *Holding, permission explain.Permission) diag.Diagnostic {
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

// afterCreate says how to go on after a failed create, of which nothing is stored.
func (o *operation) afterCreate(h *Holding, all changes) string {
	added, _ := all.succeeded()
	text := "Nothing is stored in the state."
	if len(added) > 0 {
		text += " These rules were added and stay in force:\n" + lines(added)
	}
	switch {
	case o.AdoptExisting && len(added) > 0:
		return text + "\nThe next apply adopts them."
	case o.AdoptExisting || len(added) == 0 && !all.unsure():
		return text
	}
	return text + "\n\n`adopt_existing` is false, so the next apply refuses rules that this one has added. Import them " +
		"first:\n\n" + o.importBlock(h)
}

// lost says which rules a replacement has removed before its create failed. It is empty if all are in force.
func lost(claim *ledger.Claim) string {
	removed := claim.Lost()
	if len(removed) == 0 {
		return ""
	}
	keys := make([]kind.Key, 0, len(removed))
	for _, r := range removed {
		keys = append(keys, kind.KeyOf(r))
	}
	return fmt.Sprintf(
		"This apply has removed what this resource replaces, so access package %s no longer excludes:\n%s\nCorrect the "+
			"error and apply again.", keys[0].AccessPackage, lines(keys),
	)
}

// exist says how to manage rules that exist already.
func (o *operation) exist(h *Holding, e *existsError) string {
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
		"`adopt_existing = true` for this run. Between a single rule and a set, write a `removed` block with " +
		"`destroy = false` for the old resource in addition to the import."
}

func (o *operation) warnAdopted(h *Holding, keys []kind.Key) {
	next := "Set `adopt_existing = false` in the provider to make this an error."
	if !o.AdoptExisting {
		next = "The rules may have moved from another resource, because this apply also removes a rule of the same access " +
			"package. If other people added them, stop managing them: write a `removed` block with `destroy = false`."
	}
	o.diags.AddWarning("Existing rules adopted on "+o.name(h.AccessPackage), fmt.Sprintf(
		"Access package %s had these rules already. This resource manages them from now on, and destroying it removes "+
			"them:\n%s\n\n%s", h.AccessPackage, lines(keys), next,
	))
}

// warnMoves warns once for each access package.
func (o *operation) warnMoves(accessPackage string) {
	if o.FirstTime("move/" + accessPackage) {
		o.diags.AddWarning(
			"Rules may be missing briefly on "+o.name(accessPackage),
			"Rules of access package "+accessPackage+" move between resources, and may be missing for a moment during the "+
				"apply. To avoid that after a rename, add `moved` blocks. If rules move between addresses that stay, as with "+
				"`count`, use `for_each` with the IDs as keys. Between single rules and a set, write an `import` block for "+
				"each new resource and a `removed` block with `destroy = false` for each old one.",
		)
	}
}

func (o *operation) warnPackageMissing(h *Holding) {
	o.diags.AddWarning("Access package not found", fmt.Sprintf(
		"Access package %s doesn't exist in %s, so there was no rule to remove. If that is the wrong tenant, "+
			"the rules are still in force in the right one. Set `tenant_id` to the right one, and import the resource again.",
		h.AccessPackage,
		o.Tenant,
	))
}

// refuseUnread refuses a plan that could lose a rule.
func (o *operation) refuseUnread(h *Holding) {
	o.diags.AddError("Rule could be lost without a refresh", fmt.Sprintf(
		"Two resources in the state manage the same rules of access package %s, and this run destroys one of them. The "+
			"plan didn't refresh both, so the apply could remove the rules. Nothing was changed. Plan again without "+
			"`-refresh=false`.", h.AccessPackage,
	))
}

// declaredTwice words what contradicts the i-th declaration of a holding.
func (o *operation) declaredTwice(h *Holding, i int, conflict ledger.Conflict) {
	list := h.Lists[i]
	at := path.Root(list.Attribute)
	key := h.declared(i)
	switch conflict {
	case ledger.NoConflict:
	case ledger.MaybeTwice:
		o.diags.AddAttributeWarning(
			at,
			"Rule may be declared twice",
			o.twice(key)+" If both manage the same rule, the apply of the second resource fails. In `terraform test`, the "+
				"other one can be that of an earlier run, and then nothing fails.",
		)
	case ledger.Twice:
		o.diags.AddAttributeError(at, "Rule declared twice", o.twice(key))
	case ledger.PartAndWhole:
		o.diags.AddAttributeError(at, "Rules declared twice", fmt.Sprintf(
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

func (o *operation) twice(key kind.Key) string {
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

// name is what an access package is called in titles: its name, if the run has read it.
func (o *operation) name(accessPackage string) string {
	if name := o.Client.Name(accessPackage); name != "" {
		return name
	}
	return "access package " + accessPackage
}

// lines lists rules, one a line. It names a few and counts the rest, because a set can have thousands.
func lines(keys []kind.Key) string {
	const few = 10
	var text []string
	for _, key := range keys[:min(few, len(keys))] {
		text = append(text, fmt.Sprintf("  - %s %s", key.Kind.Noun, key.Target))
	}
	if len(keys) > few {
		text = append(text, fmt.Sprintf("  - and %d more", len(keys)-few))
	}
	return strings.Join(text, "\n")
}

// importBlock is the configuration that imports the holding.
func (o *operation) importBlock(h *Holding) string {
	return fmt.Sprintf("import {\n  to = %s.example # the address of this resource\n  id = %q\n}", o.Words.Type, h.ID())
}
