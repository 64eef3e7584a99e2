package entitlement

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// naming is what a resource names: GUIDs in lower case, empty while they are not known.
type naming struct {
	catalogID       string
	accessPackageID string
	targets         []namedTarget
}

type namedTarget struct {
	kind      *relationship
	attribute string // that holds it
	id        string
}

// checkReferences looks up what a plan names and the state does not, if the provider's check_references asks for it. What is not known
// yet is looked up while applying, when Terraform plans once more.
func (d *ProviderData) checkReferences(
	ctx context.Context, req resource.ModifyPlanRequest, names func(context.Context, attributeReader, *diag.Diagnostics) naming,
) diag.Diagnostics {
	if d == nil || !d.CheckReferences {
		return nil
	}
	var diags diag.Diagnostics
	before, planned := names(ctx, req.State, &diags), names(ctx, req.Plan, &diags)
	if diags.HasError() || planned.accessPackageID == "" {
		return diags
	}
	ctx, cancel := context.WithDeadline(ctx, d.Client.Clock().Now().Add(defaultTimeout))
	defer cancel()
	samePackage := before.accessPackageID == planned.accessPackageID
	if !samePackage || before.catalogID != planned.catalogID {
		diags.Append(d.checkAccessPackage(ctx, planned)...)
	}
	if diags.HasError() {
		return diags // without the access package, what it is incompatible with says nothing
	}
	targets := planned.targets
	if samePackage {
		targets = slices.DeleteFunc(targets, func(t namedTarget) bool { return slices.Contains(before.targets, t) })
	}
	diags.Append(d.checkTargets(ctx, planned.accessPackageID, targets)...)
	return diags
}

func (d *ProviderData) checkAccessPackage(ctx context.Context, planned naming) diag.Diagnostics {
	var err error
	if planned.catalogID == "" {
		_, err = d.Client.AccessPackage(ctx, planned.accessPackageID)
	} else {
		err = d.Client.CheckCatalog(ctx, planned.accessPackageID, planned.catalogID)
	}
	var mismatch *graph.CatalogMismatchError
	if errors.As(err, &mismatch) {
		return diag.Diagnostics{diagnosePackage(err, planned.accessPackageID)}
	}
	return d.lookedUp(err, subject{packageAttribute, "access package", planned.accessPackageID}, readPermission)
}

// checkTargets looks several targets up at a time and reports in their order.
func (d *ProviderData) checkTargets(ctx context.Context, accessPackageID string, targets []namedTarget) diag.Diagnostics {
	var lookups errgroup.Group
	lookups.SetLimit(concurrentLists)
	found := make([]diag.Diagnostics, len(targets))
	for i, target := range targets {
		lookups.Go(func() error {
			found[i] = target.kind.lookUp(ctx, d, accessPackageID, target)
			return nil
		})
	}
	_ = lookups.Wait() // look-ups report in found
	var diags diag.Diagnostics
	for _, each := range found {
		diags.Append(each...)
	}
	return diags
}

// lookedUp words a look-up that failed. One that was refused is no error, and is reported once: whoever may manage rules need not be
// allowed to read groups.
func (d *ProviderData) lookedUp(err error, about subject, permission permission) diag.Diagnostics {
	var notYet *signin.ConfigError
	var diags diag.Diagnostics
	switch {
	case err == nil || errors.As(err, &notYet):
	case graph.IsForbidden(err):
		d.references.refused.Do(func() {
			_, next := explain(err, permission)
			diags.AddWarning("References cannot all be checked", "The provider is to `check_references`, but Microsoft Graph does not let it look "+
				"everything up. The plan goes on without; other look-ups that are refused are not mentioned.\n\n"+detail(err, next))
		})
	default:
		diags.Append(diagnoseRead(err, about, permission))
	}
	return diags
}

// references keeps what was looked up, so that the rules of one group or access package cost one request and not one each.
type references struct {
	refused sync.Once

	mu      sync.Mutex
	groups  map[string]func() (graph.Group, error)
	granted map[string]func() ([]string, error) // by access package
}

func (r *references) group(ctx context.Context, client *graph.Client, id string) (graph.Group, error) {
	r.mu.Lock()
	read, ok := r.groups[id]
	if !ok {
		read = sync.OnceValues(func() (graph.Group, error) { return client.Group(ctx, id) })
		if r.groups == nil {
			r.groups = map[string]func() (graph.Group, error){}
		}
		r.groups[id] = read
	}
	r.mu.Unlock()
	return read()
}

func (r *references) grantedGroups(ctx context.Context, client *graph.Client, accessPackageID string) ([]string, error) {
	r.mu.Lock()
	read, ok := r.granted[accessPackageID]
	if !ok {
		read = sync.OnceValues(func() ([]string, error) { return client.GrantedGroups(ctx, accessPackageID) })
		if r.granted == nil {
			r.granted = map[string]func() ([]string, error){}
		}
		r.granted[accessPackageID] = read
	}
	r.mu.Unlock()
	return read()
}
