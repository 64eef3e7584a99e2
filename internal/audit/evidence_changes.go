package audit

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// readChanges reads the audit log of the directory.
func readChanges(ctx context.Context, client *graph.Client, since time.Time, d *evidence.Document) error {
	changes, err := Changes(ctx, client, since, time.Time{}, "")
	since = since.UTC().Truncate(time.Second)
	d.ChangesSince, d.ChangesComplete = &since, err == nil
	var tooShort *graph.AuditLogTooShortError
	var reason string
	switch {
	case errors.As(err, &tooShort):
		reason = "The audit log doesn't go back that far. Microsoft Entra keeps 7 days, or 30 days with a Microsoft Entra " +
			"ID P1 or P2 license."
	case wire.IsForbidden(err):
		reason = "The caller isn't allowed to read the audit log. Reading it requires the permission AuditLog.Read.All."
	}
	if reason != "" { // the rest of the report doesn't need the log
		d.NotRead = append(d.NotRead, evidence.NotRead{Subject: evidence.SubjectAuditLog, Reason: reason})
		return nil
	}
	for _, change := range slices.Backward(changes) {
		d.Changes = append(d.Changes, change.Change)
	}
	return err
}

// newChange reads an entry of the audit log.
func newChange(c graph.Change) Change {
	e := Change{evidence.Change{
		ID:            nameOrNil(c.ID),
		Time:          timeOrNil(c.Time),
		Operation:     evidence.OperationRemoved,
		Result:        nameOrNil(c.Result),
		Reason:        nameOrNil(c.Reason),
		ActorID:       nameOrNil(c.Actor.ID),
		CorrelationID: nameOrNil(c.CorrelationID),
		ResourceIDs:   make([]string, 0, len(c.Resources)),
	}, c.Activity, c.Actor.Name}
	if c.Added {
		e.Operation = evidence.OperationAdded
	}
	if kind, known := changedKinds[c.Collection]; known {
		e.Kind = &kind
	}
	if c.Actor != (graph.Actor{}) {
		e.ActorType = new(evidence.ActorUser)
		if c.Actor.Application {
			e.ActorType = new(evidence.ActorApplication)
		}
	}
	names := map[string]string{}
	for _, r := range c.Resources {
		names[r.ID] = r.Name
		if r.ID != "" {
			e.ResourceIDs = append(e.ResourceIDs, r.ID)
		}
	}
	if c.AccessPackageID != "" {
		e.AccessPackage = new(object(c.AccessPackageID, names[c.AccessPackageID]))
	}
	if c.TargetID != "" {
		e.Target = new(object(c.TargetID, names[c.TargetID]))
	}
	if e.AccessPackage != nil && e.Target != nil {
		e.ImportID = new(importID(c.AccessPackageID, c.TargetID))
	}
	return e
}

// changedKinds are the kinds of rules by the collection that an entry of the audit log is about.
var changedKinds = map[string]evidence.Kind{
	"incompatibleGroups": evidence.KindGroup, "incompatibleAccessPackages": evidence.KindAccessPackage,
}
