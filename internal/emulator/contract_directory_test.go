package emulator

import (
	"net/http"
	"strings"
)

// Pages of the directory's part of the contract.
const (
	listGroupsPage   = "https://learn.microsoft.com/graph/api/group-list"
	postGroupsPage   = "https://learn.microsoft.com/graph/api/group-post-groups"
	updateGroupPage  = "https://learn.microsoft.com/graph/api/group-update"
	deleteGroupPage  = "https://learn.microsoft.com/graph/api/group-delete"
	postMembersPage  = "https://learn.microsoft.com/graph/api/group-post-members"
	deleteMemberPage = "https://learn.microsoft.com/graph/api/group-delete-members"
	membersPage      = "https://learn.microsoft.com/graph/api/group-list-members"
	ownersPage       = "https://learn.microsoft.com/graph/api/group-list-owners"
	deleteOwnerPage  = "https://learn.microsoft.com/graph/api/group-delete-owners"
	memberOfPage     = "https://learn.microsoft.com/graph/api/group-list-memberof"
	deletedPage      = "https://learn.microsoft.com/graph/api/directory-deleteditems-list"
	objectPage       = "https://learn.microsoft.com/graph/api/directoryobject-get"
	auditPage        = "https://learn.microsoft.com/graph/api/directoryaudit-list"
	userPage         = "https://learn.microsoft.com/graph/api/user-get"
	applicationPage  = "https://learn.microsoft.com/graph/api/serviceprincipal-get"
	sdkConstants     = "https://github.com/hashicorp/go-azure-sdk/blob/main/sdk/odata/errors.go"
	sdkRetries       = "https://github.com/hashicorp/terraform-provider-azuread/blob/main/internal/services/groups/group_resource.go"
)

// newGroup is the body of a group as a client that knows no defaults sends it.
const newGroup = `{"displayName":"Auditors","mailEnabled":false,"mailNickname":"auditors","securityEnabled":true}`

func directoryReference(id string) string {
	return `{"@odata.id":"https://graph.microsoft.com/beta/directoryObjects/` + id + `"}`
}

