package evidence

import (
	"maps"
	"time"
)

// Operation is what happened to a rule.
type Operation string

// The operations.
const (
	OperationAdded   Operation = "added"
	OperationRemoved Operation = "removed"
)

// Change is an entry of the audit log about a rule. The log is of the whole tenant, so that changes may be about rules
// outside the scope of the report. Missing properties of an entry are null. Read.
type Change struct {
	ID        *string    `json:"id"` // of the entry
	Time      *time.Time `json:"time"`
	Operation Operation  `json:"operation"`
	Kind      *Kind      `json:"kind"`
	Result    *string    `json:"result"` // success, failure, or timeout
	Reason    *string    `json:"reason"` // why it failed

	// ImportID, AccessPackage, and Target follow from the types and the order of what the entry names. Which of two
	// access packages has the rule isn't verified on a live tenant.
	ImportID      *string `json:"import_id"`
	AccessPackage *Object `json:"access_package"`
	Target        *Object `json:"target"`

	// ActorID is the object ID of the user or service principal, or the client ID of the application.
	ActorID       *string    `json:"actor_id"`
	ActorType     *ActorType `json:"actor_type"`
	CorrelationID *string    `json:"correlation_id"`
	ResourceIDs   []string   `json:"resource_ids"` // everything that the entry names, in its order
}

// InForceSince gives when each rule was last added, by import ID, as far as entries of the audit log tell: those that
// name both objects of the rule and say that the addition succeeded. Their order doesn't matter. If an entry says that
// the rule was removed later, or may have been, the log doesn't tell yet when it was added again. Removed has the time
// of the last such entry.
func InForceSince(changes []Change) (since, removed map[string]time.Time) {
	added, removed := map[string]time.Time{}, map[string]time.Time{}
	for i := range changes {
		c := &changes[i]
		last := added
		if c.Operation == OperationRemoved {
			last = removed
		}
		known := c.Result != nil || c.Operation == OperationRemoved
		if known && !c.Failed() && c.ImportID != nil && c.Time != nil && c.Time.After(last[*c.ImportID]) {
			last[*c.ImportID] = *c.Time
		}
	}
	maps.DeleteFunc(added, func(id string, at time.Time) bool { return removed[id].After(at) })
	return added, removed
}

// ActorType is who made a change.
type ActorType string

// The types of actors.
const (
	ActorUser        ActorType = "user"
	ActorApplication ActorType = "application"
)

// Failed reports whether the log says that the operation did not succeed.
func (c *Change) Failed() bool { return c.Result != nil && *c.Result != "success" }
