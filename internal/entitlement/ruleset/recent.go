package ruleset

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// recentKey is where private state remembers the latest changes, until a refresh has seen them listed.
const recentKey = "recent"

// recentChanges are changes that lists may not show yet: by kind (the name of its set), the GUIDs of targets in lower case.
type recentChanges struct {
	At      time.Time           `json:"at"`
	Added   map[string][]string `json:"added,omitempty"`
	Removed map[string][]string `json:"removed,omitempty"`
}

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readLatest gives the changes that no refresh has seen listed, however old they are.
func readLatest(ctx context.Context, from privateReader, diags *diag.Diagnostics) recentChanges {
	stored, more := from.GetKey(ctx, recentKey)
	diags.Append(more...)
	var latest recentChanges
	if len(stored) == 0 || json.Unmarshal(stored, &latest) != nil {
		return recentChanges{}
	}
	return latest
}

// readRecent gives no changes when there are none, or when they are so old that lists show them.
func readRecent(ctx context.Context, from privateReader, now time.Time, diags *diag.Diagnostics) recentChanges {
	recent := readLatest(ctx, from, diags)
	if !now.Before(kind.VisibleUntil(recent.At, now)) {
		return recentChanges{}
	}
	if recent.At.After(now) {
		recent.At = now // the clocks of two machines may differ
	}
	return recent
}

func (r recentChanges) write(ctx context.Context, to privateWriter) diag.Diagnostics {
	if len(r.Added) == 0 && len(r.Removed) == 0 {
		return to.SetKey(ctx, recentKey, nil)
	}
	value, err := json.Marshal(r)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, recentKey, value)
}

// with gives the changes and those that were made just now, which count where both name a rule.
func (r recentChanges) with(changes []*change, now time.Time) recentChanges {
	merged := recentChanges{At: now, Added: map[string][]string{}, Removed: map[string][]string{}}
	for _, each := range kind.All {
		added, removed := succeeded(changes, each)
		merged.set(each.Set, slices.Concat(without(r.Added[each.Set], slices.Concat(added, removed)), added),
			slices.Concat(without(r.Removed[each.Set], slices.Concat(added, removed)), removed))
	}
	return merged
}

func (r recentChanges) set(each string, added, removed []string) {
	if len(added) > 0 {
		r.Added[each] = added
	}
	if len(removed) > 0 {
		r.Removed[each] = removed
	}
}
