package audit

import (
	"testing"
	"unique"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// A conflict has no known beginning if one of the two assignments has none.
func TestCount_unknownStart(t *testing.T) {
	t.Parallel()
	id := unique.Make("user")
	holders, others := graph.Holders{Users: graph.Subjects{id: 1}}, graph.Holders{Users: graph.Subjects{id: 0}}
	if since := count(holders.And(others), others, true).Holders[0].InConflictSince; since != nil {
		t.Errorf("in conflict since %s", since)
	}
}
