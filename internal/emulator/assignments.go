package emulator

import (
	"net/http"
	"regexp"
	"strings"
)

func assignmentRoutes() []route {
	return []route{
		{"v1.0", http.MethodGet, entitlement + "assignments", (*Server).listAssignments},
		{"beta", http.MethodGet, entitlement + "accessPackageAssignments", (*Server).listAssignments},
		{"v1.0", http.MethodGet, entitlement + "assignments/additionalAccess" + anyCall, (*Server).additionalAccess},
		{"beta", http.MethodGet, entitlement + "accessPackageAssignments/additionalAccess" + anyCall, (*Server).additionalAccess},
	}
}

// assignmentItem is an assignment as a version shows it. Its target is a subject of entitlement management with an id of its own; the
// user's id is the subject's objectId.
func (s *Server) assignmentItem(version string, a Assignment) item {
	target := func() any {
		user, _ := s.tenant.user(a.UserID)
		subject := derivedGUID("subject", a.UserID)
		kind := "type"
		if version == "v1.0" {
			kind = "subjectType"
		}
		return item{id: subject, fields: fields{
			"id": subject, "objectId": a.UserID, "displayName": user.DisplayName, kind: "User",
		}}
	}
	accessPackage := func() any {
		p, _ := s.tenant.accessPackage(a.AccessPackageID)
		return s.accessPackageItem(version, p)
	}
	i := item{
		id:      a.ID,
		fields:  fields{"id": a.ID, "expiredDateTime": nil},
		related: map[string]func() any{"target": target, "accessPackage": accessPackage},
	}
	if version == "beta" {
		i.fields["accessPackageId"], i.fields["targetId"] = a.AccessPackageID, derivedGUID("subject", a.UserID)
		i.fields["assignmentState"], i.fields["assignmentStatus"] = capitalised(a.State), capitalised(a.State)
		i.fields["isExtended"] = false
	} else {
		i.fields["state"], i.fields["status"] = a.State, capitalised(a.State)
	}
	return i
}

func capitalised(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

var packageFilter = regexp.MustCompile(`accessPackage/id eq '([^']*)'`)

// listAssignments refuses a caller whose role covers some catalogs only unless it asks for one access package that they hold.
func (s *Server) listAssignments(c *call) answer {
	named := packageFilter.FindStringSubmatch(c.query.Get("$filter"))
	if s.options.CatalogScope != nil && (named == nil || !s.accessPackageInScope(named[1])) {
		return unauthorized()
	}
	var items []item
	for _, a := range s.tenant.allAssignments() {
		if named == nil || strings.EqualFold(named[1], a.AccessPackageID) {
			items = append(items, s.assignmentItem(c.version, a))
		}
	}
	return s.collection(c, items)
}

var bothPackages = regexp.MustCompile(`^accessPackageId='([^']*)',incompatibleAccessPackageId='([^']*)'$`)

// additionalAccess lists the assignments to a package of users who hold an incompatible one too.
// See https://learn.microsoft.com/graph/api/accesspackageassignment-additionalaccess.
func (s *Server) additionalAccess(c *call) answer {
	if c.version == "beta" && c.caller.Type == "app" {
		return unauthorized() // beta documents application permissions as not supported
	}
	named := bothPackages.FindStringSubmatch(c.vars["parameters"])
	if named == nil || strings.EqualFold(named[1], named[2]) {
		return invalidModel()
	}
	for _, id := range named[1:] {
		if !s.accessPackageInScope(id) {
			return unauthorized()
		}
		if _, found := s.tenant.accessPackage(id); !found {
			return resourceNotFound()
		}
	}
	holders := map[string]bool{}
	for _, a := range s.tenant.allAssignments() {
		if a.State == "delivered" && strings.EqualFold(a.AccessPackageID, named[2]) {
			holders[a.UserID] = true
		}
	}
	var items []item
	for _, a := range s.tenant.allAssignments() {
		if a.State == "delivered" && strings.EqualFold(a.AccessPackageID, named[1]) && holders[a.UserID] {
			items = append(items, s.assignmentItem(c.version, a))
		}
	}
	return s.collection(c, items)
}
