package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Add makes the link, and keeps it in place against a resource of the same run that gives it up.
func (r *Kind) Add(ctx context.Context, data *Data, link graph.Reference) (graph.Added, error) {
	taken := r.Rule(Key{link.AccessPackageID, link.TargetID})
	if err := data.Takeovers.Take(ctx, taken); err != nil {
		return graph.Added{}, err
	}
	added, err := r.References(data.Client).Add(ctx, link)
	if err != nil {
		data.Takeovers.GiveBack(taken)
	}
	return added, err
}

// Remove ends the link, unless another resource of the same run took it over.
func (r *Kind) Remove(ctx context.Context, data *Data, k Key) error {
	done, remove := data.Takeovers.Remove(r.Rule(k))
	if !remove {
		tflog.Info(ctx, "Another resource took the rule over; it stays", map[string]any{"id": k.ID()})
		return nil
	}
	defer done()
	return r.References(data.Client).Remove(ctx, k.AccessPackage, k.Target)
}
