package rule

import (
	"encoding/json"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// The state of another provider is input like any other.
func FuzzMovedState(f *testing.F) {
	r := &ruleResource{kind: &kind.Group}
	f.Fuzz(func(t *testing.T, state string) {
		var source msgraphState
		if json.Unmarshal([]byte(state), &source) != nil {
			return
		}
		k, err := r.parseReference(source)
		if err != nil {
			return
		}
		for _, part := range []string{k.AccessPackage, k.Target} {
			if canonical, err := guid.Parse(part); err != nil || canonical != part {
				t.Errorf("%q gives %q", state, part)
			}
		}
	})
}
