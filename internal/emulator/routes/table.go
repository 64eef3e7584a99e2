// Package routes serves Graph's routes, one file for each collection. Handlers translate between HTTP and the tenant,
// which makes the decisions.
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

// route is one row of the table. Patterns match by segment: {name} matches any segment, and "(…)" the parameters of a
// function call.
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

// Service serves Graph.
type Service struct {
	options *contract.Options
	tenant  *tenant.Tenant
	login   *login.Service
	pages   odata.Pages
	table   []route
}

// New serves Graph for a tenant. The options must be complete.
func New(o *contract.Options, t *tenant.Tenant, l *login.Service) *Service {
	return &Service{options: o, tenant: t, login: l, pages: odata.Pages{Options: o}, table: table(o.Dialect)}
}

// Answer handles everything below /v1.0 and /beta. It checks the token before the route, as Microsoft's gateway does.
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

// route finds the row for a request. Known reports whether the path has other methods.
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

// variables gives the segments that match the names in a pattern, and the parameters of a function.
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

// unknownRoute is the answer of entitlement management's backend to an unknown path: without a code, and with its own
// address.
func (s *Service) unknownRoute(c *exchange.Call) exchange.Answer {
	backend := "https://igaelm-emulator-ecapi.azurewebsites.net/api/v1/" + strings.TrimPrefix(c.Path, entitlement)
	return exchange.Refuse(http.StatusNotFound, "",
		"No HTTP resource was found that matches the request URI '"+backend+"'.")
}

// late refuses a request for an object that was created a moment ago and isn't found yet.
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

// list answers with a collection, without objects that lists don't show yet.
func (s *Service) list(c *exchange.Call, items []odata.Item) exchange.Answer {
	old := slices.DeleteFunc(items, func(i odata.Item) bool { return !s.tenant.InList(i.ID, isFirstPage(c)) })
	return s.pages.Collection(c, old)
}

func isFirstPage(c *exchange.Call) bool { return c.Query.Get(odata.SkipToken) == "" }

// table gives the routes of a dialect.
func table(d contract.Dialect) []route {
	reference := route{
		"",
		http.MethodPost,
		entitlement + "accessPackages/{package}/incompatibleGroups/$ref",
		(*Service).addReference,
	}
	if d == contract.DialectDocument {
		reference.handle = (*Service).unknownRoute
	}
	adding := []route{reference}
	if d != contract.DialectPublished {
		adding = append(adding, route{
			"beta",
			http.MethodPost,
			entitlement + "accessPackageCatalogs/{catalog}/accessPackages/{package}/incompatibleGroups",
			(*Service).addGroupBelowCatalog,
		})
	}
	return slices.Concat(
		adding,
		ruleRoutes(),
		accessPackageRoutes(),
		roleScopeRoutes(),
		catalogRoutes(),
		resourceRoutes(),
		requestRoutes(),
		policyRoutes(),
		assignmentRoutes(),
		assignmentRequestRoutes(),
		groupRoutes(),
		memberRoutes(),
		directoryRoutes(),
	)
}
