package tenant

import (
	"errors"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Batch is a set of records that may refer to each other.
type Batch struct {
	Catalogs       []Placed[Catalog]
	AccessPackages []Placed[RuledAccessPackage]
	Groups         []Placed[Group]
	Users          []Placed[User]
	Applications   []Placed[Application]
	Policies       []Placed[Policy]
	Assignments    []Placed[Assignment]
	Requests       []Placed[AssignmentRequest]
	RuleChanges    []Placed[RuleChange]
}

// RuledAccessPackage is an access package with its rules.
type RuledAccessPackage struct {
	AccessPackage
	IncompatibleGroups         []string `json:"incompatibleGroups"`
	IncompatibleAccessPackages []string `json:"incompatibleAccessPackages"`
}

// Placed is a record with its place in a file, for error messages.
type Placed[T any] struct {
	Value T
	Place string
}

// AddAll adds all records of a batch. On an error, which names place and field, it adds none.
func (t *Tenant) AddAll(b *Batch) error {
	return t.change(func(r *records) error {
		changed := r.clone()
		if err := b.addTo(&changed); err != nil {
			return err
		}
		*r = changed
		t.recordAll(b.RuleChanges)
		return nil
	})
}

// addTo adds records in the order of their references, whatever the order in the batch. It stops after the first type
// of record with errors, because those would cause more.
func (b *Batch) addTo(r *records) error {
	steps := []func() error{
		func() error { return addAll(b.Catalogs, r.addCatalog) },
		func() error { return addAll(b.Users, r.addUser) },
		func() error { return addAll(b.Applications, r.addApplication) },
		func() error { return b.addGroups(r) },
		func() error {
			return addAll(b.AccessPackages,
				func(p RuledAccessPackage) error { return r.addAccessPackage(p.AccessPackage) })
		},
		func() error { return addAll(b.AccessPackages, r.addRules) },
		func() error { return addAll(b.Policies, r.addPolicy) },
		func() error { return addAll(b.Assignments, r.addAssignment) },
		func() error { return addAll(b.Requests, r.addAssignmentRequest) },
		func() error { return addAll(b.RuleChanges, r.checkRuleChange) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func addAll[T any](all []Placed[T], add func(T) error) error {
	var failures []error
	for _, each := range all {
		if err := add(each.Value); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", each.Place, err))
		}
	}
	return errors.Join(failures...)
}

// addGroups adds groups before it nests them, so that a group can refer to a later one.
func (b *Batch) addGroups(r *records) error {
	err := addAll(b.Groups, func(g Group) error {
		g.MemberGroups = nil
		return r.addGroup(g)
	})
	if err != nil {
		return err
	}
	return addAll(b.Groups, func(g Group) (err error) {
		id, _ := guid.Canonical(g.ID)
		added := r.groups[id]
		added.MemberGroups, err = knownIDs(r.groups, "memberGroups", g.MemberGroups)
		r.groups[id] = added
		return err
	})
}

func (r *records) addRules(p RuledAccessPackage) error {
	id, _ := guid.Canonical(p.ID)
	add := func(k Kind, targets []string) error {
		for i, text := range targets {
			target, isGUID := guid.Canonical(text)
			if !isGUID {
				return fmt.Errorf("%s[%d]: %q is not a GUID", k, i, text)
			}
			if err := r.link(Collection{k, id}, target, lax{}); err != nil {
				return fmt.Errorf("%s[%d]: %s: %w", k, i, target, err)
			}
		}
		return nil
	}
	return errors.Join(add(IncompatibleGroups, p.IncompatibleGroups),
		add(IncompatibleAccessPackages, p.IncompatibleAccessPackages))
}
