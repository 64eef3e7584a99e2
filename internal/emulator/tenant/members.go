package tenant

import (
	"errors"
	"slices"
	"strings"
)

// Role is a role in a group.
type Role string

// The roles, as the collections of a group.
const (
	Members Role = "members"
	Owners  Role = "owners"
)

// Errors of the directory.
var (
	ErrUnknownMember = errors.New("unknown directory object")
	ErrMember        = errors.New("already a member or owner")
	ErrNotMember     = errors.New("not a member or owner")
	ErrLastOwner     = errors.New("a group's last owner can't be removed")
)

// Join adds a member or an owner to a group.
func (t *Tenant) Join(group string, role Role, id string) error {
	group, id = strings.ToLower(group), strings.ToLower(id)
	return t.change(func(r *records) error {
		g, ok := r.groups[group]
		if !ok {
			return ErrUnknownTarget
		}
		list := r.listOf(&g, role, id)
		if list == nil {
			return ErrUnknownMember
		}
		if slices.Contains(*list, id) {
			return ErrMember
		}
		*list = append(slices.Clone(*list), id)
		r.groups[group] = g
		return nil
	})
}

// Leave removes a member or an owner from a group. The last owner stays if it is a user.
//
// See https://learn.microsoft.com/graph/api/group-delete-owners.
func (t *Tenant) Leave(group string, role Role, id string) error {
	group, id = strings.ToLower(group), strings.ToLower(id)
	return t.change(func(r *records) error {
		g, ok := r.groups[group]
		if !ok {
			return ErrUnknownTarget
		}
		list := r.listOf(&g, role, id)
		if list == nil || !slices.Contains(*list, id) {
			return ErrNotMember
		}
		if _, person := r.users[id]; role == Owners && person && len(g.Owners) == 1 {
			return ErrLastOwner
		}
		*list = slices.DeleteFunc(slices.Clone(*list), func(each string) bool { return each == id })
		r.groups[group] = g
		return nil
	})
}

// listOf gives the list for an object of this type. Nil means that the directory doesn't have it.
func (r *records) listOf(g *Group, role Role, id string) *[]string {
	_, person := r.users[id]
	_, application := r.applications[id]
	_, group := r.groups[id]
	switch {
	case role == Owners && (person || application):
		return &g.Owners
	case role == Owners:
		return nil
	case person:
		return &g.Members
	case application:
		return &g.Applications
	case group:
		return &g.MemberGroups
	default:
		return nil
	}
}
