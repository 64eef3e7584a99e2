package emulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Where a row of the contract comes from. Unpublished answers are marked; a tenant may answer differently.
const (
	unconfirmed    = "unconfirmed"
	document       = "the unreviewed page for POST accessPackageCatalogs/{id}/accessPackages/{id}/incompatibleGroups"
	postGroup      = "https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup"
	listGroups     = "https://learn.microsoft.com/graph/api/accesspackage-list-incompatiblegroups"
	deleteGroup    = "https://learn.microsoft.com/graph/api/accesspackage-delete-incompatiblegroup"
	postPackage    = "https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage"
	listPackages   = "https://learn.microsoft.com/graph/api/accesspackage-list-incompatibleaccesspackages"
	listWith       = "https://learn.microsoft.com/graph/api/accesspackage-list-accesspackagesincompatiblewith"
	deletePackage  = "https://learn.microsoft.com/graph/api/accesspackage-delete-incompatibleaccesspackage"
	getPackage     = "https://learn.microsoft.com/graph/api/accesspackage-get"
	catalogPage    = "https://learn.microsoft.com/graph/api/accesspackagecatalog-get"
	assignmentPage = "https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignments"
	additionalPage = "https://learn.microsoft.com/graph/api/accesspackageassignment-additionalaccess"
	roleScopesPage = "https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes"
	groupPage      = "https://learn.microsoft.com/graph/api/group-get"
	memberPage     = "https://learn.microsoft.com/graph/api/group-list-transitivemembers"
	metadataXML    = "https://github.com/microsoftgraph/msgraph-metadata (declared there, on no page)"
	directoryIssue = "https://github.com/microsoft/terraform-provider-msgraph/pull/162"
	routeIssue     = "https://github.com/microsoftgraph/msgraph-metadata/issues/338"
	scopeIssue     = "https://github.com/microsoftgraph/msgraph-metadata/issues/327"
	guidIssue      = "https://github.com/microsoft/Microsoft365DSC/issues/4032"
	missingIssue   = "https://github.com/microsoftgraph/microsoft-graph-docs/issues/18874"
	batchingPage   = "https://learn.microsoft.com/graph/json-batching"
)

const (
	rulesOfP   = em + "/accessPackages/" + packageP
	belowC     = "/beta" + em + "/accessPackageCatalogs/" + catalogC + "/accessPackages/" + packageP + "/incompatibleGroups"
	groupsOfP  = rulesOfP + "/incompatibleGroups"
	otherOfP   = rulesOfP + "/incompatibleAccessPackages"
	emptyCode  = ""
	noEnvelope = "-"
)

// behavior is one row: in a tenant where P is incompatible with group H and with package Q, this request gets this
// answer.
type behavior struct {
	name    string
	source  string
	options Options
	method  string
	target  string
	body    string
	status  int
	code    string // of the error envelope; noEnvelope for a success
	holds   string // part of the body
}

