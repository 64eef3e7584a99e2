package routes

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// documentGroupType is the type in requests and answers of the route below the catalog.
const documentGroupType = "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group"

// ruleRoutes are the routes of the lists of rules, except for adding a group, which depends on the dialect.
func ruleRoutes() []route {
	table := []route{
		{
			"",
			http.MethodGet,
			entitlement + "accessPackages/{package}/accessPackagesIncompatibleWith",
			(*Service).listIncompatibleWith,
		},
		{
			"",
			http.MethodGet,
			entitlement + "accessPackages/{package}/accessPackagesIncompatibleWith/$count",
			(*Service).countIncompatibleWith,
		},
	}
	for _, kind := range tenant.Kinds() {
		list := entitlement + "accessPackages/{package}/" + string(kind)
		if kind != tenant.IncompatibleGroups {
			table = append(table, route{"", http.MethodPost, list + "/$ref", (*Service).addReference})
		}
		table = append(table,
			route{"", http.MethodGet, list, (*Service).listRules},
			route{"", http.MethodGet, list + "/$ref", (*Service).listReferences},
			route{"", http.MethodGet, list + "/$count", (*Service).countRules},
			route{"", http.MethodDelete, list + "/$ref", (*Service).removeReference},
			route{"", http.MethodDelete, list + "/{target}/$ref", (*Service).removeRule},
		)
	}
	return table
}

// ruleCollection is the list of rules in a path.
func ruleCollection(c *exchange.Call) tenant.Collection {
	accessPackage, _ := c.GUID("package")
	return tenant.Collection{Kind: kindIn(c.Path), AccessPackage: accessPackage}
}

// addGroupBelowCatalog is POST …/accessPackageCatalogs/{catalog}/accessPackages/{package}/incompatibleGroups. It
// answers 201 with the group.
func (s *Service) addGroupBelowCatalog(c *exchange.Call) exchange.Answer {
	var group struct {
		Type string `json:"@odata.type"`
		ID   string `json:"id"`
	}
	if refusal, ok := c.Decode(&group); !ok {
		return refusal
	}
	target, isGUID := guid.Canonical(group.ID)
	if group.Type != documentGroupType || !isGUID {
		return odata.InvalidModel()
	}
	rules := ruleCollection(c)
	catalog, _ := c.GUID("catalog")
	if p, known := s.tenant.AccessPackage(rules.AccessPackage); !known || p.CatalogID != catalog {
		return odata.ResourceNotFound()
	}
	created := exchange.Answer{
		Status:  http.StatusCreated,
		Content: map[string]string{"@odata.type": documentGroupType, "id": target},
	}
	return s.add(c, rules, target, created)
}

// addReference is POST …/{collection}/$ref. It answers 204.
func (s *Service) addReference(c *exchange.Call) exchange.Answer {
	var reference struct {
		ID string `json:"@odata.id"`
	}
	if refusal, ok := c.Decode(&reference); !ok {
		return refusal
	}
	rules := ruleCollection(c)
	target, refusal := referenced(rules.Kind, reference.ID)
	if refusal != nil {
		return *refusal
	}
	return s.add(c, rules, target, exchange.NoContent())
}

func (s *Service) add(c *exchange.Call, rules tenant.Collection, target string, added exchange.Answer) exchange.Answer {
	if q, special := s.kindOfGroup(rules.Kind, target); special && s.options.Answer(q).Status >= http.StatusBadRequest {
		s.record(c, true, rules, target, errKindOfGroup)
		return s.unpublished(q, added)
	}
	err := s.tenant.LinkByAPI(rules, target)
	s.record(c, true, rules, target, err)
	switch {
	case err == nil:
		return added
	case errors.Is(err, tenant.ErrNotReplicated):
		return notInOriginSystem()
	case errors.Is(err, tenant.ErrLinked):
		return s.unpublished(contract.DuplicateLink, added)
	case errors.Is(err, tenant.ErrUnknownTarget):
		return s.unpublished(contract.UnknownTarget, added)
	case errors.Is(err, tenant.ErrSelf):
		return s.unpublished(contract.SelfLink, added)
	default:
		return odata.ResourceNotFound()
	}
}

func (s *Service) removeRule(c *exchange.Call) exchange.Answer {
	rules := ruleCollection(c)
	target, _ := c.GUID("target")
	return s.remove(c, rules, target)
}

// removeReference removes the rule that $ref?@id={uri} names, as Microsoft's metadata also allows.
func (s *Service) removeReference(c *exchange.Call) exchange.Answer {
	rules := ruleCollection(c)
	target, refusal := referenced(rules.Kind, c.Query.Get("@id"))
	if refusal != nil {
		return *refusal
	}
	return s.remove(c, rules, target)
}

func (s *Service) remove(c *exchange.Call, rules tenant.Collection, target string) exchange.Answer {
	if s.options.AssignedUnlink >= http.StatusBadRequest && s.isAssigned(rules.AccessPackage) {
		s.record(c, false, rules, target, tenant.ErrAssigned)
		return s.unpublished(contract.AssignedUnlink, exchange.NoContent())
	}
	err := s.tenant.UnlinkByAPI(rules, target)
	s.record(c, false, rules, target, err)
	switch {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrNotLinked):
		return s.unpublished(contract.MissingLink, exchange.NoContent())
	default:
		return odata.ResourceNotFound()
	}
}

// referenced reads the ID in a reference. Its collection must match the kind of the rule: for a group, directoryObjects
// is refused. Host and version are ignored.
func referenced(k tenant.Kind, reference string) (string, *exchange.Answer) {
	refusal := odata.InvalidModel()
	if reference == "" {
		return "", &refusal
	}
	uri, err := url.Parse(reference)
	if err != nil || uri.Host == "" {
		refusal = odata.UnrecognizedSegment(reference)
		return "", &refusal
	}
	segments := odata.Segments(uri.Path)[1:] // without the version
	at := len(segments) - 1
	if at < 1 || strings.Join(segments[:at], "/") != k.TargetPath() {
		refusal = odata.UnrecognizedSegment(strings.Join(segments[:max(at, 0)], "/"))
		return "", &refusal
	}
	target, ok := guid.Canonical(segments[at])
	if !ok {
		return "", &refusal
	}
	return target, nil
}

// kindIn is the kind of rule in a path.
func kindIn(path string) tenant.Kind {
	for segment := range strings.SplitSeq(path, "/") {
		if k := tenant.Kind(segment); slices.Contains(tenant.Kinds(), k) {
			return k
		}
	}
	return ""
}

// notInOriginSystem is the answer for a group that entitlement management doesn't know yet.
func notInOriginSystem() exchange.Answer {
	return exchange.Refuse(http.StatusNotFound, "ResourceNotFoundInOriginSystem",
		"The resource was not found in the origin system.")
}
