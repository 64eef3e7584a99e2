package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is one row of the service's table. A pattern is matched segment by segment; {name} takes any segment, and a segment that ends
// in "(…)" takes a function call with its parameters.
type route struct {
	version string // "v1.0", "beta" or empty for both
	method  string
	pattern string
	handle  func(*Server, *call) answer
}

const (
	entitlement = "identityGovernance/entitlementManagement/"
	anyCall     = "(…)"
)

// graph answers everything below /v1.0 and /beta. The token comes before the route, as at Microsoft's gateway.
func (s *Server) graph(c *call) answer {
	caller, refusal := s.authenticate(c)
	if refusal != nil {
		return *refusal
	}
	c.caller = caller
	segments := keySegments(c.request.URL.Path)
	c.version, segments = segments[0], segments[1:]
	c.path = strings.Join(segments, "/")
	query, err := url.ParseQuery(c.request.URL.RawQuery)
	if err != nil {
		return refuse(http.StatusBadRequest, "BadRequest", "The query string cannot be read.")
	}
	c.query = query
	found, known := s.route(c, segments)
	switch {
	case found == nil && known:
		return methodNotAllowed()
	case found == nil && strings.HasPrefix(c.path+"/", entitlement):
		return s.unknownRoute(c)
	case found == nil:
		return unrecognizedSegment(segments[0])
	}
	if refusal := s.authorize(c); refusal != nil {
		return *refusal
	}
	return found.handle(s, c)
}

// route finds the row for a request. Without one, known says whether another method would have found one.
func (s *Server) route(c *call, segments []string) (found *route, known bool) {
	for i := range s.routes {
		r := &s.routes[i]
		if r.version != "" && r.version != c.version {
			continue
		}
		if !matches(r.pattern, segments) {
			continue
		}
		known = true
		if r.method == c.request.Method {
			c.vars = variables(r.pattern, segments)
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
func (s *Server) unknownRoute(c *call) answer {
	backend := "https://igaelm-emulator-ecapi.azurewebsites.net/api/v1/" + strings.TrimPrefix(c.path, entitlement)
	return refuse(http.StatusNotFound, "", "No HTTP resource was found that matches the request URI '"+backend+"'.")
}

// routes gives the table for a dialect.
func routes(d Dialect) []route {
	belowCatalog := route{"beta", http.MethodPost, entitlement + "accessPackageCatalogs/{catalog}/accessPackages/{package}/incompatibleGroups", (*Server).addGroupBelowCatalog}
	reference := route{"", http.MethodPost, entitlement + "accessPackages/{package}/incompatibleGroups/$ref", (*Server).addReference}
	if d == DialectPublished {
		belowCatalog.handle = (*Server).unknownRoute
	}
	if d == DialectDocument {
		reference.handle = (*Server).unknownRoute
	}
	return slices.Concat([]route{belowCatalog, reference}, ruleRoutes(), accessPackageRoutes(), catalogRoutes(), assignmentRoutes(), groupRoutes())
}
