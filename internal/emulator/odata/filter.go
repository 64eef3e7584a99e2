package odata

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Of $filter, what Microsoft's samples use is understood: comparisons with eq and searches with contains, joined by and.
var (
	comparison = regexp.MustCompile(`^([A-Za-z]+(?:/[A-Za-z]+)?) eq (?:'((?:[^']|'')*)'|(true|false))$`)
	search     = regexp.MustCompile(`^contains\((?:tolower\(([A-Za-z]+)\)|([A-Za-z]+)), ?'((?:[^']|'')*)'\)$`)
)

// Collection answers a page of a collection with $filter, $select, $expand, $top and $count.
func (p Pages) Collection(c *exchange.Call, items []Item) exchange.Answer {
	for option := range c.Query {
		switch option {
		case SkipToken, "$filter", "$select", "$expand", "$top", "$count":
		default:
			return RefuseOption(option)
		}
	}
	kept := make([]Item, 0, len(items))
	for _, i := range items {
		matches, err := i.matches(c.Query.Get("$filter"))
		if err != nil {
			return exchange.Refuse(http.StatusBadRequest, "InvalidFilter", "OData query is invalid: "+err.Error())
		}
		if matches {
			kept = append(kept, i)
		}
	}
	return p.Page(c, kept)
}

func (i Item) matches(filter string) (bool, error) {
	if filter == "" {
		return true, nil
	}
	all := true
	for term := range strings.SplitSeq(filter, " and ") {
		matches, err := i.matchesTerm(strings.TrimSpace(term))
		if err != nil {
			return false, err
		}
		all = all && matches
	}
	return all, nil
}

func (i Item) matchesTerm(term string) (bool, error) {
	if parts := comparison.FindStringSubmatch(term); parts != nil {
		value, err := i.property(parts[1])
		want := strings.ReplaceAll(parts[2], "''", "'") + parts[3]
		return err == nil && strings.EqualFold(fmt.Sprint(value), want), err
	}
	if parts := search.FindStringSubmatch(term); parts != nil {
		value, err := i.property(parts[1] + parts[2])
		text := fmt.Sprint(value)
		if parts[1] != "" {
			text = strings.ToLower(text)
		}
		return err == nil && strings.Contains(text, strings.ReplaceAll(parts[3], "''", "'")), err
	}
	return false, fmt.Errorf("the filter %q is not understood", term)
}

// property gives the value at a path such as displayName or accessPackage/id.
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
