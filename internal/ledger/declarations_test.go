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
		got, want Conflict
	}{
		{d.Declare(group("p", "a")), None},
		{d.Declare(group("p", "b")), None},
		{d.Declare(group("p", "a")), Twice},
		{d.DeclareAll(group("p", "")), PartAndWhole},
		{d.DeclareAll(group("q", "")), None},
		{d.DeclareAll(group("q", "")), Twice},
		{d.Declare(group("q", "a")), PartAndWhole},
		{d.DeclareAll(Rule{Kind: "access package", AccessPackage: "p"}), None},
		{d.Declare(Rule{Kind: "access package", AccessPackage: "q", Target: "a"}), None},
	} {
		if step.got != step.want {
			t.Errorf("step %d: %d, want %d", i, step.got, step.want)
		}
	}
}
