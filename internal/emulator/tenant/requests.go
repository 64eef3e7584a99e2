package tenant

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// AssignmentRequest is a request for an access package, or for the end of an assignment. Empty fields mean an open request of a user:
// type "userAdd" in state "pendingApproval".
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
		"submitted", "pendingApproval", "delivering", "delivered", "deliveryFailed", "denied", "scheduled", "canceled", "partiallyDelivered",
	}
)

// AddAssignmentRequest adds a request of someone for an access package, both of which must be there.
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

// oneOf checks a value against those that a field can have. An empty one means the usual value.
func oneOf(field, value, usual string, all []string) (string, error) {
	if value == "" {
		return usual, nil
	}
	if !slices.Contains(all, value) {
		return "", fmt.Errorf("%s: %q is none of %s", field, value, strings.Join(all, ", "))
	}
	return value, nil
}

// AssignmentRequests gives all, by ID.
func (t *Tenant) AssignmentRequests() []AssignmentRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.assignmentRequests)
}
