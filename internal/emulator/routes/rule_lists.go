package routes

import (
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// takeQueries refuses unsupported query options and drops those that the tenant ignores. Microsoft doesn't document
// which options lists of rules support beyond paging.
func (s *Service) takeQueries(c *exchange.Call) (exchange.Answer, bool) {
	for option := range c.Query {
		switch s.options.Queries[contract.Query(option)] {
		case contract.Honored:
		case contract.Ignored:
			c.Query.Del(option)
		default:
			if option != odata.SkipToken {
				return odata.RefuseOption(option), false
			}
		}
	}
	return exchange.Answer{}, true
}

// ruleItem is the target of a rule. A deleted target has only its ID.
func (s *Service) ruleItem(k tenant.Kind, version, id string) odata.Item {
	if p, ok := s.tenant.AccessPackage(id); ok && k == tenant.IncompatibleAccessPackages {
		return s.accessPackageItem(version, p)
	}
	shown := odata.Fields{"id": id}
	if g, ok := s.tenant.Group(id); ok && k == tenant.IncompatibleGroups {
		shown["displayName"] = g.DisplayName
	}
	return odata.Item{ID: id, Fields: shown}
}

func (s *Service) listRules(c *exchange.Call) exchange.Answer {
	return s.ruleList(c, func(k tenant.Kind, id string) odata.Item { return s.ruleItem(k, c.Version, id) })
}

func (s *Service) listReferences(c *exchange.Call) exchange.Answer {
	return s.ruleList(c, func(k tenant.Kind, id string) odata.Item {
		return odata.Item{
			ID:     id,
			Fields: odata.Fields{"@odata.id": c.Origin() + "/" + c.Version + "/" + k.TargetPath() + "/" + id},
		}
	})
}

func (s *Service) ruleList(c *exchange.Call, render func(tenant.Kind, string) odata.Item) exchange.Answer {
	if refusal, ok := s.takeQueries(c); !ok {
		return refusal
	}
	rules := ruleCollection(c)
	ids, err := s.tenant.Listed(rules, isFirstPage(c))
	if err != nil {
		return odata.ResourceNotFound()
	}
	items := make([]odata.Item, 0, len(ids))
	for _, id := range ids {
		items = append(items, render(rules.Kind, id))
	}
	return s.pages.Page(c, items)
}

func (s *Service) countRules(c *exchange.Call) exchange.Answer {
	if s.options.Queries[contract.QueryCountRoute] == contract.Refused {
		return s.unknownRoute(c)
	}
	rules := ruleCollection(c)
	ids, err := s.tenant.Listed(rules, false)
	if err != nil {
		return odata.ResourceNotFound()
	}
	return exchange.Count(len(ids))
}

// incompatibleWith gives the access packages that declare this one incompatible.
func (s *Service) incompatibleWith(c *exchange.Call) ([]odata.Item, bool) {
	id, _ := c.GUID("package")
	if _, ok := s.tenant.AccessPackage(id); !ok {
		return nil, false
	}
	var items []odata.Item
	for _, p := range s.tenant.AccessPackages() {
		if slices.Contains(s.tenant.Links(tenant.IncompatibleAccessPackages, p.ID), id) {
			items = append(items, s.accessPackageItem(c.Version, p))
		}
	}
	return items, true
}

func (s *Service) listIncompatibleWith(c *exchange.Call) exchange.Answer {
	if refusal, ok := s.takeQueries(c); !ok {
		return refusal
	}
	items, ok := s.incompatibleWith(c)
	if !ok {
		return odata.ResourceNotFound()
	}
	return s.pages.Page(c, items)
}

func (s *Service) countIncompatibleWith(c *exchange.Call) exchange.Answer {
	items, ok := s.incompatibleWith(c)
	if !ok {
		return odata.ResourceNotFound()
	}
	return exchange.Count(len(items))
}
