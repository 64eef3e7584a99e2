package kind

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// ErrExists refuses a rule that is there already and that this configuration does not give up.
var ErrExists = errors.New("the rule exists already")

// Add makes a rule, or takes over the one that is there. Whoever gives it up in the same run leaves it in place. Where rules of other people are not to
// be adopted it looks before it writes: nobody has published whether the service refuses a rule that is there.
func (k *Kind) Add(ctx context.Context, data *construct.Data, owner ledger.Owner, reference graph.Reference) (graph.Added, error) {
	rule := k.Rule(Key{reference.AccessPackageID, reference.TargetID})
	if _, err := data.Ledger.Claim(ctx, owner, rule); err != nil {
		return graph.Added{}, waitingFor(Key{reference.AccessPackageID, reference.TargetID}, err)
	}
	defer data.Ledger.Failed(owner, rule)
	there, err := k.wasThereUnlessAdopted(ctx, data, reference)
	switch {
	case err != nil:
		return graph.Added{}, err
	case there && !data.Ledger.ChangesHands(ctx, rule):
		return graph.Added{}, ErrExists
	}
	added, err := k.References(data.Client).Add(ctx, reference)
	if err != nil {
		return added, err
	}
	added.Existed = added.Existed || there
	if added.Existed && !data.AdoptExisting && !data.Ledger.ChangesHands(ctx, rule) {
		return added, ErrExists
	}
	data.Ledger.Made(owner, rule)
	return added, nil
}

// wasThereUnlessAdopted waits for an access package that was made moments ago, as making a rule does.
func (k *Kind) wasThereUnlessAdopted(ctx context.Context, data *construct.Data, reference graph.Reference) (bool, error) {
	if data.AdoptExisting {
		return false, nil
	}
	return k.References(data.Client).WasThere(ctx, reference, data.Client.Clock().Now().Add(graph.VisibilityWindow))
}

// Confirm makes sure that a rule is in place that the state has: when another resource that has it too gives it up in the same run, and
// when it has been removed in this run already. It reports whether the rule had to be made again.
func (k *Kind) Confirm(ctx context.Context, data *construct.Data, owner ledger.Owner, reference graph.Reference, doubtful bool) (again bool, err error) {
	rule := k.Rule(Key{reference.AccessPackageID, reference.TargetID})
	removed, err := data.Ledger.Claim(ctx, owner, rule)
	if err != nil {
		return false, waitingFor(Key{reference.AccessPackageID, reference.TargetID}, err)
	}
	defer data.Ledger.Failed(owner, rule)
	if doubtful || removed {
		listed, err := k.References(data.Client).List(ctx, reference.AccessPackageID, graph.ListOptions{Fresh: true})
		if err != nil {
			return false, err
		}
		if again = !listed.Has(reference.TargetID); again {
			if _, err := k.References(data.Client).Add(ctx, reference); err != nil {
				return false, err
			}
		}
	}
	data.Ledger.Made(owner, rule)
	return again, nil
}

// Remove ends a rule, unless another resource of the configuration has it or takes it over. Stays says that the plan has found one.
func (k *Kind) Remove(ctx context.Context, data *construct.Data, owner ledger.Owner, key Key, stays bool) error {
	rule := k.Rule(key)
	if stays {
		if err := data.Ledger.Leave(ctx, owner, rule); err != nil {
			return waitingFor(key, err)
		}
		tflog.Info(ctx, "Another resource has the rule; it stays", map[string]any{"id": key.ID()})
		return nil
	}
	done, remove, err := data.Ledger.Release(ctx, owner, rule)
	if err != nil {
		return waitingFor(key, err)
	}
	if !remove {
		tflog.Info(ctx, "Another resource took the rule over; it stays", map[string]any{"id": key.ID()})
		return nil
	}
	defer done()
	return k.References(data.Client).Remove(ctx, key.AccessPackage, key.Target)
}

// waitingFor names the rule in an error that has come from waiting.
func waitingFor(key Key, err error) error {
	if errors.Is(err, ledger.ErrTakeoverFailed) {
		return err
	}
	return fmt.Errorf("waiting for another resource of this run to be done with the rule %s: %w", key.ID(), err)
}

// VisibleUntil tells from when on a list shows what was changed at the given time.
func VisibleUntil(changed, now time.Time) time.Time {
	if changed.After(now) { // the clocks of two machines may differ
		changed = now
	}
	return changed.Add(graph.VisibilityWindow)
}
