package emulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// azuread is a caller that sends what hashicorp/azuread sends, written down from its source and that of its SDK.
type azuread struct {
	*client
	t *testing.T
}

// call sends a request and gives what an answer with a body holds.
func (a azuread) call(method, path, body string, status int) map[string]any {
	a.t.Helper()
	got := a.send(method, "/beta"+path, body, "Content-Type", "application/json; charset=utf-8",
		"Accept", "application/json; charset=utf-8; IEEE754Compatible=false", "OData-Version", "4.0", "OData-MaxVersion", "4.0")
	if got.status != status {
		a.t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
	}
	content := map[string]any{}
	if got.body != "" {
		got.decode(a.t, &content)
	}
	return content
}

// create makes an object and gives its id.
func (a azuread) create(path, body string) string {
	a.t.Helper()
	id, _ := a.call(http.MethodPost, path, body, 201)["id"].(string)
	return id
}

// only gives the one item of a list.
func (a azuread) only(path string) map[string]any {
	a.t.Helper()
	items, _ := a.call(http.MethodGet, path, "", 200)["value"].([]any)
	if len(items) != 1 {
		a.t.Fatalf("GET %s: %d items", path, len(items))
	}
	return items[0].(map[string]any)
}

func (a azuread) group() string {
	a.t.Helper()
	var claims struct{ OID string }
	readJWT(a.t, a.token, &claims)
	id := a.create("/groups", `{"displayName":"Auditors","groupTypes":[],"isAssignableToRole":false,"mailEnabled":false,"mailNickname":"1a2b3c4d-e",`+
		`"membershipRule":null,"owners@odata.bind":["https://graph.microsoft.com/beta/directoryObjects/`+claims.OID+`"],`+
		`"resourceBehaviorOptions":[],"resourceProvisioningOptions":[],"securityEnabled":true}`)
	for _, name := range []string{"TERRAFORM_UPDATE_1", "Auditors"} {
		a.call(http.MethodPatch, "/groups/"+id, `{"displayName":"`+name+`"}`, 204)
	}
	read := a.call(http.MethodGet, "/groups/"+id, "", 200)
	if read["displayName"] != "Auditors" || read["mailNickname"] != "1a2b3c4d-e" || read["membershipRule"] != nil {
		a.t.Errorf("the group is %v", read)
	}
	if owner := a.only("/groups/" + id + "/owners"); owner["id"] != claims.OID || owner["@odata.type"] != "#microsoft.graph.servicePrincipal" {
		a.t.Errorf("its owner is %v", owner)
	}
	a.call(http.MethodPost, "/groups/"+id+"/members/$ref", directoryReference(userU), 204)
	if member := a.only("/groups/" + id + "/members"); member["id"] != userU {
		a.t.Errorf("its member is %v", member)
	}
	a.call(http.MethodGet, "/groups/"+id+"/memberOf", "", 200)
	return id
}

// TestModuleOverTheAPI makes a group, a catalog, a package with what it grants and a policy, as azuread does for a
// configuration that has them, and takes them away again.
func TestModuleOverTheAPI(t *testing.T) {
	t.Parallel()
	a := azuread{newClient(t, Options{PageSize: 1}), t}
	const catalogs, packages = em + "/accessPackageCatalogs", em + "/accessPackages"
	group := a.group()
	catalog := a.create(catalogs, `{"catalogStatus":"published","description":"Of sales","displayName":"Sales","isExternallyVisible":true}`)
	whole := a.call(http.MethodGet, catalogs+"/"+catalog, "", 200)
	if whole["catalogStatus"] != "Published" || whole["isExternallyVisible"] != true {
		t.Errorf("the catalog is %v", whole)
	}
	accessPackage := a.create(packages, `{"accessPackageCatalog":{"id":"`+catalog+`","displayName":"Sales"},"displayName":"Sell","isHidden":false}`)
	one := packages + "/" + accessPackage
	if read := a.call(http.MethodGet, one, "", 200); read["catalogId"] != catalog || read["accessPackageCatalog"] != nil {
		t.Errorf("the package is %v", read)
	}
	resource := func(kind string) string {
		return `{"accessPackageResource":{"originId":"` + group + `","originSystem":"AadGroup"},"catalogId":"` + catalog + `","executeImmediately":true,"requestType":"` + kind + `"}`
	}
	request := a.create(em+"/accessPackageResourceRequests", resource("AdminAdd"))
	if read := a.call(http.MethodGet, em+"/accessPackageResourceRequests/"+request+"?$expand=accessPackageResource", "", 200); read["requestState"] != "Delivered" {
		t.Errorf("the request is %v", read)
	}
	onboarded := a.only(catalogs + "/" + catalog + "/accessPackageResources?$filter=originId%20eq%20'" + group + "'")
	if onboarded["displayName"] != "Auditors" || onboarded["resourceType"] != "Security Group" {
		t.Errorf("the resource is %v", onboarded)
	}
	granted := a.create(one+"/accessPackageResourceRoleScopes", `{"accessPackageResourceRole":{"accessPackageResource":{"id":"`+onboarded["id"].(string)+
		`"},"displayName":"Member","originId":"Member_`+group+`","originSystem":"AadGroup"},"accessPackageResourceScope":{"originId":"`+group+`","originSystem":"AadGroup"}}`)
	expanded := a.call(http.MethodGet, one+"?$expand=accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)", "", 200)
	if scopes := expanded["accessPackageResourceRoleScopes"].([]any); len(scopes) != 1 || scopes[0].(map[string]any)["id"] != granted {
		t.Errorf("it grants %v", scopes)
	}
	policy := a.policy(accessPackage)

	if got := a.send(http.MethodDelete, "/beta"+catalogs+"/"+catalog, ""); got.status != 400 {
		t.Errorf("deleting a catalog with a package: %d", got.status)
	}
	for _, path := range []string{em + "/accessPackageAssignmentPolicies/" + policy, one + "/accessPackageResourceRoleScopes/" + granted, one} {
		a.call(http.MethodDelete, path, "", 204)
	}
	a.create(em+"/accessPackageResourceRequests", resource("AdminRemove"))
	for _, path := range []string{catalogs + "/" + catalog, "/groups/" + group} {
		a.call(http.MethodDelete, path, "", 204)
		a.call(http.MethodGet, path, "", 404)
	}
}

