package compare

import (
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// newcomers counts the holders of a finding who weren't in conflict when the old document was made. It is unsure if
// there may be others whom the documents don't distinguish from those of before.
func newcomers(f evidence.Finding, then, today *looked) (count int, unsure bool) {
	was, now := then.holders(f), today.holders(f)
	if f.Kind == evidence.FindingUnknown || was == nil || now == nil {
		return 0, true
	}
	before := newCrowd(was, then.hasIDs && today.hasIDs)
	for _, h := range now {
		if f.Kind == evidence.FindingAfterRule && h.Order != evidence.OrderAfter {
			continue
		}
		known, sure := before.includes(h)
		unsure = unsure || !sure
		if sure && !known {
			count++
		}
	}
	return count, unsure
}

// holders are those in conflict with the rules of a finding; nil if the document doesn't list all of them.
func (l *looked) holders(f evidence.Finding) []evidence.Holder {
	for _, r := range l.rulesOf(f) {
		if r.Conflicts != nil && len(r.Conflicts.Holders) == r.Conflicts.Total {
			return r.Conflicts.Holders
		}
	}
	return nil
}

// hasIDs reports whether a document has object IDs of holders.
func hasIDs(d *evidence.Document) bool {
	return slices.ContainsFunc(d.Rules, func(r evidence.Rule) bool {
		return r.Conflicts != nil && slices.ContainsFunc(r.Conflicts.Holders, func(h evidence.Holder) bool {
			return h.ObjectID != nil
		})
	})
}

// crowd are the holders in conflict at the time of an older document.
type crowd struct {
	byIDs bool              // both documents have object IDs
	ids   map[string]bool   // of those who have one, if byIDs
	times map[[2]string]int // how many of the others have the same times
}

func newCrowd(holders []evidence.Holder, byIDs bool) *crowd {
	c := &crowd{byIDs: byIDs, ids: map[string]bool{}, times: map[[2]string]int{}}
	for _, h := range holders {
		if byIDs && h.ObjectID != nil {
			c.ids[*h.ObjectID] = true
		} else {
			c.times[timesOf(h)]++
		}
	}
	return c
}

// includes reports whether a holder of a newer document was in the crowd, and whether that is sure. Without an object
// ID, a holder is known by the times of the assignments. Membership of a group has no time, so that another member with
// an assignment of that time may have come in their place.
func (c *crowd) includes(h evidence.Holder) (known, sure bool) {
	if c.byIDs && h.ObjectID != nil {
		return c.ids[*h.ObjectID], true
	}
	times := timesOf(h)
	if c.times[times] > 0 {
		c.times[times]--
		return true, h.InConflictSince != nil
	}
	return false, times != [2]string{}
}

// timesOf are the times of both assignments, in an order that doesn't depend on the direction of the rule.
func timesOf(h evidence.Holder) [2]string {
	var times [2]string
	for i, since := range []*time.Time{h.AccessPackageSince, h.TargetSince} {
		if since != nil {
			times[i] = since.UTC().Format(time.RFC3339)
		}
	}
	slices.Sort(times[:])
	return times
}
