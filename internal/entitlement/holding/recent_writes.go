package holding

import (
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// written is what the provider wrote last. Its word counts for more than a list for a minute, whatever lists have shown
// meanwhile: replicas may disagree.
type written struct {
	At      time.Time `json:"at"`
	Added   []string  `json:"added,omitempty"` // ids of rules
	Removed []string  `json:"removed,omitempty"`
}

// with adds what was changed now. Lists show older changes.
func (w written) with(now time.Time, added, removed []kind.Key) written {
	if len(added)+len(removed) == 0 {
		return w
	}
	w = w.recent(now)
	changed := ids(slices.Concat(added, removed))
	old := func(id string) bool { return slices.Contains(changed, id) }
	return written{
		At:      now.UTC(),
		Added:   append(slices.DeleteFunc(slices.Clone(w.Added), old), ids(added)...),
		Removed: append(slices.DeleteFunc(slices.Clone(w.Removed), old), ids(removed)...),
	}
}

// recent gives what lists may not show yet. The clocks of two machines may differ.
func (w written) recent(now time.Time) written {
	if w.At.After(now) {
		w.At = now
	}
	if !now.Before(w.until()) {
		return written{}
	}
	return w
}

func (w written) until() time.Time { return w.At.Add(graph.VisibilityWindow) }

func ids(keys []kind.Key) []string {
	all := make([]string, 0, len(keys))
	for _, key := range keys {
		all = append(all, key.ID())
	}
	return all
}
