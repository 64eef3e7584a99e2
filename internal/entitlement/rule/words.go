package rule

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// diagnose adds to the general wording what only a single rule knows: which attribute is to blame.
func (r *ruleResource) diagnose(err error, k kind.Key, permission explain.Permission) diag.Diagnostic {
	if d := construct.PackageError(err, k.AccessPackage); d != nil {
		return d
	}
	if errors.Is(err, ledger.ErrTakeoverFailed) {
		return diag.NewErrorDiagnostic("Rule kept, because its takeover failed", fmt.Sprintf(
			"Another resource of this configuration was to take over the rule that makes access package %s incompatible with %s %s, and failed; its own "+
				"error says why. Nothing was removed, and this resource stays in the state. Repair what failed there and apply again.", k.AccessPackage, r.kind.Noun, k.Target))
	}
	var missing *graph.MissingError
	if errors.As(err, &missing) {
		return diag.NewAttributeErrorDiagnostic(path.Root(r.kind.Target), explain.SentenceCase(r.kind.Noun)+" not found", explain.Detail(err, explain.NotKnown(r.kind.Noun, k.Target)))
	}
	return explain.Error(err, permission)
}

// notMade words a create that failed. The rule may be there all the same, in no state; where nothing is to be adopted, that needs a step of its own.
func (r *ruleResource) notMade(err error, k kind.Key) diag.Diagnostic {
	d := r.diagnose(err, k, construct.MayManage)
	if r.data.AdoptExisting || !graph.IsUnsure(err) {
		return d
	}
	return diag.NewErrorDiagnostic(d.Summary(), d.Detail()+"\n\n`adopt_existing` is false: if the service has made the rule all the same, the next apply "+
		"refuses it. Import it then:\n\n"+r.importBlock(k))
}

func (r *ruleResource) declaredTwiceError(at path.Path, k kind.Key) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Rule declared twice", fmt.Sprintf(
		"Another %s in this configuration makes %s %s incompatible with access package %s. "+
			"Two resources for one rule would fight over it: keep one of them.", "elm_"+r.kind.TypeName, r.kind.Noun, k.Target, k.AccessPackage))
}

func (r *ruleResource) existsError(k kind.Key) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Rule exists already", r.exists(k))
}

func (r *ruleResource) exists(k kind.Key) string {
	return fmt.Sprintf("Access package %s is incompatible with %s %s already, and `adopt_existing` is false. To manage the rule here, import it:\n\n%s\n\n"+
		"If another address of this configuration has had it, write a `moved` block instead, or set `adopt_existing = true` for this run.",
		k.AccessPackage, r.kind.Noun, k.Target, r.importBlock(k))
}

func (r *ruleResource) importBlock(k kind.Key) string {
	return fmt.Sprintf("import {\n  to = elm_%s.example # the address of this resource\n  id = %q\n}", r.kind.TypeName, k.ID())
}

func (r *ruleResource) adoptedWarning(k kind.Key) diag.Diagnostic {
	next := "Set `adopt_existing = false` in the provider to make this an error."
	if !r.data.AdoptExisting {
		next = "A rule of the same access package was given up in this run, so that it may have changed hands. If other people made it, take it out of " +
			"the state with a `removed` block that has `destroy = false`."
	}
	return diag.NewWarningDiagnostic("Existing rule adopted", fmt.Sprintf(
		"Access package %s was incompatible with %s %s already. The rule is managed here from now on, and destroying this resource removes it. %s",
		k.AccessPackage, r.kind.Noun, k.Target, next))
}
