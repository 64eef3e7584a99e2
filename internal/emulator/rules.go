package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// collection is one list of links of one access package.
type collection struct {
	kind          Kind
	accessPackage string
}

// Why the tenant refuses.
var (
	errUnknownAccessPackage = errors.New("no such access package")
	errUnknownTarget        = errors.New("no such target")
	errNotReplicated        = errors.New("entitlement management does not know the group yet")
	errLinked               = errors.New("the link is there already")
	errNotLinked            = errors.New("the link is not there")
	errSelf                 = errors.New("an access package cannot be incompatible with itself")
	errAssigned             = errors.New("the access package has assignments")
)

// Link makes a group or access package incompatible with an access package, as another administrator would.
func (t *Tenant) Link(k Kind, accessPackageID, targetID string) error {
	c, target, err := t.ends(k, accessPackageID, targetID)
	if err != nil {
		return err
	}
	return t.change(func(r *records) error { return r.link(c, target, true) })
}

// Unlink removes a link, as another administrator would.
func (t *Tenant) Unlink(k Kind, accessPackageID, targetID string) error {
	c, target, err := t.ends(k, accessPackageID, targetID)
	if err != nil {
		return err
	}
	return t.change(func(r *records) error { return r.unlink(c, target) })
}

// Links gives the ids that are incompatible with an access package, sorted, whether or not lists show them yet.
func (t *Tenant) Links(k Kind, accessPackageID string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.records.links[collection{k, strings.ToLower(accessPackageID)}]))
}

func (t *Tenant) ends(k Kind, accessPackageID, targetID string) (collection, string, error) {
	if _, ok := linkTargets[k]; !ok {
		return collection{}, "", fmt.Errorf("kind: %q is none of %s", k, Kinds())
	}
	accessPackage, ok := canonicalGUID(accessPackageID)
	if !ok {
		return collection{}, "", fmt.Errorf("access package: %q is not a GUID", accessPackageID)
	}
	target, ok := canonicalGUID(targetID)
	if !ok {
		return collection{}, "", fmt.Errorf("target: %q is not a GUID", targetID)
	}
	return collection{k, accessPackage}, target, nil
}

// link adds a link. With checked unset the target need not be there, as in a service that does not look.
func (r *records) link(c collection, target string, checked bool) error {
	if _, ok := r.accessPackages[c.accessPackage]; !ok {
		return errUnknownAccessPackage
	}
	if r.links[c][target] {
		return errLinked
	}
	if c.kind == IncompatibleAccessPackages && target == c.accessPackage {
		return errSelf
	}
	if checked && !linkTargets[c.kind].has(r, target) {
		return errUnknownTarget
	}
	if r.links[c] == nil {
		r.links[c] = map[string]bool{}
	}
	r.links[c][target] = true
	return nil
}

func (r *records) unlink(c collection, target string) error {
	if _, ok := r.accessPackages[c.accessPackage]; !ok {
		return errUnknownAccessPackage
	}
	if !r.links[c][target] {
		return errNotLinked
	}
	delete(r.links[c], target)
	return nil
}

// DeleteAccessPackage deletes an access package with its links in both directions. It is refused while somebody is assigned to it.
func (t *Tenant) DeleteAccessPackage(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.accessPackages[id]; !ok {
			return errUnknownAccessPackage
		}
		for _, a := range r.assignments {
			if a.AccessPackageID == id && a.State != "expired" {
				return errAssigned
			}
		}
		delete(r.accessPackages, id)
		for k := range linkTargets {
			delete(t.pending, collection{k, id})
		}
		for c, targets := range r.links {
			if c.accessPackage == id {
				delete(r.links, c)
			} else if linkTargets[c.kind].path == linkTargets[IncompatibleAccessPackages].path {
				delete(targets, id)
			}
		}
		return nil
	})
}

// DeleteGroup deletes a group. Options.DanglingGroups says what becomes of its links.
func (t *Tenant) DeleteGroup(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.groups[id]; !ok {
			return errUnknownTarget
		}
		delete(r.groups, id)
		if t.options.DanglingGroups != DanglingDrop {
			return nil
		}
		for c, targets := range r.links {
			if linkTargets[c.kind].path == linkTargets[IncompatibleGroups].path {
				delete(targets, id)
			}
		}
		return nil
	})
}

// MoveAccessPackage moves an access package to another catalog.
func (t *Tenant) MoveAccessPackage(id, catalogID string) error {
	return t.change(func(r *records) (err error) {
		p, ok := r.accessPackages[strings.ToLower(id)]
		if !ok {
			return errUnknownAccessPackage
		}
		if p.CatalogID, err = knownID(r.catalogs, "catalogId", catalogID); err != nil {
			return err
		}
		r.accessPackages[p.ID] = p
		return nil
	})
}
