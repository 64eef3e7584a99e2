package construct

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// othersTime is what a refresh that finds an access package missing leaves to the refreshes beside it.
const othersTime = 100 * time.Millisecond

// FoundPackage notes that an access package of the state is there.
func (d *Data) FoundPackage() { d.foundPackage.Store(true) }

// MissingPackage warns once when no access package of the state has been found so far: that is what a wrong tenant looks like, and what
// follows is a plan that makes everything anew there.
func (d *Data) MissingPackage(ctx context.Context, accessPackageID string) diag.Diagnostics {
	var diags diag.Diagnostics
	if d.foundPackage.Load() {
		return nil
	}
	clock := d.Client.Clock()
	if clock.SleepUntil(ctx, clock.Now().Add(othersTime)) != nil || d.foundPackage.Load() {
		return nil
	}
	d.missingWarned.Do(func() {
		diags.AddWarning("No access package found", fmt.Sprintf(
			"Access package %s is not there, and no other one of the state has been found before it. The provider looks in %s. If that is not where these "+
				"rules were made, do not apply: the plan makes them anew there. Check `tenant_id`, `environment`, the provider alias and the ARM_* variables.",
			accessPackageID, d.Tenant))
	})
	return diags
}
