package audit

import (
	"cmp"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// count counts those in conflict, and others tells since when they are on the other one. Those without an
// object ID are certainly in conflict with a rule between access packages; their membership of a group is unknown.
func count(both, others graph.Holders, certain bool) *evidence.Conflicts {
	c := &evidence.Conflicts{
		Users: both.Users.Count(), ServicePrincipals: both.ServicePrincipals.Count(), Holders: []evidence.Holder{},
	}
	add := func(set graph.Subjects, kind evidence.HolderType) {
		for _, id := range set.IDs() {
			c.Holders = append(c.Holders, newHolder(id, kind, both.Since(id), others.Since(id)))
		}
	}
	add(both.Users, evidence.HolderUser)
	add(both.ServicePrincipals, evidence.HolderServicePrincipal)
	if certain {
		c.Unidentified = both.Unattributed.Count()
		add(both.Unattributed, evidence.HolderUnidentified)
	} else {
		c.Unknown = both.Unattributed.Count()
	}
	c.Total = c.Users + c.ServicePrincipals + c.Unidentified
	slices.SortFunc(c.Holders, func(a, b evidence.Holder) int {
		return cmp.Or(
			compareTimes(valueOf(a.InConflictSince), valueOf(b.InConflictSince)),
			compareTimes(latest(a), latest(b)),
			cmp.Compare(valueOf(a.ObjectID), valueOf(b.ObjectID)),
		)
	})
	return c
}

// newHolder takes when the earliest assignments of both objects began: zero where Microsoft Graph doesn't say, as for
// the membership of a group. The conflict began when the later one did.
func newHolder(id string, kind evidence.HolderType, own, target time.Time) evidence.Holder {
	h := evidence.Holder{Type: kind, AccessPackageSince: timeOrNil(own), TargetSince: timeOrNil(target)}
	if kind != evidence.HolderUnidentified {
		h.ObjectID = &id
	}
	if !own.IsZero() && !target.IsZero() {
		h.InConflictSince = timeOrNil(latest(h))
	}
	return h
}

func latest(h evidence.Holder) time.Time {
	if own := valueOf(h.AccessPackageSince); own.After(valueOf(h.TargetSince)) {
		return own
	}
	return valueOf(h.TargetSince)
}

// valueOf gives what a pointer points at; nil gives zero.
func valueOf[T any](pointer *T) (value T) {
	if pointer != nil {
		value = *pointer
	}
	return value
}

// compareTimes puts what isn't known last.
func compareTimes(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return compareBool(a.IsZero(), b.IsZero())
	}
	return a.Compare(b)
}
