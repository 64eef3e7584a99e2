package tenant

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Collection is a list of rules of one kind of one access package.
type Collection struct {
	Kind          Kind
	AccessPackage string
}

// Errors of the tenant about rules.
var (
	ErrUnknownAccessPackage = errors.New("unknown access package")
	ErrUnknownTarget        = errors.New("unknown target")
	ErrNotReplicated        = errors.New("entitlement management doesn't know the group yet")
	ErrLinked               = errors.New("the rule already exists")
	ErrNotLinked            = errors.New("the rule doesn't exist")
	ErrSelf                 = errors.New("an access package can't be incompatible with itself")
	ErrAssigned             = errors.New("the access package has assignments")
)

// Link adds a rule as another administrator would. Lists show it as late as any other change. Call [Tenant.Settle]
// afterward if the rule should look old.
func (t *Tenant) Link(k Kind, accessPackageID, targetID string) error {
	c, target, err := t.ends(k, accessPackageID, targetID)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.records.link(c, target, lax{}); err != nil {
		return err
	}
	t.hide(c, target, true)
	return nil
}

// Unlink removes a rule as another administrator would. Lists show the removal as late as any other change.
func (t *Tenant) Unlink(k Kind, accessPackageID, targetID string) error {
	c, target, err := t.ends(k, accessPackageID, targetID)
	if err != nil {
		return err
	}
	return t.UnlinkByAPI(c, target)
}

// Links gives the IDs that are incompatible with an access package, sorted, including those that lists don't show yet.
func (t *Tenant) Links(k Kind, accessPackageID string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.records.links[Collection{k, strings.ToLower(accessPackageID)}]))
}

func (t *Tenant) ends(k Kind, accessPackageID, targetID string) (Collection, string, error) {
	if _, ok := linkTargets[k]; !ok {
		return Collection{}, "", fmt.Errorf("kind: %q is none of %s", k, Kinds())
	}
	accessPackage, ok := guid.Canonical(accessPackageID)
	if !ok {
		return Collection{}, "", fmt.Errorf("access package: %q is not a GUID", accessPackageID)
	}
	target, ok := guid.Canonical(targetID)
	if !ok {
		return Collection{}, "", fmt.Errorf("target: %q is not a GUID", targetID)
	}
	return Collection{k, accessPackage}, target, nil
}

// lax says which checks the tenant skips when it adds a rule.
type lax struct{ target, self bool }

func (r *records) link(c Collection, target string, lax lax) error {
	if _, ok := r.accessPackages[c.AccessPackage]; !ok {
		return ErrUnknownAccessPackage
	}
	if r.links[c][target] {
		return ErrLinked
	}
	if c.Kind == IncompatibleAccessPackages && target == c.AccessPackage && !lax.self {
		return ErrSelf
	}
	if !lax.target && !linkTargets[c.Kind].has(r, target) {
		return ErrUnknownTarget
	}
	if r.links[c] == nil {
		r.links[c] = map[string]bool{}
	}
	r.links[c][target] = true
	return nil
}

func (r *records) unlink(c Collection, target string) error {
	if _, ok := r.accessPackages[c.AccessPackage]; !ok {
		return ErrUnknownAccessPackage
	}
	if !r.links[c][target] {
		return ErrNotLinked
	}
	delete(r.links[c], target)
	return nil
}

// DeleteAccessPackage deletes an access package with the rules that it has and those about it. It fails while the
// package has assignments.
func (t *Tenant) DeleteAccessPackage(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.accessPackages[id]; !ok {
			return ErrUnknownAccessPackage
		}
		if slices.ContainsFunc(r.assignedTo[id], func(a Assignment) bool { return a.State != "expired" }) {
			return ErrAssigned
		}
		delete(r.accessPackages, id)
		maps.DeleteFunc(r.policies, func(_ string, p Policy) bool { return p.AccessPackageID == id })
		maps.DeleteFunc(r.roleScopes, func(key grantKey, _ RoleScope) bool { return key.accessPackage == id })
		for k := range linkTargets {
			delete(t.pending, Collection{k, id})
		}
		for c, targets := range r.links {
			if c.AccessPackage == id {
				delete(r.links, c)
			} else if linkTargets[c.Kind].path == linkTargets[IncompatibleAccessPackages].path {
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
			return ErrUnknownAccessPackage
		}
		if p.CatalogID, err = knownID(r.catalogs, "catalogId", catalogID); err != nil {
			return err
		}
		r.accessPackages[p.ID] = p
		return nil
	})
}
