package audit

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Change is an entry of the audit log with what the evidence leaves out.
type Change struct {
	evidence.Change

	Activity  string // in Microsoft's words
	ActorName string // which is personal data
}

// Changes lists the changes of rules from the audit log of the directory, the earliest first. A zero until means until
// now. With an access package, it keeps the entries that name it and those that name too little to tell.
func Changes(
	ctx context.Context, client *graph.Client, since, until time.Time, accessPackageID string,
) ([]Change, error) {
	logged, err := client.Changes(ctx, since, until)
	changes := make([]Change, 0, len(logged))
	for _, entry := range logged {
		if c := newChange(entry); accessPackageID == "" || mayBeAbout(c, accessPackageID) {
			changes = append(changes, c)
		}
	}
	return changes, err
}

// mayBeAbout reports whether an entry names an access package, or too little to tell. A filter that hid such an entry
// would make the change look as if it had not happened.
func mayBeAbout(change Change, accessPackageID string) bool {
	return len(change.ResourceIDs) < 2 || slices.Contains(change.ResourceIDs, accessPackageID)
}

// inForceSince tells since when rules are in force, by import ID: as someone states, otherwise by the audit log, if it
// is wanted. Entries arrive late, so a rule without an entry may be new.
func inForceSince(ctx context.Context, client *graph.Client, options ConflictOptions) (map[string]time.Time, error) {
	since := map[string]time.Time{}
	if !options.LogSince.IsZero() {
		logged, err := Changes(ctx, client, options.LogSince, time.Time{}, "")
		if err != nil {
			return nil, &LogError{err}
		}
		changes := make([]evidence.Change, 0, len(logged))
		for _, change := range logged {
			changes = append(changes, change.Change)
		}
		since, _ = evidence.InForceSince(changes)
	}
	maps.Copy(since, options.InForceSince)
	return since, nil
}

// LogError is a failure to read the audit log, which takes other permissions than entitlement management does.
type LogError struct{ Err error }

func (e *LogError) Error() string { return e.Err.Error() }

// Unwrap gives Microsoft Graph's answer.
func (e *LogError) Unwrap() error { return e.Err }
