package routes

import (
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func assignmentRoutes() []route {
	return []route{
		{"v1.0", http.MethodGet, entitlement + "assignments", (*Service).listAssignments},
		{"beta", http.MethodGet, entitlement + "accessPackageAssignments", (*Service).listAssignments},
		{"v1.0", http.MethodGet, entitlement + "assignments/additionalAccess" + anyCall, (*Service).additionalAccess},
		{
			"beta",
			http.MethodGet,
			entitlement + "accessPackageAssignments/additionalAccess" + anyCall,
			(*Service).additionalAccess,
		},
	}
}

// assignmentItem is an assignment in the words of a version. Its target is a subject with an ID of its own.
func (s *Service) assignmentItem(version string, a tenant.Assignment) odata.Item {
	target := func() any { return s.subjectItem(version, a.Subject()) }
	accessPackage := func() any {
		p, _ := s.tenant.AccessPackage(a.AccessPackageID)
		return s.accessPackageItem(version, p)
	}
	i := odata.Item{
		ID:      a.ID,
		Fields:  odata.Fields{"id": a.ID, "expiredDateTime": nil, "schedule": s.schedule(a)},
		Related: map[string]func() any{"target": target, "accessPackage": accessPackage},
	}
	if a.State == "expired" && !a.EndDateTime.IsZero() {
		i.Fields["expiredDateTime"] = a.EndDateTime.UTC().Format(time.RFC3339)
	}
	if version == "beta" {
		i.Fields["accessPackageId"] = a.AccessPackageID
		i.Fields["targetId"] = guid.Derived("subject", a.Subject().Key())
		i.Fields["assignmentState"], i.Fields["assignmentStatus"] = capitalized(a.State), capitalized(a.State)
		i.Fields["isExtended"] = false
	} else {
		i.Fields["state"], i.Fields["status"] = a.State, capitalized(a.State)
	}
	return i
}

// schedule says when an assignment starts and ends. Both versions use the same words.
//
// See https://learn.microsoft.com/graph/api/resources/accesspackageassignment.
func (s *Service) schedule(a tenant.Assignment) odata.Fields {
	expiration := odata.Fields{"type": "noExpiration", "endDateTime": nil, "duration": nil}
	if !a.EndDateTime.IsZero() {
		expiration["type"], expiration["endDateTime"] = "afterDateTime", a.EndDateTime.UTC().Format(time.RFC3339)
	}
	start := s.made(tenant.Written{Created: a.StartDateTime})
	return odata.Fields{"startDateTime": start, "recurrence": nil, "expiration": expiration}
}

// subjectItem is the holder of an assignment. Its objectId is null if it isn't in the directory yet.
//
// See https://learn.microsoft.com/graph/api/resources/accesspackagesubject.
func (s *Service) subjectItem(version string, a tenant.Subject) odata.Item {
	id := guid.Derived("subject", a.Key())
	kind := "type"
	if version == "v1.0" {
		kind = "subjectType"
	}
	fields := odata.Fields{"id": id, "objectId": nil, "displayName": a.Outsider, kind: "NotSpecified"}
	switch {
	case a.UserID != "":
		user, _ := s.tenant.User(a.UserID)
		fields["objectId"], fields["displayName"], fields[kind] = a.UserID, user.DisplayName, "User"
	case a.ServicePrincipalID != "":
		application, _ := s.tenant.Application(a.ServicePrincipalID)
		fields["objectId"], fields["displayName"] = a.ServicePrincipalID, application.DisplayName
		fields[kind] = "ServicePrincipal"
	}
	return odata.Item{ID: id, Fields: fields}
}

func capitalized(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

var packageFilter = regexp.MustCompile(`accessPackage/id eq '([^']*)'`)

// listAssignments requires a caller with a role in some catalogs to filter by an access package of these catalogs.
func (s *Service) listAssignments(c *exchange.Call) exchange.Answer {
	named := packageFilter.FindStringSubmatch(c.Query.Get("$filter"))
	if s.options.CatalogScope != nil && (named == nil || !s.accessPackageInScope(named[1])) {
		return odata.Unauthorized()
	}
	all := s.tenant.Assignments
	if named != nil {
		all = func() []tenant.Assignment { return s.tenant.AssignmentsOf(named[1]) }
	}
	var items []odata.Item
	for _, a := range all() {
		items = append(items, s.assignmentItem(c.Version, a))
	}
	return s.pages.Collection(c, items)
}

var bothPackages = regexp.MustCompile(`^accessPackageId='([^']*)',incompatibleAccessPackageId='([^']*)'$`)

// additionalAccess lists the assignments of a package whose users also hold an incompatible one.
//
// See https://learn.microsoft.com/graph/api/accesspackageassignment-additionalaccess.
func (s *Service) additionalAccess(c *exchange.Call) exchange.Answer {
	if c.Version == "beta" && !c.Caller.User {
		return odata.Unauthorized() // beta documents application permissions as not supported
	}
	named := bothPackages.FindStringSubmatch(c.Vars["parameters"])
	if named == nil || strings.EqualFold(named[1], named[2]) {
		return odata.InvalidModel()
	}
	for _, id := range named[1:] {
		if !s.accessPackageInScope(id) {
			return odata.Unauthorized()
		}
		if _, found := s.tenant.AccessPackage(id); !found {
			return odata.ResourceNotFound()
		}
	}
	holders := map[string]bool{}
	for _, a := range s.tenant.AssignmentsOf(named[2]) {
		if a.State == "delivered" {
			holders[a.Subject().Key()] = true
		}
	}
	var items []odata.Item
	for _, a := range s.tenant.AssignmentsOf(named[1]) {
		if a.State == "delivered" && holders[a.Subject().Key()] {
			items = append(items, s.assignmentItem(c.Version, a))
		}
	}
	return s.pages.Collection(c, items)
}

// assignmentRequestRoutes are read-only: the emulator accepts and decides no requests for access.
func assignmentRequestRoutes() []route {
	return []route{
		{"v1.0", http.MethodGet, entitlement + "assignmentRequests", (*Service).listAssignmentRequests},
		{"beta", http.MethodGet, entitlement + "accessPackageAssignmentRequests", (*Service).listAssignmentRequests},
	}
}

// assignmentRequestItem is a request for access in the words of a version.
//
// See https://learn.microsoft.com/graph/api/resources/accesspackageassignmentrequest.
func (s *Service) assignmentRequestItem(version string, q tenant.AssignmentRequest) odata.Item {
	fields := odata.Fields{
		"id":              q.ID,
		"createdDateTime": s.made(tenant.Written{Created: q.CreatedDateTime}),
		"schedule":        nil,
	}
	if version == "beta" {
		fields["requestType"] = capitalized(q.RequestType)
		fields["requestState"], fields["requestStatus"] = capitalized(q.State), capitalized(q.State)
		fields["completedDate"], fields["justification"] = nil, ""
	} else {
		fields["requestType"], fields["state"], fields["status"] = q.RequestType, q.State, capitalized(q.State)
		fields["completedDateTime"] = nil
	}
	return odata.Item{ID: q.ID, Fields: fields, Related: map[string]func() any{
		"requestor": func() any { return s.subjectItem(version, q.Subject()) },
		"accessPackage": func() any {
			p, _ := s.tenant.AccessPackage(q.AccessPackageID)
			return s.accessPackageItem(version, p)
		},
	}}
}

// listAssignmentRequests lists the requests in the caller's catalogs.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignmentrequests.
func (s *Service) listAssignmentRequests(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, q := range s.tenant.AssignmentRequests() {
		if s.accessPackageInScope(q.AccessPackageID) {
			items = append(items, s.assignmentRequestItem(c.Version, q))
		}
	}
	return s.pages.Collection(c, items)
}