func ruleRows() []behavior {
	published, documented := Options{Dialect: DialectPublished}, Options{Dialect: DialectDocument}
	const get, post, del = http.MethodGet, http.MethodPost, http.MethodDelete
	return []behavior{
		{"add a group below the catalog", document, documented, post, belowC, documentBody(groupG), 201, noEnvelope, `"id":"` + groupG + `"`},
		{"its answer has the type of the page", document, documented, post, belowC, documentBody(groupG), 201, noEnvelope, groupType},
		{"the catalog must be the package's", unconfirmed, documented, post, strings.Replace(belowC, catalogC, catalogD, 1), documentBody(groupG), 404, "ResourceNotFound", ""},
		{"the body needs the type of the page", unconfirmed, documented, post, belowC, `{"id":"` + groupG + `"}`, 400, "InvalidModel", ""},
		{"the body needs an id", unconfirmed, documented, post, belowC, `{"@odata.type":"` + groupType + `"}`, 400, "InvalidModel", ""},
		{"no $ref in the document dialect", unconfirmed, documented, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupG), 404, emptyCode, "No HTTP resource was found"},
		{"no route below the catalog in the published dialect", routeIssue, published, post, belowC, documentBody(groupG), 404, emptyCode, "No HTTP resource was found"},
		{"v1.0 has no route below a catalog", routeIssue, Options{}, post, "/v1.0" + em + "/catalogs/" + catalogC + "/accessPackages/" + packageP + "/incompatibleGroups", documentBody(groupG), 404, emptyCode, "No HTTP resource was found"},
		{"POST without $ref on the package", unconfirmed, Options{}, post, "/beta" + groupsOfP, documentBody(groupG), 405, "Request_BadRequest", ""},

		{"add a group", postGroup, published, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupG), 204, noEnvelope, ""},
		{"add a group, beta", postGroup, Options{}, post, "/beta" + groupsOfP + "/$ref", groupReference(groupG), 204, noEnvelope, ""},
		{"OData's other spelling of keys", unconfirmed, Options{}, post, "/beta" + em + "/accessPackages('" + packageP + "')/incompatibleGroups/$ref", groupReference(groupG), 204, noEnvelope, ""},
		{"ids in upper case", unconfirmed, Options{}, post, "/beta" + em + "/accessPackages/" + strings.ToUpper(packageP) + "/incompatibleGroups/$ref", groupReference(strings.ToUpper(groupG)), 204, noEnvelope, ""},
		{"a reference through directoryObjects", directoryIssue, Options{}, post, "/v1.0" + groupsOfP + "/$ref", `{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/` + groupG + `"}`, 400, "ODataUnrecognizedPathException", "directoryObjects"},
		{"no reference", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", `{}`, 400, "InvalidModel", ""},
		{"a reference that is no URI", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", `{"@odata.id":"approvers"}`, 400, "ODataUnrecognizedPathException", ""},
		{"a reference without an id", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", groupReference("approvers"), 400, "InvalidModel", ""},
		{"a body that is no JSON", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", `{"@odata.id"`, 400, "BadRequest", ""},
		{"a group that is there", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupH), 400, "InvalidModel", ""},
		{"an unknown group", unconfirmed, Options{}, post, "/v1.0" + groupsOfP + "/$ref", groupReference(nowhere), 404, "ResourceNotFound", ""},
		{"a group for an unknown package", unconfirmed, Options{}, post, "/v1.0" + em + "/accessPackages/" + nowhere + "/incompatibleGroups/$ref", groupReference(groupG), 404, "ResourceNotFound", ""},
		{"the list of groups", listGroups, Options{}, get, "/v1.0" + groupsOfP, "", 200, noEnvelope, `"displayName":"Leadership","id":"` + groupH},
		{"the list takes no query options", unconfirmed, Options{}, get, "/v1.0" + groupsOfP + "?$select=id", "", 400, "BadRequest", ""},
		{"the list of references", metadataXML, Options{}, get, "/beta" + groupsOfP + "/$ref", "", 200, noEnvelope, `"@odata.id":"` + origin + `/beta/groups/` + groupH},
		{"the count", metadataXML, Options{}, get, "/v1.0" + groupsOfP + "/$count", "", 200, noEnvelope, "1"},
		{"one group of the list", unconfirmed, Options{}, get, "/v1.0" + groupsOfP + "/" + groupH, "", 404, emptyCode, ""},
		{"the list of an unknown package", missingIssue, Options{}, get, "/v1.0" + em + "/accessPackages/" + nowhere + "/incompatibleGroups", "", 404, "ResourceNotFound", ""},
		{"an id that is no GUID", guidIssue, Options{}, get, "/v1.0" + em + "/accessPackages/payments/incompatibleGroups", "", 400, "InvalidFilter", "Unrecognized Guid format"},
		{"remove a group", deleteGroup, Options{}, del, "/v1.0" + groupsOfP + "/" + groupH + "/$ref", "", 204, noEnvelope, ""},
		{"remove a group by its reference", metadataXML, Options{}, del, "/v1.0" + groupsOfP + "/$ref?@id=https://graph.microsoft.com/v1.0/groups/" + groupH, "", 204, noEnvelope, ""},
		{"remove a group that is not there", unconfirmed, Options{}, del, "/v1.0" + groupsOfP + "/" + groupG + "/$ref", "", 404, "ResourceNotFound", ""},
		{"remove in the document dialect", unconfirmed, documented, del, "/beta" + groupsOfP + "/" + groupH + "/$ref", "", 204, noEnvelope, ""},

		{"add a package", postPackage, documented, post, "/v1.0" + otherOfP + "/$ref", packageReference(packageR), 204, noEnvelope, ""},
		{"a package by a group's reference", directoryIssue, Options{}, post, "/v1.0" + otherOfP + "/$ref", groupReference(packageR), 400, "ODataUnrecognizedPathException", ""},
		{"a package with itself", unconfirmed, Options{}, post, "/v1.0" + otherOfP + "/$ref", packageReference(packageP), 400, "InvalidModel", ""},
		{"the list of packages", listPackages, Options{}, get, "/v1.0" + otherOfP, "", 200, noEnvelope, `"displayName":"Payments - approve"`},
		{"the other direction is another link", listPackages, Options{}, get, "/v1.0" + em + "/accessPackages/" + packageQ + "/incompatibleAccessPackages", "", 200, noEnvelope, `"value":[]`},
		{"who declares a package incompatible", listWith, Options{}, get, "/v1.0" + em + "/accessPackages/" + packageQ + "/accessPackagesIncompatibleWith", "", 200, noEnvelope, packageP},
		{"how many do", metadataXML, Options{}, get, "/v1.0" + em + "/accessPackages/" + packageQ + "/accessPackagesIncompatibleWith/$count", "", 200, noEnvelope, "1"},
		{"remove a package", deletePackage, Options{}, del, "/v1.0" + otherOfP + "/" + packageQ + "/$ref", "", 204, noEnvelope, ""},

		{"a package, v1.0, has no catalogId", getPackage, Options{}, get, "/v1.0" + rulesOfP + "?$select=catalogId", "", 400, "BadRequest", ""},
		{"a package, v1.0, expands its catalog", getPackage, Options{}, get, "/v1.0" + rulesOfP + "?$expand=catalog($select=id)", "", 200, noEnvelope, `"catalog":{"id":"` + catalogC + `"}`},
		{"a package, beta, has its catalogId", getPackage, Options{}, get, "/beta" + rulesOfP, "", 200, noEnvelope, `"catalogId":"` + catalogC},
		{"a package, beta, expands its catalog", getPackage, Options{}, get, "/beta" + rulesOfP + "?$expand=accessPackageCatalog", "", 200, noEnvelope, `"catalogStatus":"Published"`},
		{"what a package grants, v1.0", roleScopesPage, Options{}, get, "/v1.0" + rulesOfP + "?$expand=resourceRoleScopes($expand=role,scope)", "", 200, noEnvelope, `"originId":"Member_` + groupH},
		{"what a package grants, beta", roleScopesPage, Options{}, get, "/beta" + rulesOfP + "?$expand=accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)", "", 200, noEnvelope, `"originId":"` + groupH},
		{"the catalog of a package", metadataXML, Options{}, get, "/v1.0" + rulesOfP + "/catalog", "", 200, noEnvelope, catalogC},
		{"an unknown package", missingIssue, Options{}, get, "/v1.0" + em + "/accessPackages/" + nowhere, "", 404, "ResourceNotFound", ""},
		{"packages by name", getPackage, Options{}, get, "/v1.0" + em + "/accessPackages?$filter=contains(tolower(displayName),'create')", "", 200, noEnvelope, packageP},
		{"packages by catalog", unconfirmed, Options{}, get, "/v1.0" + em + "/accessPackages?$filter=catalog/id%20eq%20'" + catalogD + "'", "", 200, noEnvelope, packageR},
		{"a filter that is not understood", unconfirmed, Options{}, get, "/v1.0" + em + "/accessPackages?$filter=displayName%20gt%20'a'", "", 400, "InvalidFilter", ""},

		{"catalogs, v1.0", catalogPage, Options{}, get, "/v1.0" + em + "/catalogs", "", 200, noEnvelope, `"state":"published"`},
		{"catalogs, beta", catalogPage, Options{}, get, "/beta" + em + "/accessPackageCatalogs", "", 200, noEnvelope, `"catalogStatus":"Published"`},
		{"a catalog with its packages", catalogPage, Options{}, get, "/v1.0" + em + "/catalogs/" + catalogC + "?$expand=accessPackages", "", 200, noEnvelope, packageQ},
		{"the packages of a catalog", unconfirmed, Options{}, get, "/v1.0" + em + "/catalogs/" + catalogD + "/accessPackages", "", 200, noEnvelope, packageR},
		{"beta's name in v1.0", routeIssue, Options{}, get, "/v1.0" + em + "/accessPackageCatalogs", "", 404, emptyCode, ""},

		{"assignments, v1.0", assignmentPage, Options{}, get, "/v1.0" + em + "/assignments?$filter=accessPackage/id%20eq%20'" + packageP + "'%20and%20state%20eq%20'Delivered'&$expand=target", "", 200, noEnvelope, `"objectId":"` + userU},
		{"assignments, beta", assignmentPage, Options{}, get, "/beta" + em + "/accessPackageAssignments?$filter=accessPackage/id%20eq%20'" + packageP + "'%20and%20assignmentState%20eq%20'Delivered'&$expand=target", "", 200, noEnvelope, `"objectId":"` + userU},
		{"holders of both packages", additionalPage, Options{}, get, "/v1.0" + em + "/assignments/additionalAccess(accessPackageId='" + packageP + "',incompatibleAccessPackageId='" + packageQ + "')?$expand=target", "", 200, noEnvelope, `"objectId":"` + userU},
		{"holders of one package twice", additionalPage, Options{}, get, "/v1.0" + em + "/assignments/additionalAccess(accessPackageId='" + packageP + "',incompatibleAccessPackageId='" + packageP + "')", "", 400, "InvalidModel", ""},
		{"beta refuses applications there", additionalPage, Options{}, get, "/beta" + em + "/accessPackageAssignments/additionalAccess(accessPackageId='" + packageP + "',incompatibleAccessPackageId='" + packageQ + "')", "", 403, "UnAuthorized", ""},

		{"a group", groupPage, Options{}, get, "/v1.0/groups/" + groupG + "?$select=id,securityEnabled,groupTypes", "", 200, noEnvelope, `"securityEnabled":true`},
		{"an unknown group in the directory", groupPage, Options{}, get, "/v1.0/groups/" + nowhere, "", 404, "Request_ResourceNotFound", ""},
		{"members through nested groups", memberPage, Options{}, get, "/v1.0/groups/" + groupG + "/transitiveMembers", "", 200, noEnvelope, userV},
		{"members say what they are", memberPage, Options{}, get, "/v1.0/groups/" + groupG + "/transitiveMembers?$select=id", "", 200, noEnvelope, `"@odata.type":"#microsoft.graph.group"`},
		{"members that are users", memberPage, Options{}, get, "/v1.0/groups/" + groupH + "/transitiveMembers/microsoft.graph.user?$select=id", "", 200, noEnvelope, `"value":[{"id":"` + userU + `"},{"id":"` + userV + `"}]`},
		{"counting members needs a header", memberPage, Options{}, get, "/v1.0/groups/" + groupG + "/transitiveMembers/$count", "", 400, "Request_BadRequest", ""},

		{"an unknown route of entitlement management", routeIssue, Options{}, get, "/v1.0" + em + "/accessPackages/" + packageP + "/compatibleGroups", "", 404, emptyCode, "No HTTP resource was found"},
		{"an unknown route elsewhere", directoryIssue, Options{}, get, "/v1.0/planets", "", 400, "ODataUnrecognizedPathException", "planets"},
		{"a method that is not offered", batchingPage, Options{}, http.MethodPut, "/v1.0" + groupsOfP, "{}", 405, "Request_BadRequest", ""},
		{"permissions come before existence", scopeIssue, Options{CatalogScope: []string{catalogD}}, get, "/v1.0" + em + "/accessPackages/" + nowhere, "", 403, "UnAuthorized", ""},
		{"a role covers its catalogs", scopeIssue, Options{CatalogScope: []string{catalogC}}, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupG), 204, noEnvelope, ""},
		{"a role covers no other catalog", scopeIssue, Options{CatalogScope: []string{catalogD}}, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupG), 403, "UnAuthorized", ""},
		{"a role for catalogs must name a package for assignments", assignmentPage, Options{CatalogScope: []string{catalogC}}, get, "/v1.0" + em + "/assignments", "", 403, "UnAuthorized", ""},
		{"no license", "https://github.com/AzureAD/AzureAD-Governance-Assessment/issues/2", Options{NoLicense: true}, get, "/v1.0" + groupsOfP, "", 403, "NoLicense", ""},
		{"reading does not need writing", listGroups, Options{Roles: []string{contract.PermissionRead}}, get, "/v1.0" + groupsOfP, "", 200, noEnvelope, groupH},
		{"writing needs writing", postGroup, Options{Roles: []string{contract.PermissionRead}}, post, "/v1.0" + groupsOfP + "/$ref", groupReference(groupG), 403, "UnAuthorized", ""},
		{"groups need their own permission", groupPage, Options{Roles: []string{contract.PermissionRead}}, get, "/v1.0/groups/" + groupG, "", 403, "Authorization_RequestDenied", ""},
	}
}

// contractRows are all rows but those of the sign-in.
func contractRows() []behavior { return slices.Concat(ruleRows(), directoryRows(), objectRows()) }

func TestContract(t *testing.T) {
	t.Parallel()
	for _, row := range contractRows() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, row.options)
			for kind, target := range map[Kind]string{IncompatibleGroups: groupH, IncompatibleAccessPackages: packageQ} {
				if err := c.server.Tenant().Link(kind, packageP, target); err != nil {
					t.Fatal(err)
				}
			}
			got := c.send(row.method, row.target, row.body)
			if got.status != row.status || got.code() != row.code || !strings.Contains(got.body, row.holds) {
				t.Errorf("source: %s; clients: %s\n%s %s\n got %d, code %q: %s\nwant %d, code %q, with %s",
					row.source, clientsOf(row.name), row.method, row.target, got.status, got.code(), got.body, row.status, row.code, row.holds)
			}
			for _, name := range []string{"request-id", "client-request-id", "Date"} {
				if got.header.Get(name) == "" {
					t.Errorf("the answer has no %s", name)
				}
			}
		})
	}
}
