package emulator

import "net/http"

// Pages of what is around a rule.
const (
	postCatalogPage       = "https://learn.microsoft.com/graph/api/entitlementmanagement-post-catalogs"
	updateCatalogPage     = "https://learn.microsoft.com/graph/api/accesspackagecatalog-update"
	deleteCatalogPage     = "https://learn.microsoft.com/graph/api/accesspackagecatalog-delete"
	postAccessPackagePage = "https://learn.microsoft.com/graph/api/entitlementmanagement-post-accesspackages"
	resourcesPage         = "https://learn.microsoft.com/graph/api/accesspackagecatalog-list-resources"
	rolesPage             = "https://learn.microsoft.com/graph/api/accesspackagecatalog-list-resourceroles"
	requestPage           = "https://learn.microsoft.com/graph/api/entitlementmanagement-post-resourcerequests"
	postScopePage         = "https://learn.microsoft.com/graph/api/accesspackage-post-resourcerolescopes"
	deleteScopePage       = "https://learn.microsoft.com/graph/api/accesspackage-delete-resourcerolescopes"
	postPolicyPage        = "https://learn.microsoft.com/graph/api/entitlementmanagement-post-assignmentpolicies"
	putPolicyPage         = "https://learn.microsoft.com/graph/api/accesspackageassignmentpolicy-update"
	listPolicyPage        = "https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignmentpolicies"
	onboardedIssue        = "https://github.com/hashicorp/terraform-provider-azuread/issues/1862"
	stillUsedIssue        = "https://github.com/hashicorp/terraform-provider-azuread/issues/1091"
	roleIssue             = "https://github.com/hashicorp/terraform-provider-azuread/issues/1066"
	orderIssue            = "https://github.com/hashicorp/terraform-provider-azuread/issues/1277"
)

// The bodies that a client sends for a resource and for a role, in beta.
const (
	resourceRequest = `{"catalogId":"` + catalogC + `","executeImmediately":true,"requestType":"AdminAdd",` +
		`"accessPackageResource":{"originId":"` + groupG + `","originSystem":"AadGroup"}}`
	ownerOfH = `{"accessPackageResourceRole":{"displayName":"Owner","originId":"Owner_` + groupH + `","originSystem":"AadGroup"},` +
		`"accessPackageResourceScope":{"originSystem":"AadGroup","originId":"` + groupH + `"}}`
)

