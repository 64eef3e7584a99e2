package odata

import (
	"fmt"
	"maps"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// options are the query options of one level: of the request, or of an $expand in parentheses.
type options struct {
	selected []string
	expanded []expansion
	pages    *expander // nil below the first level, where collections are always whole
}

type expansion struct {
	name    string
	options options
	query   url.Values // the same options, for a next link
}

// expander returns expanded collections in the form that the tenant's options set.
type expander struct {
	pages  Pages
	path   string // of the entity or, in a list, of the list
	inList bool
}

// expanded gives the items of an expanded collection. It gives nil if the property is missing or already set.
func (x *expander) expanded(shown Fields, of Item, e expansion, all []Item) any {
	switch x.pages.Options.Expansions {
	case contract.ExpansionsAbsent:
		return nil
	case contract.ExpansionsNull:
		shown[e.name] = nil
		return nil
	case contract.ExpansionsPaged:
		size := x.pages.size()
		if len(all) <= size {
			return all
		}
		path := x.path
		if x.inList {
			path += "/" + of.ID
		}
		query := maps.Clone(e.query)
		query.Set(SkipToken, skipToken(markFilled, all[size-1].ID))
		shown[e.name+"@odata.nextLink"] = path + "/" + e.name + "?" + query.Encode()
		return all[:size]
	default:
		return all
	}
}

func parseOptions(get func(option string) string) (options, error) {
	var o options
	if text := get("$select"); text != "" {
		o.selected = strings.Split(text, ",")
	}
	for part := range splitTop(get("$expand"), ',') {
		name, inner, nested := strings.Cut(part, "(")
		e := expansion{name: strings.TrimSpace(name), query: url.Values{}}
		if nested {
			own := map[string]string{}
			for option := range splitTop(strings.TrimSuffix(inner, ")"), ';') {
				key, value, _ := strings.Cut(option, "=")
				if key != "$select" && key != "$expand" {
					return o, fmt.Errorf("%q cannot be used inside $expand", key)
				}
				own[key] = value
				e.query.Set(key, value)
			}
			var err error
			if e.options, err = parseOptions(func(option string) string { return own[option] }); err != nil {
				return o, err
			}
		}
		o.expanded = append(o.expanded, e)
	}
	return o, nil
}

// splitTop splits a text at separators outside parentheses.
func splitTop(text string, separator rune) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		depth, from := 0, 0
		for i, r := range text {
			switch {
			case r == '(':
				depth++
			case r == ')':
				depth--
			case r == separator && depth == 0:
				if !yield(text[from:i]) {
					return
				}
				from = i + 1
			}
		}
		if from < len(text) {
			yield(text[from:])
		}
	}
}
