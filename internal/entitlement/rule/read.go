package rule

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Read refreshes from the package's list, which all rules of the package share. Only a 404 on the package, or a complete list
// without the rule, means that it is gone.
func (r *ruleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	k, _ := r.kind.Key(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, k)...) // also for a rule that is gone: Terraform compares it first
	created := readCreated(ctx, req.Private, &resp.Diagnostics)
	listed, err := r.isListed(ctx, k, created)
	switch {
	case graph.IsGone(err) || err == nil && !listed:
		tflog.Info(ctx, "Separation of duties rule is gone", map[string]any{"id": k.ID()})
		if private.Has(ctx, req.Private, importedKey, &resp.Diagnostics) {
			resp.Diagnostics.Append(r.notImported(ctx, k)...)
		}
		if err != nil {
			resp.Diagnostics.Append(r.data.MissingPackage(ctx, k.AccessPackage)...)
		}
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.diagnose(err, k, construct.MayRead))
		return
	}
	r.data.FoundPackage()
	now := r.data.Client.Clock().Now()
	if warns := lookup.WarnsOneWay(r.data, r.kind); !created.IsZero() && (warns || now.Before(kind.VisibleUntil(created, now))) {
		resp.Diagnostics.Append(lookup.WarnOneWay(ctx, r.data, r.kind, r.kind.Target, k.AccessPackage, []string{k.Target})...)
		resp.Diagnostics.Append(private.Write(ctx, resp.Private, createdKey, nil)...)
	} // else it stays: a refresh that changes anything is drift to Terraform's exit code
	resp.Diagnostics.Append(private.Write(ctx, resp.Private, importedKey, nil)...)
	owner := private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(private.Finish(ctx, resp.Private, owner)...) // a removal that failed has left what was planned
	construct.WriteHeldTwice(ctx, &resp.State, r.data.Ledger.See(owner, []ledger.Rule{r.kind.Rule(k)}), &resp.Diagnostics)
	resp.Diagnostics.Append(guid.Write(ctx, &resp.State, construct.IDAttribute, k.ID())...)
	if err := r.data.ReadCatalog(ctx, &resp.State, k.AccessPackage, &resp.Diagnostics); err != nil {
		resp.Diagnostics.Append(r.diagnose(err, k, construct.MayRead))
	}
}

// readCreated tells when the rule was made; long ago for one that this state did not make, or that was seen before.
func readCreated(ctx context.Context, from private.Reader, diags *diag.Diagnostics) (created time.Time) {
	diags.Append(private.Read(ctx, from, createdKey, &created)...)
	return created
}

// isListed waits for a rule that was made moments ago and is not listed yet.
func (r *ruleResource) isListed(ctx context.Context, k kind.Key, created time.Time) (bool, error) {
	targets, err := r.references().List(ctx, k.AccessPackage, graph.ListOptions{
		Expect: []string{k.Target}, Until: kind.VisibleUntil(created, r.data.Client.Clock().Now()),
	})
	return err == nil && targets.Has(k.Target), err
}
