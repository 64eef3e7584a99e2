package emulator

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func TestTenantLinks(t *testing.T) {
	t.Parallel()
	held := newClient(t, Options{}).server.Tenant()
	steps := []struct {
		name string
		do   func() error
		want error
	}{
		{"a link", func() error { return held.Link(IncompatibleGroups, packageP, groupG) }, nil},
		{"in another case", func() error {
			return held.Link(IncompatibleGroups, strings.ToUpper(packageP), strings.ToUpper(groupG))
		}, tenant.ErrLinked},
		{"to an unknown group", func() error { return held.Link(IncompatibleGroups, packageP, nowhere) }, tenant.ErrUnknownTarget},
		{"of an unknown package", func() error { return held.Link(IncompatibleGroups, nowhere, groupG) }, tenant.ErrUnknownAccessPackage},
		{"to itself", func() error { return held.Link(IncompatibleAccessPackages, packageP, packageP) }, tenant.ErrSelf},
		{"away", func() error { return held.Unlink(IncompatibleGroups, packageP, groupG) }, nil},
		{"away again", func() error { return held.Unlink(IncompatibleGroups, packageP, groupG) }, tenant.ErrNotLinked},
		{"away from an unknown package", func() error { return held.Unlink(IncompatibleGroups, nowhere, groupG) }, tenant.ErrUnknownAccessPackage},
	}
	for _, step := range steps {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Errorf("%s: got %v, want %v", step.name, err, step.want)
		}
	}
	if err := held.Link("incompatibleUsers", packageP, groupG); err == nil || !strings.Contains(err.Error(), "incompatibleUsers") {
		t.Errorf("an unknown kind: %v", err)
	}
}

func TestLinksAreSorted(t *testing.T) {
	t.Parallel()
	held := newClient(t, Options{}).server.Tenant()
	for _, group := range []string{groupH, groupG} {
		if err := held.Link(IncompatibleGroups, packageP, group); err != nil {
			t.Fatal(err)
		}
	}
	if got := held.Links(IncompatibleGroups, strings.ToUpper(packageP)); !slices.Equal(got, []string{groupG, groupH}) {
		t.Errorf("got %v", got)
	}
}

func TestRecordsNameTheFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	held := newClient(t, Options{}).server.Tenant()
	cases := map[string]error{
		`id: "finance" is not a GUID`:                          held.AddCatalog(Catalog{ID: "finance"}),
		"id: " + catalogC + " is taken":                        held.AddCatalog(Catalog{ID: strings.ToUpper(catalogC)}),
		"catalogId: no object has the ID " + nowhere:           held.AddAccessPackage(AccessPackage{ID: guid.New(), CatalogID: nowhere}),
		`grantsGroups[0]: "approvers" is not a GUID`:           held.AddAccessPackage(AccessPackage{ID: guid.New(), CatalogID: catalogC, GrantsGroups: []string{"approvers"}}),
		"members[0]: no object has the ID " + nowhere:          held.AddGroup(Group{ID: guid.New(), Members: []string{nowhere}}),
		"memberGroups[0]: no object has the ID " + nowhere:     held.AddGroup(Group{ID: guid.New(), MemberGroups: []string{nowhere}}),
		"id: " + userU + " is taken":                           held.AddUser(User{ID: userU}),
		"accessPackageId: no object has the ID " + nowhere:     held.AddAssignment(Assignment{ID: guid.New(), AccessPackageID: nowhere, UserID: userU}),
		"userId: no object has the ID " + nowhere:              held.AddAssignment(Assignment{ID: guid.New(), AccessPackageID: packageP, UserID: nowhere}),
		`state: "pending" is none of delivering, partiallyDel`: held.AddAssignment(Assignment{ID: guid.New(), AccessPackageID: packageP, UserID: userU, State: "pending"}),
		`kind: "" is none of`:                                  held.Unlink("", packageP, groupG),
		`access package: "P" is not a GUID`:                    held.Link(IncompatibleGroups, "P", groupG),
		`target: "G" is not a GUID`:                            held.Link(IncompatibleGroups, packageP, "G"),
	}
	for want, err := range cases {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestDeleteAccessPackage(t *testing.T) {
	t.Parallel()
	held := newClient(t, Options{}).server.Tenant()
	for _, link := range []struct{ kind, from, to string }{
		{string(IncompatibleAccessPackages), packageP, packageR},
		{string(IncompatibleAccessPackages), packageR, packageQ},
	} {
		if err := held.Link(Kind(link.kind), link.from, link.to); err != nil {
			t.Fatal(err)
		}
	}
	if err := held.DeleteAccessPackage(packageP); !errors.Is(err, tenant.ErrAssigned) {
		t.Errorf("with an assignment: %v", err)
	}
	if err := held.DeleteAccessPackage(packageR); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{packageP, packageR} {
		if left := held.Links(IncompatibleAccessPackages, p); len(left) != 0 {
			t.Errorf("links of %s are left: %v", p, left)
		}
	}
	if err := held.DeleteAccessPackage(packageR); !errors.Is(err, tenant.ErrUnknownAccessPackage) {
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
