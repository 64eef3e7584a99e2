package ledger_test

import (
	"slices"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// A rule that a replacement has removed is lost until something makes it.
func TestClaim_Lost(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	kept, next := ruleOf("p", "kept"), ruleOf("p", "next")
	note := ledger.Note{Stays: []ledger.Rule{kept}, Makes: []ledger.Rule{next}}
	removal, err := l.Remove(t.Context(), "old", []ledger.Rule{rule, kept}, note, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []ledger.Rule{rule, kept} {
		if remove, err := removal.Ask(t.Context(), r); err != nil {
			t.Fatal(err)
		} else if remove {
			removal.Removed(r, true)
		}
	}
	removal.End()
	check := func(owner ledger.Owner, made ledger.Rule, want ...ledger.Rule) {
		t.Helper()
		claim, err := l.Claim(t.Context(), owner, true, "p", []ledger.Rule{made})
		if err != nil {
			t.Fatal(err)
		}
		defer claim.End()
		if lost := claim.Lost(); !slices.Equal(lost, want) {
			t.Errorf("%s lost %v, want %v", owner, lost, want)
		}
		if made == rule {
			claim.Made(rule)
		}
	}
	check("another", ruleOf("p", "unrelated"))
	check("new", next, rule)
	check("one that makes it", rule)
	check("new again", next)
}
