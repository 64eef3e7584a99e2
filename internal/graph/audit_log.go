package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Change is an entry of the directory's audit log about a reference.
type Change struct {
	ID            string
	CorrelationID string
	Time          time.Time // zero where it cannot be read
	Activity      string    // as Microsoft names it
	Collection    string    // that the reference is, or was, in
	Added         bool      // else removed
	Result        string    // success, failure or timeout
	Reason        string    // why it failed
	Actor         Actor
	Resources     []ChangedResource // what the entry names, in its order

	// AccessPackageID and TargetID are the ends of the reference (GUIDs, lower case), empty where the entry does not tell.
	AccessPackageID, TargetID string
}

// Actor is who made a change.
type Actor struct {
	ID          string // object id of the user or service principal, or else the client id of the application, lower case
	Name        string
	Application bool // else a user
}

// ChangedResource is one of the things that a change is about.
type ChangedResource struct{ ID, Type, Name string }

// Changes gives what happened to references since a time and, unless it is zero, until another, the earliest first. Each activity is a
// question of its own, asked with the operators that are documented for each property; that they go together is unconfirmed.
//
// See https://learn.microsoft.com/graph/api/directoryaudit-list and
// https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
func (c *Client) Changes(ctx context.Context, since, until time.Time) ([]Change, error) {
	var all []Change
	for _, k := range kinds {
		for _, added := range []bool{true, false} {
			some, err := c.changes(ctx, k, added, since, until)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
	}
	slices.SortStableFunc(all, func(a, b Change) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.ID, b.ID)) })
	return all, nil
}

func (c *Client) changes(ctx context.Context, k kind, added bool, since, until time.Time) ([]Change, error) {
	activity := "Delete incompatible " + k.noun
	if added {
		activity = "Create incompatible " + k.noun
	}
	filter := fmt.Sprintf("activityDisplayName eq '%s' and activityDateTime ge %s", activity, since.UTC().Format(time.RFC3339Nano))
	if !until.IsZero() {
		filter += " and activityDateTime le " + until.UTC().Format(time.RFC3339Nano)
	}
	var found []Change
	seen := map[string]bool{} // a log that grows may show an entry on two pages
	err := c.wire.Each(ctx, wire.Request{
		Operation: fmt.Sprintf("reading the audit log for %q", activity),
		Path:      "/auditLogs/directoryAudits",
		Query:     url.Values{"$filter": {filter}},
		Version:   wire.V1,
	}, func(item json.RawMessage) (bool, error) {
		change := readChange(item, k)
		change.Collection, change.Added = k.collection, added
		if change.ID == "" || !seen[change.ID] {
			found = append(found, change)
		}
		seen[change.ID] = true
		return true, nil
	})
	return found, err
}
