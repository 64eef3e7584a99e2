package tenant

import (
	"slices"
	"strings"
	"time"
)

// Assignment gives an access package to a user or, in the place of one, to a service principal or to an outsider: somebody of a connected
// organization who is not in the tenant yet, by name. State is one of Graph's assignment states; empty means "delivered". A zero start means
// that the assignment is as old as the tenant, a zero end that it doesn't end.
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

// AddAssignment assigns an access package to a user, both of which must be there.
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

// Assignments gives all, by id.
func (t *Tenant) Assignments() []Assignment {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.assignments)
}

// AssignmentsOf gives those of an access package, by id.
func (t *Tenant) AssignmentsOf(accessPackageID string) []Assignment {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := slices.Clone(t.records.assignedTo[strings.ToLower(accessPackageID)])
	slices.SortFunc(found, func(a, b Assignment) int { return strings.Compare(a.ID, b.ID) })
	return found
}
