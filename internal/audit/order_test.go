package audit

import (
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// A conflict begins when the later side does, and is compared with the rule's date as far as both are known.
func TestNewHolder_order(t *testing.T) {
	t.Parallel()
	none, day := time.Time{}, func(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		start, own, target time.Time
		want               evidence.Order
	}{
		{none, day(1), day(2), evidence.OrderUnknown},
		{day(5), day(1), day(2), evidence.OrderBefore},
		{day(5), day(5), day(2), evidence.OrderBefore},
		{day(5), day(6), day(2), evidence.OrderAfter},
		{day(5), day(1), day(6), evidence.OrderAfter},
		{day(5), day(5).Add(time.Second / 2), day(2), evidence.OrderBefore},
		{day(5), day(6), none, evidence.OrderAfter},
		{day(5), day(1), none, evidence.OrderUnknown},
		{day(5), none, none, evidence.OrderUnknown},
	} {
		holders := []evidence.Holder{newHolder("", evidence.HolderUser, c.own, c.target)}
		rule := evidence.Rule{InForceSince: timeOrNil(c.start), Conflicts: &evidence.Conflicts{Total: 1, Holders: holders}}
		rule.JudgeOrder()
		if got := rule.Conflicts.Holders[0].Order; got != c.want {
			t.Errorf("rule %v, sides %v and %v: %s, want %s", c.start, c.own, c.target, got, c.want)
		}
	}
}
