package ruleset

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// mayBeRemoved goes before rules that are not among the ids that are known.
const mayBeRemoved = "May be removed, for not all ids of the set are known yet"

// foretell says which rules in force the plan takes over and removes: of kinds that were not managed before a plan shows only what is to be.
// It costs a list for each such kind, which the apply uses too. What cannot be read is no error here.
func (p *packageRules) foretell(ctx context.Context, data *construct.Data) diag.Diagnostics {
	var diags diag.Diagnostics
	ctx, cancel := data.EndAfter(ctx, construct.DefaultTimeout)
	defer cancel()
	for _, each := range p.kinds {
		switch {
		case !each.adopted && each.planned.IsUnknown():
		case !each.adopted:
			diags.Append(p.foretellRemoval(data, each)...)
		case each.planned.IsUnknown():
			diags.Append(p.unlisted(data, each, fmt.Sprintf("`%s` is not known yet.", each.kind.Set)))
		default:
			diags.Append(p.foretellKind(ctx, data, each)...)
		}
	}
	return diags
}

// foretellRemoval names what a set that was managed before no longer has. An id that is not known yet may be that of one of them.
func (p *packageRules) foretellRemoval(data *construct.Data, each *kindRules) diag.Diagnostics {
	title, heading := construct.Removed, "Removed"
	if !each.complete {
		title, heading = construct.MayBeRemoved, mayBeRemoved
	}
	lines := each.line(heading, without(each.have, each.want))
	if len(lines) == 0 {
		return nil
	}
	return data.WarnOfRemoval(title, fmt.Sprintf("Of access package %s:\n%s", p.accessPackageID, strings.Join(lines, "\n")))
}

func (p *packageRules) foretellKind(ctx context.Context, data *construct.Data, each *kindRules) diag.Diagnostics {
	at := path.Root(each.kind.Set)
	listed, err := each.kind.References(data.Client).List(ctx, p.accessPackageID, graph.ListOptions{})
	var notYet *signin.ConfigError
	switch {
	case graph.IsGone(err) || errors.As(err, &notYet):
		return nil // it is being created, or nothing can be asked yet
	case err != nil:
		return diag.Diagnostics{p.unlisted(data, each, "What the access package has now cannot be read while planning. "+explain.Sentence(err.Error()))}
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
	removes, heading := "removes", "Removed, for they are not in the set"
	if !each.complete {
		removes, heading = "may remove", mayBeRemoved
	}
	lines := append(each.line("Adopted", adopted), each.line(heading, surplus)...)
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(at, "Existing rules taken over", fmt.Sprintf(
		"Access package %s has incompatible %ss already. Applying %s %d of them and takes over %d.\n%s",
		p.accessPackageID, each.kind.Noun, removes, len(surplus), len(adopted), strings.Join(lines, "\n")))}
}

// unlisted says what the apply does to rules that the plan does not list, and why it does not.
func (p *packageRules) unlisted(data *construct.Data, each *kindRules, why string) diag.Diagnostic {
	at := path.Root(each.kind.Set)
	if !data.AdoptExisting {
		return diag.NewAttributeWarningDiagnostic(at, "Rules may exist already", fmt.Sprintf(
			"%s If access package %s has incompatible %ss already, the apply refuses them, for `adopt_existing` is false.", why, p.accessPackageID, each.kind.Noun))
	}
	return diag.NewAttributeWarningDiagnostic(at, "Existing rules may be taken over", fmt.Sprintf(
		"%s Applying adopts the incompatible %ss that access package %s has and that are in the set, and removes the others.", why, each.kind.Noun, p.accessPackageID))
}

func named(object graph.Object) string {
	if name := display.Name(object.DisplayName).String(); name != "" {
		return fmt.Sprintf("%s (%s)", name, object.ID)
	}
	return object.ID
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