// policy makes a policy, replaces it and holds that what the emulator does not understand is given back, and is gone
// when it is left out.
func (a azuread) policy(accessPackage string) string {
	a.t.Helper()
	const policies = em + "/accessPackageAssignmentPolicies"
	settings := `"requestorSettings":{"acceptRequests":true,"allowedRequestors":[{"@odata.type":"#microsoft.graph.groupMembers","id":"` + groupG + `","isBackup":false}],"scopeType":"SpecificDirectorySubjects"}`
	id := a.create(policies, `{"accessPackageId":"`+accessPackage+`","canExtend":false,"displayName":"All","description":"For all","durationInDays":90,"questions":[],`+settings+`}`)
	read := a.call(http.MethodGet, policies+"/"+id, "", 200)
	requestors, _ := read["requestorSettings"].(map[string]any)["allowedRequestors"].([]any)
	if read["durationInDays"] != 90.0 || len(requestors) != 1 || requestors[0].(map[string]any)["@odata.type"] != "#microsoft.graph.groupMembers" {
		a.t.Errorf("the policy is %v", read)
	}
	a.call(http.MethodPut, policies+"/"+id, `{"accessPackageId":"`+accessPackage+`","displayName":"Some","durationInDays":30}`, 200)
	if read := a.call(http.MethodGet, policies+"/"+id, "", 200); read["displayName"] != "Some" || read["durationInDays"] != 30.0 || read["requestorSettings"] != nil {
		a.t.Errorf("replaced, it is %v", read)
	}
	if other := a.get("/v1.0" + em + "/assignmentPolicies/" + id); !strings.Contains(other.body, `"displayName":"Some"`) || strings.Contains(other.body, "durationInDays") {
		a.t.Errorf("v1.0 shows %s", other.body)
	}
	if listed := a.only(em + "/accessPackageAssignmentPolicies?$filter=accessPackageId%20eq%20'" + accessPackage + "'"); listed["id"] != id {
		a.t.Errorf("listed is %v", listed)
	}
	return id
}

// TestLastOwnerStays: a group that has a person as its owner never loses the last one.
func TestLastOwnerStays(t *testing.T) {
	t.Parallel()
	a := azuread{newClient(t, Options{}), t}
	owners := "/groups/" + groupG + "/owners"
	a.call(http.MethodPost, owners+"/$ref", directoryReference(userU), 204)
	refused := a.send(http.MethodDelete, "/beta"+owners+"/"+userU+"/$ref", "")
	if refused.status != 400 || !strings.Contains(refused.body, "at least one owner") {
		t.Errorf("the last: %d %s", refused.status, refused.body)
	}
	a.call(http.MethodPost, owners+"/$ref", directoryReference(userV), 204)
	a.call(http.MethodDelete, owners+"/"+userU+"/$ref", "", 204)
	if left := a.only(owners); left["id"] != userV {
		t.Errorf("left is %v", left)
	}
}

// TestDeletedGroups holds what becomes of a deleted group, of its place in other groups, and of the rules that are
// about it.
func TestDeletedGroups(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		options  Options
		group    string
		deleted  int // how many can be restored
		restored int // rules after it was restored
	}{
		"a security group":      {Options{}, newGroup, 1, 1},
		"with its rules":        {Options{DanglingGroups: DanglingDrop}, newGroup, 1, 0},
		"for good":              {Options{HardDelete: true}, newGroup, 0, 0},
		"a Microsoft 365 group": {Options{}, strings.Replace(newGroup, "{", `{"groupTypes":["Unified"],`, 1), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := azuread{newClient(t, row.options), t}
			group := a.create("/groups", row.group)
			a.call(http.MethodPost, "/groups/"+groupH+"/members/$ref", directoryReference(group), 204)
			a.call(http.MethodPost, rulesOfP+"/incompatibleGroups/$ref", groupReference(group), 204)
			a.call(http.MethodDelete, "/groups/"+group, "", 204)
			if members, _ := a.all("/beta/groups/" + groupH + "/members"); slices.Contains(members, group) {
				t.Error("it is a member still")
			}
			const deleted = "/directory/deletedItems/"
			if listed, _ := a.all("/beta" + deleted + "microsoft.graph.group"); len(listed) != row.deleted {
				t.Errorf("deleted are %v", listed)
			}
			if row.deleted == 0 {
				a.call(http.MethodPost, deleted+group+"/restore", "", 404)
				return
			}
			if read := a.call(http.MethodGet, deleted+group, "", 200); read["deletedDateTime"] == nil {
				t.Errorf("deleted is %v", read)
			}
			a.call(http.MethodPost, deleted+group+"/restore", "", 200)
			if rules, _ := a.all("/beta" + rulesOfP + "/incompatibleGroups"); len(rules) != row.restored {
				t.Errorf("the rules are %v", rules)
			}
			a.call(http.MethodDelete, "/groups/"+group, "", 204)
			a.call(http.MethodDelete, deleted+group, "", 204)
			a.call(http.MethodGet, deleted+group, "", 404)
		})
	}
}
