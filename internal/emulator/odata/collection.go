package odata

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Collection answers with a page of a collection. It supports $filter, $select, $expand, $top and $count.
func (p Pages) Collection(c *exchange.Call, items []Item) exchange.Answer {
	for option := range c.Query {
		switch option {
		case SkipToken, "$filter", "$select", "$expand", "$top", "$count":
		default:
			return RefuseOption(option)
		}
	}
	kept, err := Filter(c.Query.Get("$filter"), items)
	if err != nil {
		return exchange.Refuse(http.StatusBadRequest, "InvalidFilter", "OData query is invalid: "+err.Error())
	}
	return p.Page(c, kept)
}

// Filter gives the items that match a $filter. An empty filter matches all.
func Filter(filter string, items []Item) ([]Item, error) {
	if filter == "" {
		return items, nil
	}
	keeps, err := parseFilter(filter)
	if err != nil {
		return nil, err
	}
	kept := make([]Item, 0, len(items))
	for _, i := range items {
		keep, err := keeps(i)
		if err != nil {
			return nil, err
		}
		if keep {
			kept = append(kept, i)
		}
	}
	return kept, nil
}

// property gives the value of a path such as displayName or accessPackage/id.
func (i Item) property(path string) (any, error) {
	name, rest, nested := strings.Cut(path, "/")
	if !nested {
		if value, ok := i.Fields[name]; ok {
			return value, nil
		}
		return nil, fmt.Errorf("could not find a property named '%s'", name)
	}
	if related, ok := i.Related[name]; ok {
		if one, ok := related().(Item); ok {
			return one.property(rest)
		}
	}
	return nil, fmt.Errorf("could not find a property named '%s'", name)
}
