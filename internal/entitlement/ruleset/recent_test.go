package ruleset

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

type storedKeys map[string][]byte

func (p storedKeys) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p storedKeys) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	if p[key] = value; len(value) == 0 {
		delete(p, key)
	}
	return nil
}

func TestRecentChanges(t *testing.T) {
	t.Parallel()
	groups, packages := &kindRules{kind: &kind.Group}, &kindRules{kind: &kind.AccessPackage}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	first := recentChanges{}.with([]*change{
		{kind: groups, target: "a"},
		{kind: groups, target: "b", remove: true},
		{kind: groups, target: "failed", err: errNotTried},
		{kind: packages, target: "c", remove: true},
	}, now)
	second := first.with([]*change{{kind: groups, target: "a", remove: true}, {kind: groups, target: "b"}}, now)
	for name, test := range map[string]struct {
		stored recentChanges
		read   time.Duration // after the change
		want   string
	}{
		"at once":      {first, 0, "map[incompatible_group_ids:[a]] map[incompatible_access_package_ids:[c] incompatible_group_ids:[b]]"},
		"soon":         {first, graph.VisibilityWindow - 1, "map[incompatible_group_ids:[a]] map[incompatible_access_package_ids:[c] incompatible_group_ids:[b]]"},
		"too late":     {first, graph.VisibilityWindow, "map[] map[]"},
		"clocks apart": {first, -time.Hour, "map[incompatible_group_ids:[a]] map[incompatible_access_package_ids:[c] incompatible_group_ids:[b]]"},
		"reversed":     {second, 0, "map[incompatible_group_ids:[b]] map[incompatible_access_package_ids:[c] incompatible_group_ids:[a]]"},
		"none":         {recentChanges{}, 0, "map[] map[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			stored := storedKeys{}
			diags.Append(test.stored.write(t.Context(), stored)...)
			at := now.Add(test.read)
			got := readRecent(t.Context(), stored, at, &diags)
			if diags.HasError() {
				t.Fatal(diags)
			}
			if text := fmt.Sprint(got.Added, got.Removed); text != test.want {
				t.Errorf("got %s, want %s", text, test.want)
			}
			if got.At.After(at) {
				t.Errorf("changes of the future: %s, now %s", got.At, at)
			}
		})
	}
}

func TestRecentChanges_unreadable(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	got := readRecent(t.Context(), storedKeys{recentKey: []byte("[]")}, time.Now(), &diags)
	if len(got.Added)+len(got.Removed)+len(diags) != 0 {
		t.Errorf("got %v, %v", got, diags)
	}
}