// directoryRows are those of groups and of what is in them.
func directoryRows() []behavior {
	const get, post, patch, del = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodDelete
	const g, h = "/v1.0/groups/" + groupG, "/beta/groups/" + groupH
	bound := func(list, id string) string {
		return strings.Replace(newGroup, "{", `{"`+list+`@odata.bind":["https://graph.microsoft.com/beta/directoryObjects/`+id+`"],`, 1)
	}
	noWrite := Options{Roles: []string{"Group.Read.All"}}
	return []behavior{
		{"groups", listGroupsPage, Options{}, get, "/v1.0/groups", "", 200, noEnvelope, `"displayName":"Leadership"`},
		{"groups by name", listGroupsPage, Options{}, get, "/beta/groups?$filter=displayName%20eq%20'Leadership'", "", 200, noEnvelope, groupH},
		{"groups by the start of their name", listGroupsPage, Options{}, get, "/v1.0/groups?$filter=startswith(displayName,'Lead')", "", 200, noEnvelope, groupH},
		{"groups by nickname", listGroupsPage, Options{}, get, "/v1.0/groups?$filter=mailNickname%20eq%20'board'", "", 200, noEnvelope, `"value":[]`},
		{"groups by type", listGroupsPage, Options{}, get, "/v1.0/groups?$filter=groupTypes/any(c:c%20eq%20'Unified')", "", 200, noEnvelope, `"value":[]`},
		{"groups by two properties", listGroupsPage, Options{}, get, "/v1.0/groups?$filter=securityEnabled%20eq%20true%20and%20mailEnabled%20eq%20false", "", 200, noEnvelope, groupG},
		{"groups with their number", listGroupsPage, Options{}, get, "/v1.0/groups?$count=true&$top=1", "", 200, noEnvelope, `"@odata.count":2`},
		{"counting groups needs a header", listGroupsPage, Options{}, get, "/v1.0/groups/$count", "", 400, "Request_BadRequest", ""},
		{"a group that is made", postGroupsPage, Options{}, post, "/v1.0/groups", newGroup, 201, noEnvelope, `"mailNickname":"auditors"`},
		{"what is unknown of a group is kept", unconfirmed, Options{}, post, "/v1.0/groups", strings.Replace(newGroup, "{", `{"extension_cost":7,`, 1), 201, noEnvelope, `"extension_cost":7`},
		{"a group needs a nickname", postGroupsPage, Options{}, post, "/v1.0/groups", strings.Replace(newGroup, "mailNickname", "nickname", 1), 400, "Request_BadRequest", "'mailNickname'"},
		{"a group with an owner", postGroupsPage, Options{}, post, "/beta/groups", bound("owners", userU), 201, noEnvelope, `"displayName":"Auditors"`},
		{"a group with an owner that is not there", sdkRetries, Options{}, post, "/beta/groups", bound("owners", nowhere), 400, "Request_BadRequest", "does not exist or one of its queried reference-property objects"},
		{"a mailbox needs a Microsoft 365 group", postGroupsPage, Options{}, post, "/v1.0/groups", strings.Replace(newGroup, `"mailEnabled":false`, `"mailEnabled":true`, 1), 400, "Request_BadRequest", ""},
		{"a group that is changed", updateGroupPage, Options{}, patch, g, `{"description":"Who approves"}`, 204, noEnvelope, ""},
		{"members of a change", updateGroupPage, Options{}, patch, h, `{"members@odata.bind":["https://graph.microsoft.com/v1.0/directoryObjects/` + groupG + `"]}`, 204, noEnvelope, ""},
		{"an unknown group that is changed", updateGroupPage, Options{}, patch, "/v1.0/groups/" + nowhere, `{}`, 404, "Request_ResourceNotFound", ""},
		{"the audit log", auditPage, Options{}, get, "/v1.0/auditLogs/directoryAudits", "", 200, noEnvelope, `"value":[]`},
		{"the audit log by name and time", auditPage, Options{}, get, "/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName%20eq%20'Create%20incompatible%20group'%20and%20activityDateTime%20ge%202026-01-01T00:00:00Z", "", 200, noEnvelope, `"value":[]`},
		{"the audit log needs its permission", auditPage, noWrite, get, "/v1.0/auditLogs/directoryAudits", "", 403, "Authorization_RequestDenied", ""},
		{"a group that is deleted", deleteGroupPage, Options{}, del, g, "", 204, noEnvelope, ""},
		{"an unknown group that is deleted", deleteGroupPage, Options{}, del, "/v1.0/groups/" + nowhere, "", 404, "Request_ResourceNotFound", ""},
		{"deleted groups", deletedPage, Options{}, get, "/v1.0/directory/deletedItems/microsoft.graph.group", "", 200, noEnvelope, `"value":[]`},
		{"an unknown deleted group", deletedPage, Options{}, get, "/v1.0/directory/deletedItems/" + nowhere, "", 404, "Request_ResourceNotFound", ""},

		{"members of a group", membersPage, Options{}, get, "/beta/groups/" + groupG + "/members", "", 200, noEnvelope, `"@odata.type":"#microsoft.graph.group"`},
		{"one member by a filter", sdkRetries, Options{}, get, "/beta/groups/" + groupG + "/members?$filter=id%20eq%20'" + userU + "'", "", 200, noEnvelope, userU},
		{"a member that is added", postMembersPage, Options{}, post, g + "/members/$ref", directoryReference(userV), 204, noEnvelope, ""},
		{"a member that is there", sdkConstants, Options{}, post, g + "/members/$ref", directoryReference(userU), 400, "Request_BadRequest", "already exist"},
		{"an unknown member", postMembersPage, Options{}, post, g + "/members/$ref", directoryReference(nowhere), 404, "Request_ResourceNotFound", ""},
		{"a reference that is none", unconfirmed, Options{}, post, g + "/members/$ref", `{"@odata.id":"Ana"}`, 400, "Request_BadRequest", ""},
		{"a member that is removed", deleteMemberPage, Options{}, del, g + "/members/" + userU + "/$ref", "", 204, noEnvelope, ""},
		{"a member that was none", unconfirmed, Options{}, del, g + "/members/" + userV + "/$ref", "", 404, "Request_ResourceNotFound", ""},
		{"owners of a group", ownersPage, Options{}, get, g + "/owners", "", 200, noEnvelope, `"value":[]`},
		{"an owner that is added", ownersPage, Options{}, post, g + "/owners/$ref", directoryReference(userV), 204, noEnvelope, ""},
		{"a group owns no group", ownersPage, Options{}, post, g + "/owners/$ref", directoryReference(groupH), 404, "Request_ResourceNotFound", ""},
		{"what a group is nested in", memberOfPage, Options{}, get, h + "/memberOf", "", 200, noEnvelope, groupG},
		{"an object of the directory", objectPage, Options{Roles: []string{"Directory.Read.All"}}, get, "/v1.0/directoryObjects/" + userU, "", 200, noEnvelope, `"@odata.type":"#microsoft.graph.user"`},
		{"an unknown object of the directory", objectPage, Options{Roles: []string{"Directory.Read.All"}}, get, "/v1.0/directoryObjects/" + nowhere, "", 404, "Request_ResourceNotFound", ""},
		{"a user", userPage, Options{Roles: []string{"User.Read.All"}}, get, "/v1.0/users/" + userU, "", 200, noEnvelope, `"displayName":"Ana Ruiz"`},

		{"making groups needs a permission", postGroupsPage, noWrite, post, "/v1.0/groups", newGroup, 403, "Authorization_RequestDenied", ""},
		{"making groups has one of its own", postGroupsPage, Options{Roles: []string{"Group.Create"}}, post, "/v1.0/groups", newGroup, 201, noEnvelope, ""},
		{"deleting groups needs more", deleteGroupPage, Options{Roles: []string{"Group.Create"}}, del, g, "", 403, "Authorization_RequestDenied", ""},
		{"members have a permission of their own", postMembersPage, Options{Roles: []string{"GroupMember.ReadWrite.All"}}, post, g + "/members/$ref", directoryReference(userV), 204, noEnvelope, ""},
		{"objects of the directory need one for all", objectPage, noWrite, get, "/v1.0/directoryObjects/" + userU, "", 403, "Authorization_RequestDenied", ""},
		{"an unknown service principal", applicationPage, Options{Roles: []string{"Application.Read.All"}}, get, "/v1.0/servicePrincipals/" + userU, "", 404, "Request_ResourceNotFound", ""},
		{"service principals have a permission of their own", applicationPage, noWrite, get, "/v1.0/servicePrincipals/" + userU, "", 403, "Authorization_RequestDenied", ""},
		{"users have a permission of their own", userPage, noWrite, get, "/v1.0/users/" + userU, "", 403, "Authorization_RequestDenied", ""},
	}
}
