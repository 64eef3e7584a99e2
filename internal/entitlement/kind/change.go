package kind

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Add makes the link, and keeps it in place against a resource of the same run that gives it up.
func (k *Kind) Add(ctx context.Context, data *Data, link graph.Reference) (graph.Added, error) {
	taken := k.Rule(Key{link.AccessPackageID, link.TargetID})
	if err := data.Takeovers.Take(ctx, taken); err != nil {
		return graph.Added{}, err
	}
	added, err := k.References(data.Client).Add(ctx, link)
	if err != nil {
		data.Takeovers.GiveBack(taken)
	}
	return added, err
}

// Remove ends the link, unless another resource of the same run took it over.
func (k *Kind) Remove(ctx context.Context, data *Data, key Key) error {
	removed, mine := data.Takeovers.Remove(k.Rule(key))
	if !mine {
		tflog.Info(ctx, "Another resource took the rule over; it stays", map[string]any{"id": key.ID()})
		return nil
	}
	defer removed()
	return k.References(data.Client).Remove(ctx, key.AccessPackage, key.Target)
}
