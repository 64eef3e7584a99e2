package tenant

import "strings"

// Policy says who may request an access package, who approves, and when an assignment ends. All but its words is what a client wrote, in
// the shape of the version that it wrote in.
type Policy struct {
	ID              string
	AccessPackageID string
	Version         string // "v1.0" or "beta"
	DisplayName     string
	Description     string
	Written         Written
}

// PutPolicy adds a policy to an access package, or replaces it.
func (t *Tenant) PutPolicy(p Policy) error {
	return t.change(func(r *records) (err error) {
		if p.AccessPackageID, err = knownID(r.accessPackages, "accessPackageId", p.AccessPackageID); err != nil {
			return ErrUnknownAccessPackage
		}
		r.policies[p.ID] = p
		return nil
	})
}

// Policy gives one by its id.
func (t *Tenant) Policy(id string) (Policy, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.policies[strings.ToLower(id)]
	return found, ok
}

// Policies gives all, by id.
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
