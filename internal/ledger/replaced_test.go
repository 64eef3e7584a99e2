package ledger_test

import (
	"slices"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// A rule that a replacement has removed is missing until something makes it.
func TestLedger_replaced(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	kept := ruleOf("p", "kept")
	removal, err := l.Remove(t.Context(), "old", []ledger.Rule{rule, kept}, ledger.Note{Stays: []ledger.Rule{kept}}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []ledger.Rule{rule, kept} {
		if remove, err := removal.Ask(t.Context(), r); err != nil {
			t.Fatal(err)
		} else if remove {
			removal.Removed(r)
		}
	}
	removal.End()
	l.Replaces([]string{"one", "two"}, []ledger.Rule{rule, kept})
	check := func(want ...ledger.Rule) {
		t.Helper()
		if missing := l.Replaced([]string{"one", "two", "three"}); !slices.Equal(missing, want) {
			t.Errorf("missing %v, want %v", missing, want)
		}
	}
	check(rule)
	claim, err := l.Claim(t.Context(), "new", true, "p", []ledger.Rule{rule})
	if err != nil {
		t.Fatal(err)
	}
	claim.Made(rule)
	claim.End()
	check()
}
