package emulator

import "slices"

// plain says whether a request carries no query options but the service's own page token. What the lists of rules support beyond
// paging is not published, so that a client which asks for more finds out here.
func (c *call) plain() (answer, bool) {
	for option := range c.query {
		if option != skipToken {
			return refuseOption(option), false
		}
	}
	return answer{}, true
}

func (s *Server) listRules(c *call) answer {
	return s.ruleList(c, func(k Kind, id string) item { return linkTargets[k].item(s, c.version, id) })
}

func (s *Server) listReferences(c *call) answer {
	return s.ruleList(c, func(k Kind, id string) item {
		return item{id: id, fields: fields{"@odata.id": c.origin() + "/" + c.version + "/" + linkTargets[k].path + "/" + id}}
	})
}

func (s *Server) ruleList(c *call, render func(Kind, string) item) answer {
	if refusal, ok := c.plain(); !ok {
		return refusal
	}
	rules := c.ruleCollection()
	ids, err := s.tenant.listed(rules, c.query.Get(skipToken) == "")
	if err != nil {
		return resourceNotFound()
	}
	items := make([]item, 0, len(ids))
	for _, id := range ids {
		items = append(items, render(rules.kind, id))
	}
	return s.page(c, items)
}

func (s *Server) countRules(c *call) answer {
	rules := c.ruleCollection()
	ids, err := s.tenant.listed(rules, false)
	if err != nil {
		return resourceNotFound()
	}
	return count(len(ids))
}

// incompatibleWith gives the access packages that declare this one incompatible.
func (s *Server) incompatibleWith(c *call) ([]item, bool) {
	id, _ := c.guid("package")
	if _, ok := s.tenant.accessPackage(id); !ok {
		return nil, false
	}
	var items []item
	for _, p := range s.tenant.allAccessPackages() {
		if slices.Contains(s.tenant.Links(IncompatibleAccessPackages, p.ID), id) {
			items = append(items, s.accessPackageItem(c.version, p))
		}
	}
	return items, true
}

func (s *Server) listIncompatibleWith(c *call) answer {
	if refusal, ok := c.plain(); !ok {
		return refusal
	}
	items, ok := s.incompatibleWith(c)
	if !ok {
		return resourceNotFound()
	}
	return s.page(c, items)
}

func (s *Server) countIncompatibleWith(c *call) answer {
	items, ok := s.incompatibleWith(c)
	if !ok {
		return resourceNotFound()
	}
	return count(len(items))
}
