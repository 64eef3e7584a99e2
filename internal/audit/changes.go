package audit

import (
	"context"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Changes lists the changes of rules from the audit log of the directory, the earliest first. A zero until means until
// now. With an access package, it keeps the entries that name it and those that name too little to tell.
func Changes(
	ctx context.Context, client *graph.Client, since, until time.Time, accessPackageID string,
) ([]graph.Change, error) {
	changes, err := client.Changes(ctx, since, until)
	return slices.DeleteFunc(changes, func(change graph.Change) bool {
		return accessPackageID != "" && !mayBeAbout(change, accessPackageID)
	}), err
}

// mayBeAbout reports whether an entry names an access package, or too little to tell. A filter that hid such an entry
// would make the change look as if it had not happened.
func mayBeAbout(change graph.Change, accessPackageID string) bool {
	ids := ResourceIDs(change)
	return len(ids) < 2 || slices.Contains(ids, accessPackageID)
}

// ResourceIDs are the IDs of everything that an entry names, in its order.
func ResourceIDs(change graph.Change) []string {
	ids := make([]string, 0, len(change.Resources))
	for _, r := range change.Resources {
		if r.ID != "" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Start is since when a rule is in force. The zero value isn't known.
type Start struct {
	At      time.Time
	Earlier bool // the rule is older than At
}

// Order is whether a conflict began before or after its rule.
type Order = evidence.Order

// The orders.
const (
	BeforeRule   = evidence.OrderBefore
	AfterRule    = evidence.OrderAfter // the rule should have prevented it
	UnknownOrder = evidence.OrderUnknown
)

// Order tells whether a holder's conflict began before or after a rule. It began when the later of the two sides did,
// so that one date after the start is enough for "after", and "before" takes both.
func (s Start) Order(h Holder) Order {
	switch {
	case s.At.IsZero():
		return UnknownOrder
	case h.latest().After(s.At):
		return AfterRule
	case !h.Since().IsZero() && !s.Earlier:
		return BeforeRule
	default:
		return UnknownOrder
	}
}

// succeeded is the result of an operation in the audit log.
const succeeded = "success"

// starts know since when rules are in force.
type starts struct {
	stated map[string]time.Time // by import ID, as someone says
	logged map[string]time.Time // by import ID, from the audit log
	since  time.Time            // from when on the audit log is complete; zero if it wasn't asked
}

// startsOf reads the audit log, if it is wanted. A rule that was added more than once is as old as its latest addition.
func startsOf(ctx context.Context, client *graph.Client, options ConflictOptions) (*starts, error) {
	s := &starts{stated: options.InForceSince, logged: map[string]time.Time{}, since: options.LogSince}
	if s.since.IsZero() {
		return s, nil
	}
	changes, err := client.Changes(ctx, s.since, time.Time{})
	if err != nil {
		return nil, &LogError{err}
	}
	for _, change := range changes { // the earliest first
		if change.Added && change.Result == succeeded && change.AccessPackageID != "" && change.TargetID != "" {
			s.logged[importID(change.AccessPackageID, change.TargetID)] = change.Time
		}
	}
	return s, nil
}

// of gives what is known of a rule. A rule without an entry in a log that was read from some time on is older than
// that time.
func (s *starts) of(rule Rule) Start {
	if at, ok := s.stated[rule.ImportID()]; ok {
		return Start{At: at}
	}
	if at, ok := s.logged[rule.ImportID()]; ok {
		return Start{At: at}
	}
	return Start{At: s.since, Earlier: true}
}

// LogError is a failure to read the audit log, which takes other permissions than entitlement management does.
type LogError struct{ Err error }

func (e *LogError) Error() string { return e.Err.Error() }

// Unwrap gives Microsoft Graph's answer.
func (e *LogError) Unwrap() error { return e.Err }
