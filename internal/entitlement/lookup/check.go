// Package lookup reads the objects that a plan names, if `check_references` or `warn_conflicts` is set: whether they
// exist, and who is in conflict with new rules. It also warns about rules without an opposite.
//
// A refusal or a failed count never fails a plan. Someone who may manage rules may not be allowed to read groups, and a
// rule must not wait for that permission.
package lookup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// Names are the objects that a resource names: GUIDs in lower case, empty while they are unknown.
type Names struct {
	CatalogID       string
	AccessPackageID string
	Targets         []Target
}

// Target is the group or access package that a rule excludes.
type Target struct {
	Kind      *kind.Kind
	Attribute string // that contains the ID
	ID        string
}

func (t Target) subject() explain.Subject {
	return explain.Subject{Attribute: t.Attribute, Noun: t.Kind.Noun, ID: t.ID}
}

// Check looks up the objects that are in the plan and not yet in the state. IDs that are unknown in the plan are looked
// up in the apply, because Terraform then plans again.
func Check(ctx context.Context, d *construct.Data, before, planned Names) (diags diag.Diagnostics) {
	if !d.CheckReferences && !d.WarnConflicts || planned.AccessPackageID == "" {
		return nil
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
			return diags // targets depend on the access package
		}
		diags.Append(inOrder(added, func(_ int, target Target) diag.Diagnostics {
			return lookUp(ctx, d, planned.AccessPackageID, target)
		})...)
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
		err = await(ctx, d, planned.AccessPackageID, kind.AccessPackage.Noun, func() error {
			return d.Client.CheckCatalog(ctx, planned.AccessPackageID, planned.CatalogID)
		})
	}
	if _, ok := errors.AsType[*graph.CatalogMismatchError](err); ok {
		return diag.Diagnostics{construct.PackageError(err, planned.AccessPackageID)}
	}
	return lookedUp(d, err, construct.PackageSubject(planned.AccessPackageID), explain.MayRead)
}

// await looks up an object that may be only moments old. An ID that is unknown in the plan is looked up in the apply,
// right after another resource created the object, and a provider can't tell the two walks apart. So missing objects
// are looked up again, for one minute of a run in all. After a refresh the walk is certainly a plan, whose objects
// existed before, and nothing waits. Nor does it if the ID is that of an object of another kind.
func await(ctx context.Context, d *construct.Data, id, noun string, find func() error) error {
	other := sync.OnceValue(func() string { return otherKind(ctx, d, id, noun) })
	err := d.Client.Await(ctx, id, find, func() bool { return d.Ledger.Planning() || other() != "" })
	if graph.IsGone(err) && other() != "" {
		return otherKindError(other())
	}
	return err
}

// otherKindError is what an ID stands for instead.
type otherKindError string

func (e otherKindError) Error() string { return "the ID is that of " + string(e) }

// otherKind finds out what a missing group or access package is. It is empty if the ID is unknown everywhere.
func otherKind(ctx context.Context, d *construct.Data, id, noun string) string {
	if noun != kind.Group.Noun {
		if _, err := d.Client.Group(ctx, id); err == nil {
			return "a group"
		}
	} else if _, err := d.Client.AccessPackage(ctx, id); err == nil {
		return "an access package"
	}
	if d.Client.CatalogExists(ctx, id) == nil {
		return "a catalog"
	}
	return ""
}

// inOrder runs do for several targets at a time, and reports in the order of the targets.
func inOrder(targets []Target, do func(i int, target Target) diag.Diagnostics) diag.Diagnostics {
	var lookups errgroup.Group
	lookups.SetLimit(graph.FanOut)
	found := make([]diag.Diagnostics, len(targets))
	for i, target := range targets {
		lookups.Go(func() error {
			found[i] = do(i, target)
			return nil
		})
	}
	_ = lookups.Wait() // errors are in found
	var diags diag.Diagnostics
	for _, some := range found {
		diags.Append(some...)
	}
	return diags
}

// lookedUp words a failed look-up. A refused one is a warning, shown once for each run.
func lookedUp(d *construct.Data, err error, about explain.Subject, permission explain.Permission) diag.Diagnostics {
	var notYet *signin.ConfigError
	var other otherKindError
	var diags diag.Diagnostics
	switch {
	case err == nil || errors.As(err, &notYet):
	case errors.As(err, &other):
		diags.AddAttributeError(path.Root(about.Attribute), "ID of another kind of object", fmt.Sprintf(
			"`%s` names %s, which is the ID of %s. Write the ID of the %s.",
			about.Attribute, about.ID, string(other), about.Noun,
		))
	case wire.IsForbidden(err):
		const title = "Some references couldn't be checked"
		if d.FirstTime(title) {
			_, next := explain.Words(err, permission)
			diags.AddWarning(title, "`check_references` is set, but Microsoft Graph refused to return an object. The plan "+
				"continues. Other refused look-ups aren't reported.\n\n"+explain.Detail(err, next))
		}
	default:
		diags.Append(explain.ReadError(err, about, permission))
	}
	return diags
}