// objectRows are those of catalogs, their resources, what access packages grant, and policies.
func objectRows() []behavior {
	const get, post, patch, put, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete
	const catalogs, oldCatalogs = "/v1.0" + em + "/catalogs", "/beta" + em + "/accessPackageCatalogs"
	const requests, scopes = "/beta" + em + "/accessPackageResourceRequests", "/beta" + rulesOfP + "/accessPackageResourceRoleScopes"
	const policies, oldPolicies = "/v1.0" + em + "/assignmentPolicies", "/beta" + em + "/accessPackageAssignmentPolicies"
	scoped := Options{CatalogScope: []string{catalogD}}
	return []behavior{
		{"a catalog that is made, v1.0", postCatalogPage, Options{}, post, catalogs, `{"displayName":"Sales","description":"All of it","state":"published","isExternallyVisible":true}`, 201, noEnvelope, `"state":"published"`},
		{"a catalog that is made, beta", postCatalogPage, Options{}, post, oldCatalogs, `{"displayName":"Sales","catalogStatus":"Unpublished"}`, 201, noEnvelope, `"catalogStatus":"Unpublished"`},
		{"a catalog needs a name", unconfirmed, Options{}, post, catalogs, `{"description":"All of it"}`, 400, "InvalidModel", ""},
		{"making a catalog needs more than a role in one", unconfirmed, scoped, post, catalogs, `{"displayName":"Sales"}`, 403, "UnAuthorized", ""},
		{"a catalog that is changed", updateCatalogPage, Options{}, patch, catalogs + "/" + catalogC, `{"displayName":"Money"}`, 204, noEnvelope, ""},
		{"an unknown catalog that is changed", unconfirmed, Options{}, patch, catalogs + "/" + nowhere, `{}`, 404, "ResourceNotFound", ""},
		{"a catalog with access packages stays", unconfirmed, Options{}, del, catalogs + "/" + catalogC, "", 400, "InvalidDeleteResourceHasEntitlements", ""},
		{"an unknown catalog that is deleted", deleteCatalogPage, Options{}, del, oldCatalogs + "/" + nowhere, "", 404, "ResourceNotFound", ""},
		{"catalogs by name", catalogPage, Options{}, get, oldCatalogs + "?$filter=displayName%20eq%20'Staff'", "", 200, noEnvelope, catalogD},

		{"a package that is made, v1.0", postAccessPackagePage, Options{}, post, "/v1.0" + em + "/accessPackages", `{"displayName":"Sell","catalog":{"id":"` + catalogC + `"}}`, 201, noEnvelope, `"displayName":"Sell"`},
		{"a package that is made, beta", postAccessPackagePage, Options{}, post, "/beta" + em + "/accessPackages", `{"displayName":"Sell","catalogId":"` + catalogC + `"}`, 201, noEnvelope, `"catalogId":"` + catalogC},
		{"a package of a catalog that is sent along", unconfirmed, Options{}, post, "/beta" + em + "/accessPackages", `{"displayName":"Sell","accessPackageCatalog":{"id":"` + catalogC + `","displayName":"Finance"}}`, 201, noEnvelope, `"catalogId":"` + catalogC},
		{"a package of an unknown catalog", unconfirmed, Options{}, post, "/beta" + em + "/accessPackages", `{"displayName":"Sell","catalogId":"` + nowhere + `"}`, 400, "InvalidModel", ""},

		{"the resources of a catalog, v1.0", resourcesPage, Options{}, get, catalogs + "/" + catalogC + "/resources?$expand=roles,scopes", "", 200, noEnvelope, `"originId":"Member_` + groupH},
		{"the resources of a catalog, beta", resourcesPage, Options{}, get, oldCatalogs + "/" + catalogC + "/accessPackageResources?$filter=originId%20eq%20'" + groupH + "'", "", 200, noEnvelope, `"originSystem":"AadGroup"`},
		{"resources by the start of their origin", resourcesPage, Options{}, get, oldCatalogs + "/" + catalogC + "/accessPackageResources?$filter=startswith(originId,%20'" + groupH + "')", "", 200, noEnvelope, `"displayName":"Leadership"`},
		{"roles of a resource", rolesPage, Options{}, get, catalogs + "/" + catalogC + "/resourceRoles?$filter=(originSystem%20eq%20'AadGroup'%20and%20resource/originId%20eq%20'" + groupH + "')&$expand=resource", "", 200, noEnvelope, `"originId":"Owner_` + groupH},
		{"a resource that is added, beta", requestPage, Options{}, post, requests, resourceRequest, 201, noEnvelope, `"requestState":"Delivered"`},
		{"a resource that is added, v1.0", requestPage, Options{}, post, "/v1.0" + em + "/resourceRequests", `{"requestType":"adminAdd","resource":{"originId":"` + groupG + `","originSystem":"AadGroup"},"catalog":{"id":"` + catalogC + `"}}`, 201, noEnvelope, `"requestType":"adminAdd"`},
		{"a resource that is there", onboardedIssue, Options{}, post, requests, `{"catalogId":"` + catalogC + `","requestType":"AdminAdd","accessPackageResource":{"originId":"` + groupH + `","originSystem":"AadGroup"}}`, 400, "ResourceAlreadyOnboarded", "already onboarded"},
		{"a resource that is nowhere", unconfirmed, Options{}, post, requests, `{"catalogId":"` + catalogC + `","requestType":"AdminAdd","accessPackageResource":{"originId":"` + nowhere + `","originSystem":"AadGroup"}}`, 404, "ResourceNotFoundInOriginSystem", ""},
		{"a resource that is granted stays", stillUsedIssue, Options{}, post, requests, `{"catalogId":"` + catalogC + `","requestType":"AdminRemove","accessPackageResource":{"originId":"` + groupH + `","originSystem":"AadGroup"}}`, 400, "InvalidDeleteResourceHasEntitlements", ""},
		{"a request of no known type", unconfirmed, Options{}, post, requests, `{"catalogId":"` + catalogC + `","requestType":"Swap"}`, 400, "InvalidModel", ""},
		{"a request about another's catalog", scopeIssue, scoped, post, requests, resourceRequest, 403, "UnAuthorized", ""},

		{"what a package grants more, beta", postScopePage, Options{}, post, scopes, ownerOfH, 201, noEnvelope, `"id":"`},
		{"what a package grants more, v1.0", postScopePage, Options{}, post, "/v1.0" + rulesOfP + "/resourceRoleScopes", `{"role":{"originId":"Owner_` + groupH + `","originSystem":"AadGroup"},"scope":{"originId":"` + groupH + `","originSystem":"AadGroup"}}`, 201, noEnvelope, `"id":"`},
		{"what a package grants twice", unconfirmed, Options{}, post, "/v1.0" + rulesOfP + "/resourceRoleScopes", `{"role":{"originId":"Member_` + groupH + `"},"scope":{"originId":"` + groupH + `"}}`, 400, "InvalidModel", ""},
		{"a role that a group does not have", roleIssue, Options{}, post, "/v1.0" + rulesOfP + "/resourceRoleScopes", `{"role":{"originId":"Boss_` + groupH + `"},"scope":{"originId":"` + groupH + `"}}`, 404, "RoleNotFound", ""},
		{"a role of what is not in the catalog", orderIssue, Options{}, post, "/v1.0" + rulesOfP + "/resourceRoleScopes", `{"role":{"originId":"Member_` + groupG + `"},"scope":{"originId":"` + groupG + `"}}`, 404, "ResourceNotFound", ""},
		{"what a package does not grant", deleteScopePage, Options{}, del, scopes + "/nothing", "", 404, "ResourceNotFound", ""},

		{"a policy that is made, v1.0", postPolicyPage, Options{}, post, policies, `{"displayName":"All","accessPackage":{"id":"` + packageP + `"},"allowedTargetScope":"allMemberUsers"}`, 201, noEnvelope, `"allowedTargetScope":"allMemberUsers"`},
		{"a policy that is made, beta", postPolicyPage, Options{}, post, oldPolicies, `{"displayName":"All","accessPackageId":"` + packageP + `","durationInDays":90}`, 201, noEnvelope, `"durationInDays":90`},
		{"a policy needs a name", unconfirmed, Options{}, post, policies, `{"accessPackage":{"id":"` + packageP + `"}}`, 400, "InvalidModel", ""},
		{"a policy of an unknown package", unconfirmed, Options{}, post, policies, `{"displayName":"All","accessPackage":{"id":"` + nowhere + `"}}`, 404, "ResourceNotFound", ""},
		{"an unknown policy that is replaced", putPolicyPage, Options{}, put, oldPolicies + "/" + nowhere, `{}`, 404, "ResourceNotFound", ""},
		{"policies of a package", listPolicyPage, Options{}, get, policies + "?$filter=accessPackage/id%20eq%20'" + packageP + "'", "", 200, noEnvelope, `"value":[]`},
		{"a package that is assigned stays", "https://learn.microsoft.com/graph/api/accesspackage-delete", Options{}, del, "/beta" + rulesOfP, "", 400, "InvalidDeleteResourceHasEntitlements", ""},
	}
}
