package ruleset

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// foretell says which rules in force the plan takes over and removes: of kinds that were not managed before a plan shows only what is to be.
// It costs a list for each such kind, which the apply uses too. What cannot be read is no error here.
func (p *packageRules) foretell(ctx context.Context, data *kind.Data) diag.Diagnostics {
	var diags diag.Diagnostics
	ctx, cancel := data.EndAfter(ctx, kind.DefaultTimeout)
	defer cancel()
	for _, each := range p.kinds {
		at := path.Root(each.kind.Set)
		switch {
		case !each.adopted:
			if lines := each.line("Removed", without(each.have, each.want)); len(lines) > 0 && !each.planned.IsUnknown() {
				diags.Append(data.WarnOfRemoval(fmt.Sprintf("Of access package %s:\n%s", p.accessPackageID, strings.Join(lines, "\n")))...)
			}
		case each.planned.IsUnknown():
			diags.AddAttributeWarning(at, "Existing rules may be taken over", fmt.Sprintf(
				"`%s` is not known yet. Applying adopts the incompatible %ss that access package %s has and that turn out to be in it, and removes the others.",
				each.kind.Set, each.kind.Noun, p.accessPackageID))
		default:
			diags.Append(p.foretellKind(ctx, data, each)...)
		}
	}
	return diags
}

func (p *packageRules) foretellKind(ctx context.Context, data *kind.Data, each *kindRules) diag.Diagnostics {
	at := path.Root(each.kind.Set)
	listed, err := each.kind.References(data.Client).List(ctx, p.accessPackageID, graph.ListOptions{})
	var notYet *signin.ConfigError
	switch {
	case graph.IsGone(err) || errors.As(err, &notYet):
		return nil // it is being created, or nothing can be asked yet
	case err != nil:
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Existing rules may be taken over", fmt.Sprintf(
			"What access package %s has now cannot be read while planning. Applying adopts the incompatible %ss that are in the set, and removes the others. %s",
			p.accessPackageID, each.kind.Noun, explain.Sentence(err.Error())))}
	}
	wanted := map[string]bool{}
	for _, id := range each.want {
		wanted[id] = true
	}
	var adopted, surplus, foreign []string
	for _, object := range listed.All() {
		if wanted[object.ID] {
			adopted = append(adopted, named(object))
		} else {
			surplus = append(surplus, named(object))
		}
		if rule := each.kind.Rule(kind.Key{AccessPackage: p.accessPackageID, Target: object.ID}); !data.Ledger.IsOwn(rule) {
			foreign = append(foreign, named(object))
		}
	}
	if len(listed.All()) == 0 {
		return nil
	}
	if !data.AdoptExisting && len(foreign) > 0 {
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Rules exist already", p.exist(each.line("Incompatible", foreign))+
			"\n\nThe apply refuses them, unless this configuration gives them up in the same run.")}
	}
	lines := append(each.line("Adopted", adopted), each.line("Removed, for they are not in the set", surplus)...)
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Existing rules taken over", fmt.Sprintf(
		"Access package %s has incompatible %ss already. Applying removes %d of them and takes over %d.\n%s",
		p.accessPackageID, each.kind.Noun, len(surplus), len(adopted), strings.Join(lines, "\n")))}
}

func named(object graph.Object) string {
	if object.DisplayName == "" {
		return object.ID
	}
	return fmt.Sprintf("%s (%s)", object.DisplayName, object.ID)
}

// leftOut says what a set means that is there no longer.
func leftOut(had, rules *packageRules) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, was := range had.kinds {
		if rules.of(was.kind) != nil || len(was.want) == 0 {
			continue
		}
		diags.AddAttributeWarning(path.Root(was.kind.Set), "Rules are no longer managed", fmt.Sprintf(
			"`%s` is left out from now on. The incompatible %ss of access package %s stay in the service, and Terraform no longer looks after them. "+
				"To remove them, set `%s = []`.", was.kind.Set, was.kind.Noun, had.accessPackageID, was.kind.Set))
	}
	return diags
}
