package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unique"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Stage is how far an assignment must have come to count.
type Stage string

// The stages. See https://learn.microsoft.com/graph/api/resources/accesspackageassignment.
const (
	Delivered  Stage = "delivered"  // the holder has all of it
	Delivering Stage = "delivering" // or has a part, or is about to get it: partiallyDelivered and delivering
)

func (s Stage) has(state string) bool {
	switch strings.ToLower(state) {
	case "", "delivered":
		return true
	case "delivering", "partiallydelivered":
		return s == Delivering
	default:
		return false
	}
}

// Holders are those who hold an access package, or two. Each is in one set, and once, by however many policies.
type Holders struct {
	Users             Subjects // object ids
	ServicePrincipals Subjects // object ids; an agent is one too

	// Unattributed are those without an object id, by the ids that entitlement management has for them: people of a
	// connected organization who are not in the tenant yet.
	Unattributed Subjects
}

// Since gives when the earliest assignment of a holder began, by the ID in one of the sets. It is zero if that isn't
// known.
func (h Holders) Since(id string) (since time.Time) {
	key := unique.Make(id)
	if seconds := cmp.Or(h.Users[key], h.ServicePrincipals[key], h.Unattributed[key]); seconds != 0 {
		since = time.Unix(seconds, 0).UTC()
	}
	return since
}

// And gives those who hold both.
func (h Holders) And(other Holders) Holders {
	return Holders{
		h.Users.And(other.Users),
		h.ServicePrincipals.And(other.ServicePrincipals),
		h.Unattributed.And(other.Unattributed),
	}
}

// In returns the holders who are also members of the group. It keeps holders without an object ID, because they can't
// be looked up.
func (h Holders) In(group Members) Holders {
	return Holders{h.Users.And(group.All), h.ServicePrincipals.And(group.All), h.Unattributed}
}

// assignmentReader reads who holds access packages.
type assignmentReader struct {
	packages *packageReader
	kept     reads[holdersKey, Holders]
}

// holdersKey names a list of assignments.
type holdersKey struct {
	accessPackageID string
	stage           Stage
}

// Holders gives those who hold an access package, asked once per run. Like everything about assignments it is asked of
// v1.0, where applications may ask for all of it.
//
// An unknown access package looks like one without holders, so an empty answer is believed only after reading the
// package.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignments.
func (r *assignmentReader) Holders(ctx context.Context, accessPackageID string, stage Stage) (Holders, error) {
	operation := fmt.Sprintf("listing the assignments of access package %s", accessPackageID)
	filter := fmt.Sprintf("accessPackage/id eq '%s'", accessPackageID)
	if stage == Delivered {
		filter += " and state eq 'Delivered'"
	} else {
		operation = fmt.Sprintf("listing the assignments of access package %s, including those in progress", accessPackageID)
	}
	key := holdersKey{accessPackageID, stage}
	return r.kept.once(ctx, operation, key, func(ctx context.Context) (Holders, error) {
		holders, empty := Holders{Subjects{}, Subjects{}, Subjects{}}, true
		err := wire.Each(ctx, r.packages.wire, wire.Request{
			Operation: operation,
			Path:      entitlementManagement + "/assignments",
			Query:     url.Values{"$filter": {filter}, "$expand": {"target"}},
			Version:   wire.V1,
		}, func(a assignment) (bool, error) {
			if a.ID == "" {
				return false, errors.New("an assignment has no ID")
			}
			empty = false
			if stage.has(a.State) {
				holders.add(&a)
			}
			return true, nil
		})
		if err == nil && empty {
			_, err = r.packages.AccessPackage(ctx, accessPackageID)
		}
		return holders, r.packages.judgePart(ctx, accessPackageID, err)
	})
}

// assignment is what is needed of an assignment, or of a request for one.
type assignment struct {
	ID            string  `json:"id"`
	State         string  `json:"state"`
	RequestType   string  `json:"requestType"`     // of a request
	Created       string  `json:"createdDateTime"` // of a request
	Target        subject `json:"target"`
	Requestor     subject `json:"requestor"` // of a request
	AccessPackage Object  `json:"accessPackage"`
	Schedule      struct {
		Start string `json:"startDateTime"`
	} `json:"schedule"`
}

type subject struct {
	ID          string `json:"id"`
	ObjectID    string `json:"objectId"`
	SubjectType string `json:"subjectType"`
}

// add counts the subject of an assignment by its type. An unusual subject never fails a list of thousands.
func (h *Holders) add(a *assignment) {
	id, set := strings.ToLower(a.Target.ObjectID), h.ServicePrincipals
	switch kind := strings.ToLower(a.Target.SubjectType); {
	case id == "":
		id, set = strings.ToLower(cmp.Or(a.Target.ID, a.ID)), h.Unattributed
	case kind == "" || kind == "user" || kind == "notspecified":
		set = h.Users
	}
	var since int64 // isn't known
	if at, err := time.Parse(time.RFC3339, a.Schedule.Start); err == nil {
		since = at.Unix()
	}
	set.add(id, since)
}
