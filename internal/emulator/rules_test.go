package emulator

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestTenantLinks(t *testing.T) {
	t.Parallel()
	tenant := newClient(t, Options{}).server.Tenant()
	steps := []struct {
		name string
		do   func() error
		want error
	}{
		{"a link", func() error { return tenant.Link(IncompatibleGroups, packageP, groupG) }, nil},
		{"in another case", func() error {
			return tenant.Link(IncompatibleGroups, strings.ToUpper(packageP), strings.ToUpper(groupG))
		}, errLinked},
		{"to an unknown group", func() error { return tenant.Link(IncompatibleGroups, packageP, nowhere) }, errUnknownTarget},
		{"of an unknown package", func() error { return tenant.Link(IncompatibleGroups, nowhere, groupG) }, errUnknownAccessPackage},
		{"to itself", func() error { return tenant.Link(IncompatibleAccessPackages, packageP, packageP) }, errSelf},
		{"away", func() error { return tenant.Unlink(IncompatibleGroups, packageP, groupG) }, nil},
		{"away again", func() error { return tenant.Unlink(IncompatibleGroups, packageP, groupG) }, errNotLinked},
		{"away from an unknown package", func() error { return tenant.Unlink(IncompatibleGroups, nowhere, groupG) }, errUnknownAccessPackage},
	}
	for _, step := range steps {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Errorf("%s: got %v, want %v", step.name, err, step.want)
		}
	}
	if err := tenant.Link("incompatibleUsers", packageP, groupG); err == nil || !strings.Contains(err.Error(), "incompatibleUsers") {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestLinksAreSorted(t *testing.T) {
	t.Parallel()
	tenant := newClient(t, Options{}).server.Tenant()
	for _, group := range []string{groupH, groupG} {
		if err := tenant.Link(IncompatibleGroups, packageP, group); err != nil {
			t.Fatal(err)
		}
	}
	if got := tenant.Links(IncompatibleGroups, strings.ToUpper(packageP)); !slices.Equal(got, []string{groupG, groupH}) {
		t.Errorf("got %v", got)
	}
}

func TestRecordsNameTheFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	tenant := newClient(t, Options{}).server.Tenant()
	cases := map[string]error{
		`id: "finance" is not a GUID`:                          tenant.AddCatalog(Catalog{ID: "finance"}),
		"id: " + catalogC + " is taken":                        tenant.AddCatalog(Catalog{ID: strings.ToUpper(catalogC)}),
		"catalogId: nothing has the id " + nowhere:             tenant.AddAccessPackage(AccessPackage{ID: newGUID(), CatalogID: nowhere}),
		`grantsGroups[0]: "approvers" is not a GUID`:           tenant.AddAccessPackage(AccessPackage{ID: newGUID(), CatalogID: catalogC, GrantsGroups: []string{"approvers"}}),
		"members[0]: nothing has the id " + nowhere:            tenant.AddGroup(Group{ID: newGUID(), Members: []string{nowhere}}),
		"memberGroups[0]: nothing has the id " + nowhere:       tenant.AddGroup(Group{ID: newGUID(), MemberGroups: []string{nowhere}}),
		"id: " + userU + " is taken":                           tenant.AddUser(User{ID: userU}),
		"accessPackageId: nothing has the id " + nowhere:       tenant.AddAssignment(Assignment{ID: newGUID(), AccessPackageID: nowhere, UserID: userU}),
		"userId: nothing has the id " + nowhere:                tenant.AddAssignment(Assignment{ID: newGUID(), AccessPackageID: packageP, UserID: nowhere}),
		`state: "pending" is none of delivering, partiallyDel`: tenant.AddAssignment(Assignment{ID: newGUID(), AccessPackageID: packageP, UserID: userU, State: "pending"}),
		`kind: "" is none of`:                                  tenant.Unlink("", packageP, groupG),
		`access package: "P" is not a GUID`:                    tenant.Link(IncompatibleGroups, "P", groupG),
		`target: "G" is not a GUID`:                            tenant.Link(IncompatibleGroups, packageP, "G"),
	}
	for want, err := range cases {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestDeleteAccessPackage(t *testing.T) {
	t.Parallel()
	tenant := newClient(t, Options{}).server.Tenant()
	for _, link := range []struct{ kind, from, to string }{
		{string(IncompatibleAccessPackages), packageP, packageR},
		{string(IncompatibleAccessPackages), packageR, packageQ},
	} {
		if err := tenant.Link(Kind(link.kind), link.from, link.to); err != nil {
			t.Fatal(err)
		}
	}
	if err := tenant.DeleteAccessPackage(packageP); !errors.Is(err, errAssigned) {
		t.Errorf("with an assignment: %v", err)
	}
	if err := tenant.DeleteAccessPackage(packageR); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{packageP, packageR} {
		if left := tenant.Links(IncompatibleAccessPackages, p); len(left) != 0 {
			t.Errorf("links of %s are left: %v", p, left)
		}
	}
	if err := tenant.DeleteAccessPackage(packageR); !errors.Is(err, errUnknownAccessPackage) {
		t.Errorf("again: %v", err)
	}
}

func TestDeleteGroup(t *testing.T) {
	t.Parallel()
	for option, want := range map[string]string{
		"":           `"value":[{"id":"` + groupG + `"}]`,
		DanglingKeep: `"value":[{"id":"` + groupG + `"}]`,
		DanglingDrop: `"value":[]`,
	} {
		t.Run(option, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{DanglingGroups: option})
			if err := c.server.Tenant().Link(IncompatibleGroups, packageP, groupG); err != nil {
				t.Fatal(err)
			}
			if err := c.server.Tenant().DeleteGroup(groupG); err != nil {
				t.Fatal(err)
			}
			if got := c.get("/v1.0" + groupsOfP); !strings.Contains(got.body, want) {
				t.Errorf("the list is %s", got.body)
			}
			removed := c.send("DELETE", "/v1.0"+groupsOfP+"/"+groupG+"/$ref", "")
			if wasThere := option != DanglingDrop; (removed.status == 204) != wasThere {
				t.Errorf("removing answered %d", removed.status)
			}
		})
	}
}

func TestMoveAccessPackage(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	if err := c.server.Tenant().MoveAccessPackage(packageP, nowhere); err == nil {
		t.Error("moved into a catalog that is not there")
	}
	if err := c.server.Tenant().MoveAccessPackage(packageP, catalogD); err != nil {
		t.Fatal(err)
	}
	if got := c.get("/beta" + rulesOfP); !strings.Contains(got.body, catalogD) {
		t.Errorf("the package is %s", got.body)
	}
	if got := c.send("POST", belowC, documentBody(groupG)); got.status != 404 {
		t.Errorf("the route below the old catalog answered %d", got.status)
	}
}
