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
	External    bool    `json:"-"` // visible to people of connected organizations
	Written     Written `json:"-"`
}

// AccessPackage bundles access that people can request. GrantsGroups are groups whose membership it grants, Grants are
// roles of any form. Both are added to its catalog.
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

// Written is when a client created an object, and the properties that the tenant keeps without interpreting them.
type Written struct {
	Created time.Time // zero means that it is as old as the tenant
	Members map[string]any
}

// Over adds properties. A null is kept as null.
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

// AddCatalog adds a catalog. An error names the field.
func (t *Tenant) AddCatalog(c Catalog) error {
	return t.change(func(r *records) error { return r.addCatalog(c) })
}

// AddAccessPackage adds an access package to an existing catalog. The groups that it grants may be missing.
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
		_ = r.addRoleScope(&scope) // a seed may list a role twice
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

// UpdateAccessPackage changes an access package's properties.
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

// ErrUnknownCatalog means that a catalog doesn't exist.
var ErrUnknownCatalog = errors.New("unknown catalog")

// UpdateCatalog changes a catalog's properties.
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

// DeleteCatalog deletes a catalog and its resources, unless it has access packages.
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
