package evidence_test

import (
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// The date of a rule is that of its last addition, unless it was or may have been removed since.
func TestInForceSince(t *testing.T) {
	t.Parallel()
	const rule = "a/b"
	change := func(operation evidence.Operation, day int, result ...string) evidence.Change {
		c := evidence.Change{Operation: operation, ImportID: new(rule), Time: new(time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC))}
		for _, r := range result {
			c.Result = new(r)
		}
		return c
	}
	const added, removed, success, failure = evidence.OperationAdded, evidence.OperationRemoved, "success", "failure"
	for name, c := range map[string]struct {
		changes []evidence.Change
		day     int // 0 for not known
	}{
		"added":                       {[]evidence.Change{change(added, 10, success)}, 10},
		"added twice":                 {[]evidence.Change{change(added, 20, success), change(added, 10, success)}, 20},
		"addition without result":     {[]evidence.Change{change(added, 10)}, 0},
		"failed addition":             {[]evidence.Change{change(added, 10, failure)}, 0},
		"removed and added again":     {[]evidence.Change{change(added, 10, success), change(removed, 20, success), change(added, 21, success)}, 21},
		"in one second":               {[]evidence.Change{change(added, 10, success), change(removed, 10, success)}, 10},
		"added again, not logged yet": {[]evidence.Change{change(removed, 20, success), change(added, 10, success)}, 0},
		"perhaps removed":             {[]evidence.Change{change(added, 10, success), change(removed, 20)}, 0},
		"failed removal":              {[]evidence.Change{change(added, 10, success), change(removed, 20, failure)}, 10},
	} {
		dates, _ := evidence.InForceSince(c.changes)
		since, known := dates[rule]
		if known != (c.day > 0) || known && since.Day() != c.day {
			t.Errorf("%s: %v, known %v, want day %d", name, since, known, c.day)
		}
	}
}
