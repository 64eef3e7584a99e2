package pipelines

import (
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"
)

const folder = "../../../examples/policies/policy"

// The tests that come with the policies pass, and nothing in the policies is left untested by them.
func TestPolicies_ownTests(t *testing.T) {
	t.Parallel()
	modules, store, err := tester.Load([]string{folder}, nil)
	if err != nil {
		t.Fatal(err)
	}
	results, err := tester.NewRunner().SetCompiler(ast.NewCompiler().WithStrict(true)).SetStore(store).SetModules(modules).RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for result := range results {
		if !result.Pass() {
			t.Errorf("%s: %v", result.Name, result.Error)
		}
		passed++
	}
	if passed == 0 {
		t.Error("no test ran")
	}
}
