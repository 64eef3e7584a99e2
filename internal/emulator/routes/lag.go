package routes

import (
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

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
