// Package lookup looks up what a plan names, where the provider is to: whether it is there, and who is in conflict with new rules. It warns
// of rules that work in one direction.
package lookup

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// Names is what a resource names: GUIDs in lower case, empty while they are not known.
type Names struct {
	CatalogID       string
	AccessPackageID string
	Targets         []Target
}

// Target is what a rule names besides the access package.
type Target struct {
	Kind      *kind.Kind
	Attribute string // that holds it
	ID        string
}

// Check looks up what a plan names and the state does not, as far as the provider's check_references and warn_conflicts ask for it. What is
// not known yet is looked up while applying, when Terraform plans once more.
func Check(
	ctx context.Context, d *construct.Data, req resource.ModifyPlanRequest, names func(context.Context, guid.Reader, *diag.Diagnostics) Names,
) diag.Diagnostics {
	if d == nil || !d.CheckReferences && !d.WarnConflicts {
		return nil
	}
	var diags diag.Diagnostics
	before, planned := names(ctx, req.State, &diags), names(ctx, req.Plan, &diags)
	if diags.HasError() || planned.AccessPackageID == "" {
		return diags
	}
	ctx, cancel := d.EndAfter(ctx, construct.DefaultTimeout)
	defer cancel()
	samePackage := before.AccessPackageID == planned.AccessPackageID
	added := planned.Targets
	if samePackage {
		added = slices.DeleteFunc(added, func(t Target) bool { return slices.Contains(before.Targets, t) })
	}
	if d.CheckReferences {
		if !samePackage || before.CatalogID != planned.CatalogID {
			diags.Append(checkAccessPackage(ctx, d, planned)...)
		}
		if diags.HasError() {
			return diags // without the access package, what it is incompatible with says nothing
		}
		diags.Append(inOrder(added, func(_ int, target Target) diag.Diagnostics { return lookUp(ctx, d, planned.AccessPackageID, target) })...)
	}
	if d.WarnConflicts && !diags.HasError() {
		diags.Append(warnOfConflicts(ctx, d, planned.AccessPackageID, added)...)
	}
	return diags
}

func checkAccessPackage(ctx context.Context, d *construct.Data, planned Names) diag.Diagnostics {
	var err error
	if planned.CatalogID == "" {
		err = findAccessPackage(ctx, d, planned.AccessPackageID)
	} else {
		err = await(ctx, d, planned.AccessPackageID, func() error { return d.Client.CheckCatalog(ctx, planned.AccessPackageID, planned.CatalogID) })
	}
	var mismatch *graph.CatalogMismatchError
	if errors.As(err, &mismatch) {
		return diag.Diagnostics{construct.PackageError(err, planned.AccessPackageID)}
	}
	return lookedUp(d, err, explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: planned.AccessPackageID}, construct.MayRead)
}

// await looks something up that may have been made moments ago: an id that the plan does not know yet is looked up in the apply, right behind whatever
// made the object. A provider is not told which of the two asks. Where something was refreshed it is a plan, whose ids are of objects that were
// there before, and nothing is waited for.
func await(ctx context.Context, d *construct.Data, id string, find func() error) error {
	return d.Client.Await(ctx, id, find, d.Ledger.Planning)
}

// inOrder does something about several targets at a time, and reports in their order.
func inOrder(targets []Target, do func(i int, target Target) diag.Diagnostics) diag.Diagnostics {
	var lookups errgroup.Group
	lookups.SetLimit(construct.FanOut)
	found := make([]diag.Diagnostics, len(targets))
	for i, target := range targets {
		lookups.Go(func() error {
			found[i] = do(i, target)
			return nil
		})
	}
	_ = lookups.Wait() // they report in found
	var diags diag.Diagnostics
	for _, some := range found {
		diags.Append(some...)
	}
	return diags
}

// lookedUp words a look-up that failed. One that was refused is no error, and is reported once: whoever may manage rules need not be
// allowed to read groups.
func lookedUp(d *construct.Data, err error, about explain.Subject, permission explain.Permission) diag.Diagnostics {
	var notYet *signin.ConfigError
	var diags diag.Diagnostics
	switch {
	case err == nil || errors.As(err, &notYet):
	case wire.IsForbidden(err):
		d.LookUpRefused.Do(func() {
			_, next := explain.Words(err, permission)
			diags.AddWarning("References cannot all be checked", "The provider is to `check_references`, but Microsoft Graph does not let it look "+
				"everything up. The plan goes on without; other look-ups that are refused are not mentioned.\n\n"+explain.Detail(err, next))
		})
	default:
		diags.Append(explain.ReadError(err, about, permission))
	}
	return diags
}
