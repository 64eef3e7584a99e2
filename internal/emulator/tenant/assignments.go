package tenant

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Assignment gives an access package to a user or, in the place of one, to a service principal or to an outsider: somebody of a connected
// organization who is not in the tenant yet, by name. State is one of Graph's assignment states; empty means "delivered".
type Assignment struct {
	ID                 string `json:"id"`
	AccessPackageID    string `json:"accessPackageId"`
	UserID             string `json:"userId"`
	ServicePrincipalID string `json:"servicePrincipalId"`
	Outsider           string `json:"outsider"`
	State              string `json:"state"`
}

// Subject tells whose the assignment is. An object id never equals a name.
func (a Assignment) Subject() string { return a.UserID + a.ServicePrincipalID + a.Outsider }

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
	if err = r.checkSubject(&a); err != nil {
		return err
	}
	if a.State == "" {
		a.State = "delivered"
	}
	if !slices.Contains(assignmentStates, a.State) {
		return fmt.Errorf("state: %q is none of %s", a.State, strings.Join(assignmentStates, ", "))
	}
	r.assignments[a.ID] = a
	r.assignedTo[a.AccessPackageID] = append(r.assignedTo[a.AccessPackageID], a)
	return nil
}

func (r *records) checkSubject(a *Assignment) (err error) {
	switch a.Subject() {
	case "":
		return errors.New("userId: an assignment is a user's, a servicePrincipalId's or an outsider's")
	case a.UserID:
		a.UserID, err = knownID(r.users, "userId", a.UserID)
	case a.ServicePrincipalID:
		id, ok := guid.Canonical(a.ServicePrincipalID)
		if !ok {
			return fmt.Errorf("servicePrincipalId: %q is not a GUID", a.ServicePrincipalID)
		}
		a.ServicePrincipalID = id
	case a.Outsider:
	default:
		return errors.New("userId, servicePrincipalId, outsider: an assignment has one of them")
	}
	return err
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
