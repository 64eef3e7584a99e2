package tenant

import (
	"errors"
	"strings"
)

// Policy decides who can request an access package, who approves, and when an assignment ends. The tenant keeps most of
// it as the client wrote it, in the words of the client's version.
type Policy struct {
	ID              string         `json:"id"`
	AccessPackageID string         `json:"accessPackageId"`
	DisplayName     string         `json:"displayName"`
	Description     string         `json:"description"`
	Settings        map[string]any `json:"settings"` // in a seed: all other properties, in the words of v1.0
	Version         string         `json:"-"`        // "v1.0" or "beta"
	Written         Written        `json:"-"`
}

// AddPolicy adds a policy with its settings.
func (t *Tenant) AddPolicy(p Policy) error {
	return t.change(func(r *records) error { return r.addPolicy(p) })
}

func (r *records) addPolicy(p Policy) (err error) {
	if p.ID, err = freeID(r.policies, p.ID); err != nil {
		return err
	}
	if p.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", p.AccessPackageID); err != nil {
		return err
	}
	if p.DisplayName == "" {
		return errors.New("displayName: must not be empty")
	}
	p.Version, p.Written = "v1.0", p.Written.Over(p.Settings)
	r.policies[p.ID] = p
	return nil
}

// PutPolicy adds or replaces a policy.
func (t *Tenant) PutPolicy(p Policy) error {
	return t.change(func(r *records) (err error) {
		if p.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", p.AccessPackageID); err != nil {
			return ErrUnknownAccessPackage
		}
		r.policies[p.ID] = p
		return nil
	})
}

// Policy gives a policy by ID.
func (t *Tenant) Policy(id string) (Policy, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.policies[strings.ToLower(id)]
	return found, ok
}

// Policies gives all policies, by ID.
func (t *Tenant) Policies() []Policy {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.policies)
}

// DeletePolicy deletes a policy.
func (t *Tenant) DeletePolicy(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.policies[id]; !ok {
			return ErrUnknownTarget
		}
		delete(r.policies, id)
		return nil
	})
}
