package tenant

import (
	"errors"
	"slices"
	"strings"
)

// Role is what somebody is to a group.
type Role string

// The roles, spelled as the collections of a group.
const (
	Members Role = "members"
	Owners  Role = "owners"
)

// Why the directory refuses.
var (
	ErrUnknownMember = errors.New("the directory has nothing with this id")
	ErrMember        = errors.New("it is there already")
	ErrNotMember     = errors.New("it is not there")
	ErrLastOwner     = errors.New("the last owner of a group stays")
)

// Join makes somebody a member or an owner of a group.
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

// Leave takes somebody out of a group's members or owners. The last owner who is a person stays.
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

// listOf picks the list that something belongs into, by what it is. Nil means that the directory does not have it.
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
