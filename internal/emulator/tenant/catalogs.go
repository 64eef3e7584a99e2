package tenant

import (
	"errors"
	"maps"
	"strings"
)

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
