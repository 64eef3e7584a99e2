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
		d.Changes = append(d.Changes, changeEvidence(change))
	}
	return err
}

func changeEvidence(c graph.Change) evidence.Change {
	e := evidence.Change{
		ID:            nameOrNil(c.ID),
		Operation:     evidence.OperationRemoved,
		Result:        nameOrNil(c.Result),
		Reason:        nameOrNil(c.Reason),
		ActorID:       nameOrNil(c.Actor.ID),
		CorrelationID: nameOrNil(c.CorrelationID),
		ResourceIDs:   ResourceIDs(c),
	}
	if c.Added {
		e.Operation = evidence.OperationAdded
	}
	e.Time = timeOrNil(c.Time)
	if kind, known := changedKinds[c.Collection]; known {
		e.Kind = &kind
	}
	if c.Actor != (graph.Actor{}) {
		actor := evidence.ActorUser
		if c.Actor.Application {
			actor = evidence.ActorApplication
		}
		e.ActorType = &actor
	}
	names := map[string]*string{}
	for _, r := range c.Resources {
		names[r.ID] = nameOrNil(r.Name)
	}
	if c.AccessPackageID != "" {
		e.AccessPackage = &evidence.Object{ID: c.AccessPackageID, Name: names[c.AccessPackageID]}
	}
	if c.TargetID != "" {
		e.Target = &evidence.Object{ID: c.TargetID, Name: names[c.TargetID]}
	}
	if e.AccessPackage != nil && e.Target != nil {
		id := importID(c.AccessPackageID, c.TargetID)
		e.ImportID = &id
	}
	return e
}

// changedKinds are the kinds of rules by the collection that an entry of the audit log is about.
var changedKinds = map[string]evidence.Kind{
	"incompatibleGroups": evidence.KindGroup, "incompatibleAccessPackages": evidence.KindAccessPackage,
}
