package audit

import (
	"cmp"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// HolderType is what kind of identity a holder is.
type HolderType = evidence.HolderType

// The types of holders.
const (
	User             = evidence.HolderUser
	ServicePrincipal = evidence.HolderServicePrincipal
	Unidentified     = evidence.HolderUnidentified // has no object ID
)

// Holder is someone who is in conflict with a rule.
type Holder struct {
	ObjectID string // empty for someone unidentified
	Type     HolderType

	// When the earliest assignments of both objects began. Zero where Microsoft Graph doesn't say, as for the membership
	// of a group.
	AccessPackageSince, TargetSince time.Time
}

// Since is when the conflict began: when the later side did. It is zero unless both are known.
func (h Holder) Since() time.Time {
	if h.AccessPackageSince.IsZero() || h.TargetSince.IsZero() {
		return time.Time{}
	}
	return h.latest()
}

func (h Holder) latest() time.Time {
	if h.TargetSince.After(h.AccessPackageSince) {
		return h.TargetSince
	}
	return h.AccessPackageSince
}

// count counts those in conflict, and others tells since when they are on the other one. Those without an
// object ID are certainly in conflict with a rule between access packages; their membership of a group is unknown.
func count(both, others graph.Holders, certain bool) *Counts {
	c := &Counts{Users: both.Users.Count(), ServicePrincipals: both.ServicePrincipals.Count()}
	c.add(both.Users, User, both, others)
	c.add(both.ServicePrincipals, ServicePrincipal, both, others)
	if certain {
		c.Unidentified = both.Unattributed.Count()
		c.add(both.Unattributed, Unidentified, both, others)
	} else {
		c.Unknown = both.Unattributed.Count()
	}
	slices.SortFunc(c.Holders, func(a, b Holder) int {
		return cmp.Or(
			compareTimes(a.Since(), b.Since()),
			compareTimes(a.latest(), b.latest()),
			cmp.Compare(a.ObjectID, b.ObjectID),
		)
	})
	return c
}

func (c *Counts) add(set graph.Subjects, kind HolderType, both, others graph.Holders) {
	for _, id := range set.IDs() {
		h := Holder{Type: kind}
		if kind != Unidentified {
			h.ObjectID = id
		}
		h.AccessPackageSince, h.TargetSince = both.Since(id), others.Since(id)
		c.Holders = append(c.Holders, h)
	}
}

// compareTimes puts what isn't known last.
func compareTimes(a, b time.Time) int {
	if a.IsZero() || b.IsZero() {
		return compareBool(a.IsZero(), b.IsZero())
	}
	return a.Compare(b)
}
