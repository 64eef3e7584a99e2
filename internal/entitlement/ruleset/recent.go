package ruleset

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
)

// recentKey is where private state remembers the latest changes, until a refresh has seen them listed.
const recentKey = "recent"

// recentChanges are changes that lists may not show yet: by kind (the name of its set), the GUIDs of targets in lower case.
type recentChanges struct {
	At      time.Time           `json:"at"`
	Added   map[string][]string `json:"added,omitempty"`
	Removed map[string][]string `json:"removed,omitempty"`
}

// readLatest gives the changes that no refresh has seen listed, however old they are.
func readLatest(ctx context.Context, from private.Reader, diags *diag.Diagnostics) recentChanges {
	var latest recentChanges
	diags.Append(private.Read(ctx, from, recentKey, &latest)...)
	return latest
}

// readRecent gives no changes when there are none, or when they are so old that lists show them.
func readRecent(ctx context.Context, from private.Reader, now time.Time, diags *diag.Diagnostics) recentChanges {
	recent := readLatest(ctx, from, diags)
	if !now.Before(kind.VisibleUntil(recent.At, now)) {
		return recentChanges{}
	}
	if recent.At.After(now) {
		recent.At = now // the clocks of two machines may differ
	}
	return recent
}

func (r recentChanges) write(ctx context.Context, to private.Writer) diag.Diagnostics {
	if len(r.Added) == 0 && len(r.Removed) == 0 {
		return private.Write(ctx, to, recentKey, nil)
	}
	return private.Write(ctx, to, recentKey, r)
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
