// Package routes is the part of Graph that is imitated, one file for each collection. Handlers translate: each takes a call and gives an
// answer; what is so or not so is the tenant's to decide.
package routes

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/login"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// route is one row of the service's table. A pattern is matched segment by segment; {name} takes any segment, and a segment that ends
// in "(…)" takes a function call with its parameters.
type route struct {
	version string // "v1.0", "beta" or empty for both
	method  string
	pattern string
	handle  func(*Service, *exchange.Call) exchange.Answer
}

const (
	entitlement = "identityGovernance/entitlementManagement/"
	anyCall     = "(…)"
)

// Service answers for Graph.
type Service struct {
	options *contract.Options
	tenant  *tenant.Tenant
	login   *login.Service
	pages   odata.Pages
	table   []route
}

// New puts Graph in front of a tenant. The options must be complete.
func New(o *contract.Options, t *tenant.Tenant, l *login.Service) *Service {
	return &Service{options: o, tenant: t, login: l, pages: odata.Pages{Options: o}, table: table(o.Dialect)}
}

// Answer answers everything below /v1.0 and /beta. The token comes before the route, as at Microsoft's gateway.
func (s *Service) Answer(c *exchange.Call) exchange.Answer {
	caller, refusal := s.login.Authenticate(c)
	if refusal != nil {
		return *refusal
	}
	c.Caller = caller
	segments := odata.Segments(c.Request.URL.Path)
	c.Version, segments = segments[0], segments[1:]
	c.Path = strings.Join(segments, "/")
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return exchange.Refuse(http.StatusBadRequest, "BadRequest", "The query string cannot be read.")
	}
	c.Query = query
	found, known := s.route(c, segments)
	switch {
	case found == nil && known:
		return odata.MethodNotAllowed()
	case found == nil && strings.HasPrefix(c.Path+"/", entitlement):
		return s.unknownRoute(c)
	case found == nil:
		return odata.UnrecognizedSegment(strings.Split(c.Path, "/")[0])
	}
	if refusal := s.authorize(c); refusal != nil {
		return *refusal
	}
	if refusal := s.late(c); refusal != nil {
		return *refusal
	}
	if refusal := s.unknownPackage(c); refusal != nil {
		return *refusal
	}
	if !caller.User {
		s.tenant.KnowApplication(tenant.Application{ID: caller.ID, AppID: caller.Application})
	}
	return found.handle(s, c)
}

// route finds the row for a request. Without one, known says whether another method would have found one.
func (s *Service) route(c *exchange.Call, segments []string) (found *route, known bool) {
	for i := range s.table {
		r := &s.table[i]
		if r.version != "" && r.version != c.Version {
			continue
		}
		if !matches(r.pattern, segments) {
			continue
		}
		known = true
		if r.method == c.Request.Method {
			c.Vars = variables(r.pattern, segments)
			return r, true
		}
	}
	return nil, known
}

func matches(pattern string, segments []string) bool {
	rest := segments
	for part := range strings.SplitSeq(pattern, "/") {
		if len(rest) == 0 || !matchesSegment(part, rest[0]) {
			return false
		}
		rest = rest[1:]
	}
	return len(rest) == 0
}

func matchesSegment(part, segment string) bool {
	if function, ok := strings.CutSuffix(part, anyCall); ok {
		return strings.HasPrefix(segment, function+"(") && strings.HasSuffix(segment, ")")
	}
	if strings.HasPrefix(part, "{") {
		return segment != "" && !strings.HasPrefix(segment, "$")
	}
	return part == segment
}

// variables gives what a path that matches puts in the place of the pattern's names. A function's are its parameters.
func variables(pattern string, segments []string) map[string]string {
	vars := map[string]string{}
	for i, part := range strings.Split(pattern, "/") {
		if function, ok := strings.CutSuffix(part, anyCall); ok {
			vars["parameters"] = strings.TrimSuffix(strings.TrimPrefix(segments[i], function+"("), ")")
		} else if strings.HasPrefix(part, "{") {
			vars[strings.Trim(part, "{}")] = segments[i]
		}
	}
	return vars
}

// unknownRoute is what the backend of entitlement management says about a path that it does not know: no code, and its own address.
func (s *Service) unknownRoute(c *exchange.Call) exchange.Answer {
	backend := "https://igaelm-emulator-ecapi.azurewebsites.net/api/v1/" + strings.TrimPrefix(c.Path, entitlement)
	return exchange.Refuse(http.StatusNotFound, "", "No HTTP resource was found that matches the request URI '"+backend+"'.")
}

// late answers for what a request made a moment ago and another one does not find yet.
func (s *Service) late(c *exchange.Call) *exchange.Answer {
	for _, name := range []string{"group", "catalog", "package", "policy"} {
		id := c.Vars[name]
		if id == "" || s.tenant.Found(id) {
			continue
		}
		refusal := odata.ResourceNotFound()
		if name == "group" {
			refusal = notInDirectory(id)
		}
		return &refusal
	}
	return nil
}

// list answers a collection of objects, without those that are too young to be listed.
func (s *Service) list(c *exchange.Call, items []odata.Item) exchange.Answer {
	old := slices.DeleteFunc(items, func(i odata.Item) bool { return !s.tenant.InList(i.ID, isFirstPage(c)) })
	return s.pages.Collection(c, old)
}

func isFirstPage(c *exchange.Call) bool { return c.Query.Get(odata.SkipToken) == "" }

// table gives the routes for a dialect.
func table(d contract.Dialect) []route {
	reference := route{"", http.MethodPost, entitlement + "accessPackages/{package}/incompatibleGroups/$ref", (*Service).addReference}
	if d == contract.DialectDocument {
		reference.handle = (*Service).unknownRoute
	}
	adding := []route{reference}
	if d != contract.DialectPublished {
		adding = append(adding, route{"beta", http.MethodPost, entitlement + "accessPackageCatalogs/{catalog}/accessPackages/{package}/incompatibleGroups", (*Service).addGroupBelowCatalog})
	}
	return slices.Concat(adding, ruleRoutes(), accessPackageRoutes(), roleScopeRoutes(), catalogRoutes(),
		resourceRoutes(), requestRoutes(), policyRoutes(), assignmentRoutes(), assignmentRequestRoutes(), groupRoutes(), memberRoutes(), directoryRoutes())
}
