package audit

import (
	"context"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Changes lists the changes of rules from the audit log of the directory, the earliest first. A zero until means until now. With an access
// package, it keeps the entries that name it and those that name too little to tell.
func Changes(ctx context.Context, client *graph.Client, since, until time.Time, accessPackageID string) ([]graph.Change, error) {
	changes, err := client.Changes(ctx, since, until)
	return slices.DeleteFunc(changes, func(change graph.Change) bool {
		return accessPackageID != "" && !mayBeAbout(change, accessPackageID)
	}), err
}

// mayBeAbout reports whether an entry names an access package, or too little to tell. A filter that hid such an entry would make the
// change look as if it had not happened.
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
