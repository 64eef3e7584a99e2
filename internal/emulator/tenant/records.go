package tenant

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Catalog is a container of access packages.
type Catalog struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	Description string `json:"description"`
}

// AccessPackage bundles access that people can request. GrantsGroups are the groups whose membership it grants.
type AccessPackage struct {
	ID           string   `json:"id"`
	CatalogID    string   `json:"catalogId"`
	DisplayName  string   `json:"displayName"`
	Description  string   `json:"description"`
	Hidden       bool     `json:"isHidden"`
	GrantsGroups []string `json:"grantsGroups"`
}

// Group is a group of the directory. Members are users, MemberGroups are groups nested in it.
type Group struct {
	ID              string   `json:"id"`
	DisplayName     string   `json:"displayName"`
	SecurityEnabled bool     `json:"securityEnabled"`
	MailEnabled     bool     `json:"mailEnabled"`
	GroupTypes      []string `json:"groupTypes"`
	Members         []string `json:"members"`
	MemberGroups    []string `json:"memberGroups"`
}

// User is a person of the directory.
type User struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// Assignment gives an access package to a user. State is one of Graph's assignment states; empty means "delivered".
type Assignment struct {
	ID              string `json:"id"`
	AccessPackageID string `json:"accessPackageId"`
	UserID          string `json:"userId"`
	State           string `json:"state"`
}

var assignmentStates = []string{"delivering", "partiallyDelivered", "delivered", "expired", "deliveryFailed"}

// AddCatalog adds a catalog. The error names the field that is wrong.
func (t *Tenant) AddCatalog(c Catalog) error {
	return t.change(func(r *records) error { return r.addCatalog(c) })
}

// AddAccessPackage adds an access package to a catalog that is there. The groups that it grants need not be there.
func (t *Tenant) AddAccessPackage(p AccessPackage) error {
	return t.change(func(r *records) error { return r.addAccessPackage(p) })
}

// AddGroup adds a group, which entitlement management sees after Options.GroupLag. Its members must be there.
func (t *Tenant) AddGroup(g Group) error {
	return t.change(func(r *records) error {
		if err := r.addGroup(g); err != nil {
			return err
		}
		t.fresh[strings.ToLower(g.ID)] = &freshness{since: t.options.Now(), requests: t.options.GroupLagReads}
		return nil
	})
}

// AddUser adds a user.
func (t *Tenant) AddUser(u User) error {
	return t.change(func(r *records) error { return r.addUser(u) })
}

// AddAssignment assigns an access package to a user, both of which must be there.
func (t *Tenant) AddAssignment(a Assignment) error {
	return t.change(func(r *records) error { return r.addAssignment(a) })
}

func (r *records) addCatalog(c Catalog) (err error) {
	if c.ID, err = freeID(r.catalogs, c.ID); err != nil {
		return err
	}
	r.catalogs[c.ID] = c
	return nil
}

func (r *records) addAccessPackage(p AccessPackage) (err error) {
	if p.ID, err = freeID(r.accessPackages, p.ID); err != nil {
		return err
	}
	if p.CatalogID, err = knownID(r.catalogs, "catalogId", p.CatalogID); err != nil {
		return err
	}
	if p.GrantsGroups, err = guids("grantsGroups", p.GrantsGroups); err != nil {
		return err
	}
	r.accessPackages[p.ID] = p
	return nil
}

func (r *records) addGroup(g Group) (err error) {
	if g.ID, err = freeID(r.groups, g.ID); err != nil {
		return err
	}
	if g.Members, err = knownIDs(r.users, "members", g.Members); err != nil {
		return err
	}
	if g.MemberGroups, err = knownIDs(r.groups, "memberGroups", g.MemberGroups); err != nil {
		return err
	}
	r.groups[g.ID] = g
	return nil
}

func (r *records) addUser(u User) (err error) {
	if u.ID, err = freeID(r.users, u.ID); err != nil {
		return err
	}
	r.users[u.ID] = u
	return nil
}

func (r *records) addAssignment(a Assignment) (err error) {
	if a.ID, err = freeID(r.assignments, a.ID); err != nil {
		return err
	}
	if a.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", a.AccessPackageID); err != nil {
		return err
	}
	if a.UserID, err = knownID(r.users, "userId", a.UserID); err != nil {
		return err
	}
	if a.State == "" {
		a.State = "delivered"
	}
	if !slices.Contains(assignmentStates, a.State) {
		return fmt.Errorf("state: %q is none of %s", a.State, strings.Join(assignmentStates, ", "))
	}
	r.assignments[a.ID] = a
	return nil
}

// freeID gives the canonical id of a new record.
func freeID[T any](byID map[string]T, id string) (string, error) {
	canonical, ok := guid.Canonical(id)
	if !ok {
		return "", fmt.Errorf("id: %q is not a GUID", id)
	}
	if _, taken := byID[canonical]; taken {
		return "", fmt.Errorf("id: %s is taken", canonical)
	}
	return canonical, nil
}

// knownID gives the canonical id of a record that another one refers to.
func knownID[T any](byID map[string]T, field, id string) (string, error) {
	canonical, ok := guid.Canonical(id)
	if !ok {
		return "", fmt.Errorf("%s: %q is not a GUID", field, id)
	}
	if _, known := byID[canonical]; !known {
		return "", fmt.Errorf("%s: nothing has the id %s", field, canonical)
	}
	return canonical, nil
}

func knownIDs[T any](byID map[string]T, field string, ids []string) ([]string, error) {
	known := make([]string, 0, len(ids))
	var failures []error
	for i, id := range ids {
		canonical, err := knownID(byID, fmt.Sprintf("%s[%d]", field, i), id)
		known, failures = append(known, canonical), append(failures, err)
	}
	return known, errors.Join(failures...)
}

func guids(field string, ids []string) ([]string, error) {
	canonical := make([]string, 0, len(ids))
	for i, id := range ids {
		guid, ok := guid.Canonical(id)
		if !ok {
			return nil, fmt.Errorf("%s[%d]: %q is not a GUID", field, i, id)
		}
		canonical = append(canonical, guid)
	}
	return canonical, nil
}

// UpdateAccessPackage lets f change the words of an access package.
func (t *Tenant) UpdateAccessPackage(id string, f func(*AccessPackage)) error {
	return t.change(func(r *records) error {
		p, ok := r.accessPackages[id]
		if !ok {
			return ErrUnknownAccessPackage
		}
		f(&p)
		r.accessPackages[id] = p
		return nil
	})
}
