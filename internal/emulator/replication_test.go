package emulator

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

// TestObjectLag: what a request made is found, listed and usable late, and each for its own reason.
func TestObjectLag(t *testing.T) {
	t.Parallel()
	now := newClock()
	a := azuread{newClient(t, Options{
		ObjectLag: time.Minute, ObjectLagReads: 1, DirectoryLag: time.Minute, DirectoryLagReads: 1, Now: now.Now,
	}), t}
	paths := map[string]string{
		"/groups/":                               a.create("/groups", newGroup),
		em + "/accessPackageCatalogs/":           a.create(em+"/accessPackageCatalogs", `{"displayName":"Sales"}`),
		em + "/accessPackages/":                  a.create(em+"/accessPackages", `{"displayName":"Sell","catalogId":"`+catalogC+`"}`),
		em + "/accessPackageAssignmentPolicies/": a.create(em+"/accessPackageAssignmentPolicies", `{"displayName":"All","accessPackageId":"`+packageP+`"}`),
	}
	for path, id := range paths {
		if listed, _ := a.all("/beta" + path[:len(path)-1]); !slices.Contains(listed, id) {
			t.Errorf("%s%s is not listed", path, id)
		}
	}
	for _, step := range []struct {
		wait   time.Duration
		status int
	}{{59 * time.Second, 404}, {time.Second, 200}} {
		now.advance(step.wait)
		for path, id := range paths {
			a.call(http.MethodGet, path+id, "", step.status)
		}
	}
}

func TestDirectoryLagReads(t *testing.T) {
	t.Parallel()
	a := azuread{newClient(t, Options{DirectoryLagReads: 2}), t}
	id := a.create("/groups", newGroup)
	for _, status := range []int{404, 404, 204} {
		a.send(http.MethodGet, "/beta/groups/"+groupG, "") // another one's reads do not count
		a.call(http.MethodPatch, "/groups/"+id, `{"displayName":"Revisors"}`, status)
	}
}

// TestListLagOfObjects: the lists of objects lag as those of rules do, and reading by id does not.
func TestListLagOfObjects(t *testing.T) {
	t.Parallel()
	a := azuread{newClient(t, Options{ListLagReads: 1, PageSize: 1}), t}
	id := a.create(em+"/accessPackageCatalogs", `{"displayName":"Sales"}`)
	a.call(http.MethodGet, em+"/accessPackageCatalogs/"+id, "", 200)
	for _, want := range []bool{false, true} {
		if listed, _ := a.all("/beta" + em + "/accessPackageCatalogs"); slices.Contains(listed, id) != want {
			t.Errorf("listed are %v", listed)
		}
	}
}

// TestGroupLagReachesResources: entitlement management refuses to add a group to a catalog while it is still unknown.
func TestGroupLagReachesResources(t *testing.T) {
	t.Parallel()
	a := azuread{newClient(t, Options{GroupLagReads: 1}), t}
	group := a.create("/groups", newGroup)
	body := `{"catalogId":"` + catalogC + `","requestType":"AdminAdd","accessPackageResource":{"originId":"` + group + `","originSystem":"AadGroup"}}`
	a.call(http.MethodPost, em+"/accessPackageResourceRequests", body, 404)
	a.call(http.MethodPost, em+"/accessPackageResourceRequests", body, 201)
}
