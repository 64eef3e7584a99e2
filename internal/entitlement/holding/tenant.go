package holding

import (
	"context"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/explain"
)

// isTenant compares the tenant of the state with the one that requests reach, before anything is read or written: in
// another tenant the access package is missing, and a refresh would drop the rule from the state although it is in
// force in its own tenant. It notes the tenant in the record.
func (o *operation) isTenant(ctx context.Context, r *record) bool {
	tenant, err := o.Client.Tenant(ctx)
	if err != nil {
		o.diags.Append(explain.Error(err, explain.MayRead))
		return false
	}
	if tenant == "" || r.Tenant == "" || r.Tenant == tenant {
		return true
	}
	const title = "Wrong tenant"
	if o.FirstTime(title) {
		o.diags.AddError(title, fmt.Sprintf(
			"The rules in the state are in tenant %s, but the provider signs in to tenant %s. Nothing was read or changed, "+
				"and the state stays as it is. Check `tenant_id`, the provider alias and the ARM_* variables.",
			r.Tenant,
			tenant,
		))
	} else {
		o.diags.AddError(
			title, "Skipped because the provider signs in to another tenant. See the other \"Wrong tenant\" error.",
		)
	}
	return false
}

// signedIn gives the tenant to note in a record; empty if it isn't known.
func (o *operation) signedIn(ctx context.Context) string {
	tenant, err := o.Client.Tenant(ctx)
	if err != nil {
		return ""
	}
	return tenant
}

// packageMissing says what it means that an access package of the state is missing, and reports whether Terraform may
// forget the state. A state that doesn't know its tenant may be another tenant's while the run has found no access
// package at all.
func (o *operation) packageMissing(ctx context.Context, r record, accessPackage string) bool {
	if r.Tenant != "" || o.AwaitPackage(ctx) {
		return true
	}
	const title = "Possible wrong tenant"
	if o.FirstTime(title) {
		o.diags.AddError(title, fmt.Sprintf(
			"Access package %s doesn't exist in %s, and neither does any other access package of the state so far. The state "+
				"stays as it is. Check `tenant_id`, `environment`, the provider alias and the ARM_* variables. If the access "+
				"package was deleted, remove the resource from the state with `state rm`.", accessPackage, o.Tenant,
		))
	} else {
		o.diags.AddError(title, fmt.Sprintf(
			"Access package %s doesn't exist either. See the other \"Possible wrong tenant\" error.", accessPackage,
		))
	}
	return false
}
