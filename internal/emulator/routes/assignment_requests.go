package routes

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// assignmentRequestRoutes only read: the emulator takes no request for access and decides none.
func assignmentRequestRoutes() []route {
	return []route{
		{"v1.0", http.MethodGet, entitlement + "assignmentRequests", (*Service).listAssignmentRequests},
		{"beta", http.MethodGet, entitlement + "accessPackageAssignmentRequests", (*Service).listAssignmentRequests},
	}
}

// assignmentRequestItem is a request for access as a version shows it.
// See https://learn.microsoft.com/graph/api/resources/accesspackageassignmentrequest.
func (s *Service) assignmentRequestItem(version string, q tenant.AssignmentRequest) odata.Item {
	fields := odata.Fields{"id": q.ID, "createdDateTime": s.made(tenant.Written{Created: q.CreatedDateTime}), "schedule": nil}
	if version == "beta" {
		fields["requestType"], fields["requestState"], fields["requestStatus"] = capitalised(q.RequestType), capitalised(q.State), capitalised(q.State)
		fields["completedDate"], fields["justification"] = nil, ""
	} else {
		fields["requestType"], fields["state"], fields["status"] = q.RequestType, q.State, capitalised(q.State)
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

// listAssignmentRequests lists those that the caller may see. See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignmentrequests.
func (s *Service) listAssignmentRequests(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, q := range s.tenant.AssignmentRequests() {
		if s.accessPackageInScope(q.AccessPackageID) {
			items = append(items, s.assignmentRequestItem(c.Version, q))
		}
	}
	return s.pages.Collection(c, items)
}
