package tenant

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Assignment gives an access package to a user, a service principal or an outsider, who is someone of a connected
// organization that isn't in the tenant yet. An empty State means "delivered". Without a start, the assignment is as
// old as the tenant; without an end, it doesn't end.
type Assignment struct {
	ID                 string    `json:"id"`
	AccessPackageID    string    `json:"accessPackageId"`
	UserID             string    `json:"userId"`
	ServicePrincipalID string    `json:"servicePrincipalId"`
	Outsider           string    `json:"outsider"`
	State              string    `json:"state"`
	StartDateTime      time.Time `json:"startDateTime"`
	EndDateTime        time.Time `json:"endDateTime"`
}

// Subject is who holds the assignment.
func (a Assignment) Subject() Subject { return Subject{a.UserID, a.ServicePrincipalID, a.Outsider} }

var assignmentStates = []string{"delivering", "partiallyDelivered", "delivered", "expired", "deliveryFailed"}

// AddAssignment adds an assignment. The access package and the user must exist.
func (t *Tenant) AddAssignment(a Assignment) error {
	return t.change(func(r *records) error { return r.addAssignment(a) })
}

func (r *records) addAssignment(a Assignment) (err error) {
	if a.ID, err = freeID(r.assignments, a.ID); err != nil {
		return err
	}
	if a.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", a.AccessPackageID); err != nil {
		return err
	}
	holder, err := r.knownSubject(a.Subject())
	if err != nil {
		return err
	}
	a.UserID, a.ServicePrincipalID = holder.UserID, holder.ServicePrincipalID
	if a.State, err = oneOf("state", a.State, "delivered", assignmentStates); err != nil {
		return err
	}
	r.assignments[a.ID] = a
	r.assignedTo[a.AccessPackageID] = append(r.assignedTo[a.AccessPackageID], a)
	return nil
}

// Assignments gives all assignments, by ID.
func (t *Tenant) Assignments() []Assignment {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.assignments)
}

// AssignmentsOf gives the assignments of an access package, by ID.
func (t *Tenant) AssignmentsOf(accessPackageID string) []Assignment {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := slices.Clone(t.records.assignedTo[strings.ToLower(accessPackageID)])
	slices.SortFunc(found, func(a, b Assignment) int { return strings.Compare(a.ID, b.ID) })
	return found
}

// AssignmentRequest is a request for an access package, or to end an assignment. By default it is an open request of a
// user: type "userAdd", state "pendingApproval".
type AssignmentRequest struct {
	ID                 string    `json:"id"`
	AccessPackageID    string    `json:"accessPackageId"`
	UserID             string    `json:"userId"`
	ServicePrincipalID string    `json:"servicePrincipalId"`
	Outsider           string    `json:"outsider"`
	RequestType        string    `json:"requestType"`
	State              string    `json:"state"`
	CreatedDateTime    time.Time `json:"createdDateTime"`
}

// Subject is the requestor.
func (q AssignmentRequest) Subject() Subject {
	return Subject{q.UserID, q.ServicePrincipalID, q.Outsider}
}

// See https://learn.microsoft.com/graph/api/resources/accesspackageassignmentrequest.
var (
	requestTypes = []string{
		"notSpecified", "userAdd", "userUpdate", "userRemove", "adminAdd", "adminUpdate", "adminRemove",
		"systemAdd", "systemUpdate", "systemRemove", "onBehalfAdd",
	}
	requestStates = []string{
		"submitted", "pendingApproval", "delivering", "delivered", "deliveryFailed", "denied", "scheduled", "canceled",
		"partiallyDelivered",
	}
)

// AddAssignmentRequest adds a request. The access package and the user must exist.
func (t *Tenant) AddAssignmentRequest(q AssignmentRequest) error {
	return t.change(func(r *records) error { return r.addAssignmentRequest(q) })
}

func (r *records) addAssignmentRequest(q AssignmentRequest) (err error) {
	if q.ID, err = freeID(r.assignmentRequests, q.ID); err != nil {
		return err
	}
	if q.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", q.AccessPackageID); err != nil {
		return err
	}
	requestor, err := r.knownSubject(q.Subject())
	if err != nil {
		return err
	}
	q.UserID, q.ServicePrincipalID = requestor.UserID, requestor.ServicePrincipalID
	if q.RequestType, err = oneOf("requestType", q.RequestType, "userAdd", requestTypes); err != nil {
		return err
	}
	if q.State, err = oneOf("state", q.State, "pendingApproval", requestStates); err != nil {
		return err
	}
	r.assignmentRequests[q.ID] = q
	return nil
}

// oneOf checks a value against the possible ones. Empty means the default.
func oneOf(field, value, usual string, all []string) (string, error) {
	if value == "" {
		return usual, nil
	}
	if !slices.Contains(all, value) {
		return "", fmt.Errorf("%s: %q is none of %s", field, value, strings.Join(all, ", "))
	}
	return value, nil
}

// AssignmentRequests gives all requests, by ID.
func (t *Tenant) AssignmentRequests() []AssignmentRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.assignmentRequests)
}

// Subject holds or requests an access package. Exactly one field is set.
type Subject struct {
	UserID             string
	ServicePrincipalID string
	Outsider           string // the name of someone who isn't in the tenant yet
}

// Key identifies a subject. An object ID never equals a name.
func (s Subject) Key() string { return s.UserID + s.ServicePrincipalID + s.Outsider }

// knownSubject gives a subject with canonical IDs. A service principal may be missing in the directory.
func (r *records) knownSubject(s Subject) (_ Subject, err error) {
	switch s.Key() {
	case "":
		return s, errors.New("userId: one of userId, servicePrincipalId and outsider is required")
	case s.UserID:
		s.UserID, err = knownID(r.users, "userId", s.UserID)
	case s.ServicePrincipalID:
		id, ok := guid.Canonical(s.ServicePrincipalID)
		if !ok {
			return s, fmt.Errorf("servicePrincipalId: %q is not a GUID", s.ServicePrincipalID)
		}
		s.ServicePrincipalID = id
	case s.Outsider:
	default:
		return s, errors.New("userId, servicePrincipalId, outsider: only one of them can be set")
	}
	return s, err
}
