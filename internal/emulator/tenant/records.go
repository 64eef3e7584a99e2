package tenant

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"
)

// Catalog is a container of access packages.
type Catalog struct {
	ID          string  `json:"id"`
	DisplayName string  `json:"displayName"`
	Description string  `json:"description"`
	Unpublished bool    `json:"-"`
	External    bool    `json:"-"` // visible to people from outside
	Written     Written `json:"-"`
}

// AccessPackage bundles access that people can request. GrantsGroups are the groups whose membership it grants from the start, Grants are
// roles of any kind. What they name is put into its catalog as well.
type AccessPackage struct {
	ID           string   `json:"id"`
	CatalogID    string   `json:"catalogId"`
	DisplayName  string   `json:"displayName"`
	Description  string   `json:"description"`
	Hidden       bool     `json:"isHidden"`
	GrantsGroups []string `json:"grantsGroups"`
	Grants       []Grant  `json:"grants"`
	Written      Written  `json:"-"`
}

// Written is when a client made an object, and what it wrote beyond what the tenant understands: kept, and given back.
type Written struct {
	Created time.Time // zero means with the tenant
	Members map[string]any
}

// Over gives what is there once a client has written more. A null takes nothing away: it is given back as null.
func (w Written) Over(members map[string]any) Written {
	merged := maps.Clone(w.Members)
	if merged == nil {
		merged = map[string]any{}
	}
	maps.Copy(merged, members)
	w.Members = merged
	return w
}

// User is a person of the directory.
type User struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// AddCatalog adds a catalog. The error names the field that is wrong.
func (t *Tenant) AddCatalog(c Catalog) error {
	return t.change(func(r *records) error { return r.addCatalog(c) })
}

// AddAccessPackage adds an access package to a catalog that is there. The groups that it grants need not be there.
func (t *Tenant) AddAccessPackage(p AccessPackage) error {
	return t.change(func(r *records) error { return r.addAccessPackage(p) })
}

// AddUser adds a user.
func (t *Tenant) AddUser(u User) error {
	return t.change(func(r *records) error { return r.addUser(u) })
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
	for i, g := range p.Grants {
		if _, _, err = r.granted(p, g); err != nil {
			return fmt.Errorf("grants[%d]: %w", i, err)
		}
	}
	for _, group := range p.GrantsGroups {
		p.Grants = append(p.Grants, Grant{OriginID: group, RoleOriginID: "Member_" + group})
	}
	r.accessPackages[p.ID] = p
	for _, g := range p.Grants {
		resource, scope, _ := r.granted(p, g)
		r.resources[resource.ID] = resource
		_ = r.addRoleScope(&scope) // twice in a seed is once
	}
	return nil
}

func (r *records) addUser(u User) (err error) {
	if u.ID, err = freeID(r.users, u.ID); err != nil {
		return err
	}
	r.users[u.ID] = u
	return nil
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

// ErrUnknownCatalog says that a catalog is not there.
var ErrUnknownCatalog = errors.New("no such catalog")

// UpdateCatalog lets f change what is written of a catalog.
func (t *Tenant) UpdateCatalog(id string, f func(*Catalog)) error {
	return t.change(func(r *records) error {
		c, ok := r.catalogs[strings.ToLower(id)]
		if !ok {
			return ErrUnknownCatalog
		}
		f(&c)
		r.catalogs[c.ID] = c
		return nil
	})
}

// DeleteCatalog deletes a catalog and what was put into it, unless there are access packages in it.
func (t *Tenant) DeleteCatalog(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.catalogs[id]; !ok {
			return ErrUnknownCatalog
		}
		for _, p := range r.accessPackages {
			if p.CatalogID == id {
				return ErrInUse
			}
		}
		delete(r.catalogs, id)
		maps.DeleteFunc(r.resources, func(_ string, each Resource) bool { return each.CatalogID == id })
		return nil
	})
}
