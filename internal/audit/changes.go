package audit

import (
	"context"
	"maps"
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

// Order tells whether a holder's conflict began before or after the rule. It began when the later of the two sides did,
// so that one date after the start is enough for "after", and "before" takes both. As in the report, times are compared
// in whole seconds.
func (c *Conflict) Order(h Holder) evidence.Order {
	switch {
	case c.InForceSince.IsZero():
		return evidence.OrderUnknown
	case h.latest().Truncate(time.Second).After(c.InForceSince):
		return evidence.OrderAfter
	case !h.Since().IsZero():
		return evidence.OrderBefore
	default:
		return evidence.OrderUnknown
	}
}

// inForceSince tells since when rules are in force, by import ID: as someone states, otherwise by the audit log, if it
// is wanted. Entries arrive late, so a rule without an entry may be new.
func inForceSince(
	ctx context.Context, client *graph.Client, options ConflictOptions,
) (map[string]time.Time, error) {
	since := map[string]time.Time{}
	if !options.LogSince.IsZero() {
		logged, err := client.Changes(ctx, options.LogSince, time.Time{})
		if err != nil {
			return nil, &LogError{err}
		}
		changes := make([]evidence.Change, 0, len(logged))
		for _, change := range logged {
			changes = append(changes, changeEvidence(change))
		}
		since = evidence.InForceSince(changes)
	}
	maps.Copy(since, options.InForceSince)
	return since, nil
}

// LogError is a failure to read the audit log, which takes other permissions than entitlement management does.
type LogError struct{ Err error }

func (e *LogError) Error() string { return e.Err.Error() }

// Unwrap gives Microsoft Graph's answer.
func (e *LogError) Unwrap() error { return e.Err }
