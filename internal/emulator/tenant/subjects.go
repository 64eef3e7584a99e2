package tenant

import (
	"errors"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Subject is who holds or requests an access package: a user, a service principal or an outsider. Exactly one field is set.
type Subject struct {
	UserID             string
	ServicePrincipalID string
	Outsider           string // the name of someone who isn't in the tenant yet
}

// Key tells subjects apart. An object ID never equals a name.
func (s Subject) Key() string { return s.UserID + s.ServicePrincipalID + s.Outsider }

// knownSubject gives a subject with canonical IDs. A service principal need not be in the directory.
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
