package tenant

import (
	"fmt"
	"slices"
	"strings"
)

// Group is a group of the directory. Members are users, MemberGroups are nested groups, Owners are users or service
// principals. Nothing evaluates the MembershipRule of a dynamic group, so its members are listed, too.
type Group struct {
	ID              string   `json:"id"`
	DisplayName     string   `json:"displayName"`
	SecurityEnabled bool     `json:"securityEnabled"`
	MailEnabled     bool     `json:"mailEnabled"`
	GroupTypes      []string `json:"groupTypes"`
	Members         []string `json:"members"`
	MemberGroups    []string `json:"memberGroups"`
	Owners          []string `json:"owners"`
	Applications    []string `json:"servicePrincipals"` // members that are service principals

	MembershipRule string `json:"membershipRule"`
	// MembershipRuleProcessingState is "On" or "Paused". Empty means On if there is a rule.
	MembershipRuleProcessingState string `json:"membershipRuleProcessingState"`

	Written Written `json:"-"`
}

// Application is a service principal of the directory. AppID is its client ID.
type Application struct {
	ID          string `json:"id"`
	AppID       string `json:"appId"`
	DisplayName string `json:"displayName"`
}

// AddGroup adds a group, which entitlement management knows after Options.GroupLag. Its members and owners must exist.
func (t *Tenant) AddGroup(g Group) error {
	return t.change(func(r *records) error {
		if err := r.addGroup(g); err != nil {
			return err
		}
		t.fresh[strings.ToLower(g.ID)] = &freshness{since: t.options.Now(), requests: t.options.GroupLagReads}
		return nil
	})
}

func (r *records) addGroup(g Group) (err error) {
	if g.ID, err = freeID(r.groups, g.ID); err != nil {
		return err
	}
	if g.Members, err = knownIDs(r.users, "members", g.Members); err != nil {
		return err
	}
	if g.MemberGroups, err = knownIDs(r.groups, "memberGroups", g.MemberGroups); err != nil {
		return err
	}
	if g.Owners, err = r.ownerIDs(g.Owners); err != nil {
		return err
	}
	if g.Applications, err = knownIDs(r.applications, "servicePrincipals", g.Applications); err != nil {
		return err
	}
	if state := g.MembershipRuleProcessingState; !slices.Contains([]string{"", "On", "Paused"}, state) {
		return fmt.Errorf("membershipRuleProcessingState: %q is neither On nor Paused", state)
	}
	r.groups[g.ID] = g
	return nil
}

// ownerIDs gives the canonical IDs of a group's owners: users or service principals.
func (r *records) ownerIDs(owners []string) ([]string, error) {
	known := make([]string, 0, len(owners))
	for i, owner := range owners {
		id, err := knownID(r.applications, "owners", owner)
		if err != nil {
			if id, err = knownID(r.users, fmt.Sprintf("owners[%d]", i), owner); err != nil {
				return nil, err
			}
		}
		known = append(known, id)
	}
	return known, nil
}

// Group gives a group by ID.
func (t *Tenant) Group(id string) (Group, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.groups[strings.ToLower(id)]
	return found, ok
}

// Groups gives all groups, by ID.
func (t *Tenant) Groups() []Group {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.groups)
}

// UpdateGroup changes a group's properties.
func (t *Tenant) UpdateGroup(id string, f func(*Group)) error {
	return t.change(func(r *records) error {
		g, ok := r.groups[strings.ToLower(id)]
		if !ok {
			return ErrUnknownTarget
		}
		f(&g)
		r.groups[g.ID] = g
		return nil
	})
}

func (r *records) addApplication(a Application) (err error) {
	if a.ID, err = freeID(r.applications, a.ID); err != nil {
		return err
	}
	r.applications[a.ID] = a
	return nil
}

// KnowApplication adds a service principal to the directory, unless it exists.
func (t *Tenant) KnowApplication(a Application) {
	_ = t.change(func(r *records) error {
		if _, known := r.applications[a.ID]; !known {
			r.applications[a.ID] = a
		}
		return nil
	})
}

// Application gives a service principal by ID.
func (t *Tenant) Application(id string) (Application, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.applications[strings.ToLower(id)]
	return found, ok
}
