package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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
	Added         bool      // otherwise removed
	Result        string    // success, failure or timeout
	Reason        string    // why it failed
	Actor         Actor
	Resources     []ChangedResource // what the entry names, in its order

	// AccessPackageID and TargetID are the ends of the reference (GUIDs, lower case), empty where the entry does not tell.
	AccessPackageID, TargetID string
}

// Actor is who made a change.
type Actor struct {
	// object ID of the user or service principal, otherwise the client ID of the application, lower case
	ID          string
	Name        string
	Application bool // false for a user
}

// ChangedResource is one of the things that a change is about.
type ChangedResource struct{ ID, Type, Name string }

// AuditLogTooShortError says that the audit log doesn't go back as far as was asked.
type AuditLogTooShortError struct {
	Since time.Time // that was asked for
	Err   error
}

func (e *AuditLogTooShortError) Error() string {
	return fmt.Sprintf(
		"the audit log doesn't go back to %s: it keeps 7 days, or 30 days with a Microsoft Entra ID P1 or P2 license: %v",
		e.Since.UTC().Format(time.DateOnly),
		e.Err,
	)
}

// Unwrap gives the service's answer.
func (e *AuditLogTooShortError) Unwrap() error { return e.Err }

// isTooShort recognizes the refusal. Microsoft publishes no code for it, so that the words count, here only: a person
// has quoted them. See https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/626.
func isTooShort(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Status == http.StatusBadRequest &&
		strings.Contains(strings.ToLower(e.Message), "minimum allowed time")
}

// auditLogReader reads the directory's audit log.
type auditLogReader struct{ wire *wire.Client }

// Changes gives what happened to references since a time and, unless it is zero, until another, the earliest first.
// Each activity is a question of its own, asked with the operators that are documented for each property; that they go
// together is unconfirmed.
//
// See https://learn.microsoft.com/graph/api/directoryaudit-list and
// https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
func (r auditLogReader) Changes(ctx context.Context, since, until time.Time) ([]Change, error) {
	var all []Change
	for _, k := range kinds {
		for _, added := range []bool{true, false} {
			some, err := r.changes(ctx, k, added, since, until)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
	}
	slices.SortStableFunc(
		all, func(a, b Change) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.ID, b.ID)) },
	)
	return all, nil
}

func (r auditLogReader) changes(ctx context.Context, k kind, added bool, since, until time.Time) ([]Change, error) {
	activity := "Delete incompatible " + k.noun
	if added {
		activity = "Create incompatible " + k.noun
	}
	filter := fmt.Sprintf(
		"activityDisplayName eq '%s' and activityDateTime ge %s", activity, since.UTC().Format(time.RFC3339Nano),
	)
	if !until.IsZero() {
		filter += " and activityDateTime le " + until.UTC().Format(time.RFC3339Nano)
	}
	var found []Change
	seen := map[string]bool{} // a log that grows may show an entry on two pages
	err := wire.Each(ctx, r.wire, wire.Request{
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
	if isTooShort(err) {
		err = &AuditLogTooShortError{Since: since, Err: err}
	}
	return found, err
}

// readChange reads an entry of the audit log. Microsoft publishes the properties of one and no example of these
// activities, so that each property is read by itself: one of another shape is empty, and fails nothing.
//
// See https://learn.microsoft.com/graph/api/resources/directoryaudit.
func readChange(item json.RawMessage, k kind) Change {
	entry := readObject(item)
	change := Change{
		ID:            entry.text("id"),
		CorrelationID: entry.text("correlationId"),
		Activity:      entry.text("activityDisplayName"),
		Result:        entry.text("result"),
		Reason:        entry.text("resultReason"),
		Actor:         readActor(readObject(entry["initiatedBy"])),
	}
	change.Time, _ = time.Parse(time.RFC3339, entry.text("activityDateTime"))
	var resources []json.RawMessage
	_ = json.Unmarshal(entry["targetResources"], &resources) // anything except a list names no targets
	for _, each := range resources {
		r := readObject(each)
		change.Resources = append(
			change.Resources,
			ChangedResource{ID: strings.ToLower(r.text("id")), Type: r.text("type"), Name: r.text("displayName")},
		)
	}
	change.tellEnds(k)
	return change
}

// readActor reads who did it. See https://learn.microsoft.com/graph/api/resources/auditactivityinitiator.
func readActor(initiator properties) Actor {
	user, app := readObject(initiator["user"]), readObject(initiator["app"])
	by := Actor{ID: strings.ToLower(user.text("id")), Name: user.text("displayName", "userPrincipalName")}
	if by != (Actor{}) {
		return by
	}
	by = Actor{
		ID:   strings.ToLower(app.text("servicePrincipalId", "appId")),
		Name: app.text("displayName", "servicePrincipalName"),
	}
	by.Application = by != Actor{}
	return by
}

// tellEnds tells the ends of the reference by the types of what the entry names. Between two access packages it goes by
// their order: that the one with the rule comes first is unconfirmed.
func (c *Change) tellEnds(k kind) {
	var packages, groups []string
	for _, r := range c.Resources {
		switch strings.ToLower(strings.ReplaceAll(r.Type, " ", "")) {
		case "accesspackage":
			packages = append(packages, r.ID)
		case "group":
			groups = append(groups, r.ID)
		}
	}
	targets := groups
	if k.target != incompatibleGroups.target && len(packages) == 2 {
		packages, targets = packages[:1], packages[1:]
	}
	if len(packages) == 1 {
		c.AccessPackageID = packages[0]
	}
	if len(targets) == 1 {
		c.TargetID = targets[0]
	}
}

// properties are those of an object, decoded one by one.
type properties map[string]json.RawMessage

// readObject reads an object; anything else is one without properties.
func readObject(raw json.RawMessage) (p properties) {
	_ = json.Unmarshal(raw, &p)
	return p
}

// text reads the first of the properties that is a text and not empty.
func (p properties) text(names ...string) string {
	for _, name := range names {
		var text string
		if json.Unmarshal(p[name], &text) == nil && text != "" {
			return text
		}
	}
	return ""
}
