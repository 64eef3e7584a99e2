package tenant

import (
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// DeletedGroup is a deleted group that can be restored.
type DeletedGroup struct {
	Group
	At time.Time
}

// DeleteGroup deletes a group. Options.DanglingGroups decides about its rules, and Options.HardDelete whether it can be
// restored.
func (t *Tenant) DeleteGroup(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		g, ok := r.groups[id]
		if !ok {
			return ErrUnknownTarget
		}
		delete(r.groups, id)
		if !t.options.HardDelete &&
			(g.SecurityEnabled || len(g.GroupTypes) > 0) { // a distribution group can't be restored
			r.deleted[id] = DeletedGroup{g, t.options.Now()}
		}
		if t.options.DanglingGroups != contract.DanglingDrop {
			return nil
		}
		for c, targets := range r.links {
			if linkTargets[c.Kind].path == linkTargets[IncompatibleGroups].path {
				delete(targets, id)
			}
		}
		return nil
	})
}

// DeletedGroups gives the groups that can be restored, by ID.
func (t *Tenant) DeletedGroups() []DeletedGroup {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.deleted)
}

// RestoreGroup restores a group with its ID, its members and its remaining rules.
func (t *Tenant) RestoreGroup(id string) (Group, error) {
	id = strings.ToLower(id)
	var restored Group
	return restored, t.change(func(r *records) error {
		found, ok := r.deleted[id]
		if !ok {
			return ErrUnknownTarget
		}
		delete(r.deleted, id)
		r.groups[id], restored = found.Group, found.Group
		return nil
	})
}

// PurgeGroup deletes a deleted group permanently.
func (t *Tenant) PurgeGroup(id string) error {
	id = strings.ToLower(id)
	return t.change(func(r *records) error {
		if _, ok := r.deleted[id]; !ok {
			return ErrUnknownTarget
		}
		delete(r.deleted, id)
		return nil
	})
}
