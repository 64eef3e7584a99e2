package ledger

import (
	"testing"
)

func TestDeclarations(t *testing.T) {
	t.Parallel()
	group := func(accessPackage, target string) Rule {
		return Rule{Kind: "group", AccessPackage: accessPackage, Target: target}
	}
	var d Declarations
	for i, step := range []struct {
		got, want conflict
	}{
		{d.Declare(group("p", "a")), noConflict},
		{d.Declare(group("p", "b")), noConflict},
		{d.Declare(group("p", "a")), Twice},
		{d.DeclareAll(group("p", "")), PartAndWhole},
		{d.DeclareAll(group("q", "")), noConflict},
		{d.DeclareAll(group("q", "")), Twice},
		{d.Declare(group("q", "a")), PartAndWhole},
		{d.DeclareAll(Rule{Kind: "access package", AccessPackage: "p"}), noConflict},
		{d.Declare(Rule{Kind: "access package", AccessPackage: "q", Target: "a"}), noConflict},
	} {
		if step.got != step.want {
			t.Errorf("step %d: %d, want %d", i, step.got, step.want)
		}
	}
}
