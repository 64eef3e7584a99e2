package emulator

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// groupType is the type that the page for the route below the catalog gives in its request and its answer.
const groupType = "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group"

// ruleRoutes are the routes of the collections that hold the rules, but for adding a group, which depends on the dialect.
func ruleRoutes() []route {
	table := []route{
		{"", http.MethodGet, entitlement + "accessPackages/{package}/accessPackagesIncompatibleWith", (*Server).listIncompatibleWith},
		{"", http.MethodGet, entitlement + "accessPackages/{package}/accessPackagesIncompatibleWith/$count", (*Server).countIncompatibleWith},
	}
	for _, kind := range Kinds() {
		list := entitlement + "accessPackages/{package}/" + string(kind)
		if kind != IncompatibleGroups {
			table = append(table, route{"", http.MethodPost, list + "/$ref", (*Server).addReference})
		}
		table = append(table,
			route{"", http.MethodGet, list, (*Server).listRules},
			route{"", http.MethodGet, list + "/$ref", (*Server).listReferences},
			route{"", http.MethodGet, list + "/$count", (*Server).countRules},
			route{"", http.MethodDelete, list + "/$ref", (*Server).removeReference},
			route{"", http.MethodDelete, list + "/{target}/$ref", (*Server).removeRule},
		)
	}
	return table
}

// ruleCollection is the collection that a path names.
func (c *call) ruleCollection() collection {
	accessPackage, _ := c.guid("package")
	return collection{kindIn(c.path), accessPackage}
}

// addGroupBelowCatalog is POST …/accessPackageCatalogs/{catalog}/accessPackages/{package}/incompatibleGroups, which answers 201 and
// the group.
func (s *Server) addGroupBelowCatalog(c *call) answer {
	var group struct {
		Type string `json:"@odata.type"`
		ID   string `json:"id"`
	}
	if refusal, ok := c.decode(&group); !ok {
		return refusal
	}
	target, isGUID := canonicalGUID(group.ID)
	if group.Type != groupType || !isGUID {
		return invalidModel()
	}
	rules := c.ruleCollection()
	catalog, _ := c.guid("catalog")
	if p, known := s.tenant.accessPackage(rules.accessPackage); !known || p.CatalogID != catalog {
		return resourceNotFound()
	}
	created := answer{status: http.StatusCreated, content: map[string]string{"@odata.type": groupType, "id": target}}
	return s.add(rules, target, created)
}

// addReference is POST …/{collection}/$ref, which answers 204.
func (s *Server) addReference(c *call) answer {
	var reference struct {
		ID string `json:"@odata.id"`
	}
	if refusal, ok := c.decode(&reference); !ok {
		return refusal
	}
	rules := c.ruleCollection()
	target, refusal := referenced(rules.kind, reference.ID)
	if refusal != nil {
		return *refusal
	}
	return s.add(rules, target, noContent())
}

func (s *Server) add(rules collection, target string, added answer) answer {
	switch err := s.tenant.linkByAPI(rules, target); {
	case err == nil:
		return added
	case errors.Is(err, errNotReplicated):
		return refuse(http.StatusNotFound, "ResourceNotFoundInOriginSystem", "The resource was not found in the origin system.")
	case errors.Is(err, errLinked):
		return unpublished(s.options.DuplicateLink, added)
	case errors.Is(err, errUnknownTarget):
		return unpublished(s.options.UnknownTarget, added)
	case errors.Is(err, errSelf):
		return invalidModel()
	default:
		return resourceNotFound()
	}
}

// unpublished is the answer to something for which Microsoft publishes none: the status is the tenant's option.
func unpublished(status int, success answer) answer {
	switch status {
	case http.StatusBadRequest:
		return invalidModel()
	case http.StatusNotFound:
		return resourceNotFound()
	case http.StatusConflict:
		return refuse(status, "Conflict", "The relationship already exists.")
	case http.StatusCreated:
		return answer{status: status, content: success.content}
	default:
		return noContent()
	}
}

func (s *Server) removeRule(c *call) answer {
	rules := c.ruleCollection()
	target, _ := c.guid("target")
	return s.remove(rules, target)
}

// removeReference is the other documented way to name what is removed: $ref?@id={uri}.
func (s *Server) removeReference(c *call) answer {
	rules := c.ruleCollection()
	target, refusal := referenced(rules.kind, c.query.Get("@id"))
	if refusal != nil {
		return *refusal
	}
	return s.remove(rules, target)
}

func (s *Server) remove(rules collection, target string) answer {
	switch err := s.tenant.unlinkByAPI(rules, target); {
	case err == nil:
		return noContent()
	case errors.Is(err, errNotLinked):
		return unpublished(s.options.MissingLink, noContent())
	default:
		return resourceNotFound()
	}
}

// referenced reads the id out of a reference. Its collection must be the one that the link is about: directoryObjects is refused for a
// group. Host and version are not looked at.
func referenced(k Kind, reference string) (string, *answer) {
	refusal := invalidModel()
	if reference == "" {
		return "", &refusal
	}
	uri, err := url.Parse(reference)
	if err != nil || uri.Host == "" {
		refusal = unrecognizedSegment(reference)
		return "", &refusal
	}
	segments := keySegments(uri.Path)[1:] // the version comes first
	at := len(segments) - 1
	if at < 1 || strings.Join(segments[:at], "/") != linkTargets[k].path {
		refusal = unrecognizedSegment(strings.Join(segments[:max(at, 0)], "/"))
		return "", &refusal
	}
	target, ok := canonicalGUID(segments[at])
	if !ok {
		return "", &refusal
	}
	return target, nil
}
