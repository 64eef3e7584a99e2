package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// checking is the question of every request of the checks. The file contains only those that the service throttled.
const checking = "checking that no one uses the objects"

// checks collects the reasons not to write.
type checks struct {
	*Probe

	t       TestObjects
	reasons []string
}

func (c *checks) refuse(format string, values ...any) {
	c.reasons = append(c.reasons, fmt.Sprintf(format, values...))
}

// Check reads every object that the probe will write to. It returns an [*UnsuitableError] if someone may use one of
// them, or if that is unknown.
func (p *Probe) Check(ctx context.Context, t TestObjects) error {
	for id, role := range map[string]string{
		t.Catalog: "catalog", t.AccessPackage: "test-access-package", t.Group: "test-group", t.unknown(): "unknown-group",
		t.Microsoft365Group: "microsoft-365-group", t.MailEnabledGroup: "mail-enabled-group",
		t.Assigned: "assigned-access-package",
	} {
		if id != "" {
			p.client.Call(id, role)
		}
	}
	c := &checks{Probe: p, t: t}
	steps := []func(context.Context) error{c.catalog, c.groups}
	for _, accessPackage := range []string{t.AccessPackage, t.Assigned} {
		if accessPackage != "" {
			steps = append(steps, func(ctx context.Context) error { return c.accessPackage(ctx, accessPackage) })
		}
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if len(c.reasons) > 0 {
		return &UnsuitableError{c.reasons}
	}
	p.objects = t
	return nil
}

// catalog has to hold nothing but the access packages that were named.
func (c *checks) catalog(ctx context.Context) error {
	a, err := c.client.Look(
		ctx, checking, with(get(published, entitlement+"catalogs/"+c.t.Catalog), "$expand", "accessPackages"),
	)
	if err != nil {
		return err
	}
	item := record.Item(a.Object)
	var packages []record.Item
	if !a.OK() || !decoded(item["accessPackages"], &packages) || item.Text("accessPackages@odata.nextLink") != "" {
		c.refuse(
			"The catalog %s can't be read: the service answered %d. Check the ID and the application's permissions.",
			c.t.Catalog,
			a.Status,
		)
		return nil
	}
	held := map[string]bool{}
	for _, accessPackage := range packages {
		id := strings.ToLower(accessPackage.Text("id"))
		held[id] = true
		if id != c.t.AccessPackage && id != c.t.Assigned {
			c.refuse(
				"The catalog %s contains another access package, %s. Use a catalog that contains only test objects.",
				c.t.Catalog,
				id,
			)
		}
	}
	for _, id := range []string{c.t.AccessPackage, c.t.Assigned} {
		if id != "" && !held[id] {
			c.refuse("The access package %s is not in the catalog %s.", id, c.t.Catalog)
		}
	}
	return nil
}

// accessPackage checks that the access package has no rules, no resources and no assignments.
func (c *checks) accessPackage(ctx context.Context, id string) error {
	if err := c.noRules(ctx, id); err != nil {
		return err
	}
	assignments := with(get(published, entitlement+"assignments"), "$filter", "accessPackage/id eq '"+id+"'")
	if items, ok, err := c.list(ctx, "assignments", assignments); err != nil {
		return err
	} else if ok {
		c.holders(id, items)
	}
	if id == c.t.Assigned {
		return nil
	}
	a, err := c.client.Look(
		ctx, checking, with(get(published, packagePath(id)), "$expand", "resourceRoleScopes($expand=role,scope)"),
	)
	if err != nil {
		return err
	}
	var grants []record.Item
	if !a.OK() || !decoded(a.Object["resourceRoleScopes"], &grants) {
		c.refuse(
			"The resources of the access package %s can't be read: the service answered %d. Check the ID and the "+
				"application's permissions.", id, a.Status,
		)
	} else if len(grants) > 0 {
		c.refuse("The access package %s grants access. Use one without resources.", id)
	}
	return nil
}

func (c *checks) holders(id string, assignments []record.Item) {
	n := 0
	for _, a := range assignments {
		if a.Text("state") != "expired" {
			n++
		}
	}
	switch {
	case id == c.t.AccessPackage && n > 0:
		c.refuse("The access package %s has assignments. Use one without assignments.", id)
	case id == c.t.Assigned && n == 0:
		c.refuse("The access package %s has no assignment. Use one that someone holds.", id)
	}
}

func (c *checks) noRules(ctx context.Context, id string) error {
	var left, others []string
	for _, list := range []string{groupRules, packageRules, declaredBy} {
		items, ok, err := c.list(ctx, list, get(published, packagePath(id)+"/"+list))
		if err != nil {
			return err
		}
		for _, item := range items {
			target := strings.ToLower(item.Text("id"))
			if ok && c.t.mayHaveLeft(list, id, target) {
				left = append(left, target)
			} else if ok {
				others = append(others, target)
			}
		}
	}
	switch {
	case len(others) > 0:
		c.refuse(
			"The access package %s has rules, with %s. Use one without rules.",
			id,
			strings.Join(append(others, left...), ", "),
		)
	case len(left) > 0:
		c.refuse(
			"The access package %s has rules that an interrupted run of elm-probe left behind, with %s. Run the same command "+
				"with -undo instead of -write to remove them.", id, strings.Join(left, ", "),
		)
	}
	return nil
}

// groups have to be of the kind that their flags say, and empty.
func (c *checks) groups(ctx context.Context) error {
	for _, g := range []struct {
		id, kind      string
		unified, mail bool
	}{
		{c.t.Group, "a plain security group", false, false},
		{c.t.Microsoft365Group, "a Microsoft 365 group", true, true},
		{c.t.MailEnabledGroup, "a mail-enabled security group or a distribution list", false, true},
	} {
		if g.id == "" {
			continue
		}
		a, err := c.client.Look(
			ctx, checking, with(get(published, "groups/"+g.id), "$select", "id,groupTypes,mailEnabled,securityEnabled"),
		)
		if err != nil {
			return err
		}
		var types []string
		var mail bool
		if !a.OK() || !decoded(a.Object["groupTypes"], &types) || !decoded(a.Object["mailEnabled"], &mail) {
			c.refuse("The group %s can't be read: the service answered %d. Grant Group.Read.All.", g.id, a.Status)
			continue
		}
		if slices.Contains(types, "Unified") != g.unified || mail != g.mail {
			c.refuse("The group %s is not %s.", g.id, g.kind)
		}
		list := with(get(published, "groups/"+g.id+"/transitiveMembers"), "$select", "id")
		if members, ok, err := c.list(ctx, "members of group "+g.id, list); err != nil {
			return err
		} else if ok && len(members) > 0 {
			c.refuse("The group %s has members. Use an empty one.", g.id)
		}
	}
	a, err := c.client.Look(ctx, checking, get(published, "groups/"+c.t.unknown()))
	if err == nil && a.Status != http.StatusNotFound {
		c.refuse("Group %s must not exist, but the service answered %d.", c.t.unknown(), a.Status)
	}
	return err
}

// list gives a whole list. If it can't be read to its end, that is a reason.
func (c *checks) list(ctx context.Context, what string, r record.Request) ([]record.Item, bool, error) {
	items, last, complete, err := c.client.LookThrough(ctx, checking, r)
	if err != nil {
		return nil, false, err
	}
	if !complete {
		c.refuse(
			"The list of %s can't be read completely: the service answered %d. %s", what, last.Status, last.Failure,
		)
	}
	return items, complete, nil
}

// decoded reads a property, and reports whether it is what it should be.
func decoded(raw json.RawMessage, into any) bool { return json.Unmarshal(raw, into) == nil }
