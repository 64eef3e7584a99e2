package evidence_test

import (
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func TestOpposite(t *testing.T) {
	t.Parallel()
	if got := evidence.Opposite("package/target"); got != "target/package" {
		t.Error(got)
	}
}
