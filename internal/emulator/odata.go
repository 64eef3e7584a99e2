package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
)

// item is one entity: its properties, and what can be expanded, which is looked up only when asked for.
type item struct {
	id          string
	fields      fields
	annotations fields                // sent whatever is selected
	related     map[string]func() any // gives an item or []item
}

type fields map[string]any

const skipToken = "$skiptoken"

// options are the query options of one level: the request's own, or those in the parentheses of an $expand.
type options struct {
	selected []string
	expanded []expansion
}

type expansion struct {
	name    string
	options options
}

func refuseOption(option string) answer {
	return refuse(http.StatusBadRequest, "BadRequest", "The query option '"+option+"' is not supported here.")
}

func parseOptions(get func(option string) string) (options, error) {
	var o options
	if text := get("$select"); text != "" {
		o.selected = strings.Split(text, ",")
	}
	for part := range splitTop(get("$expand"), ',') {
		name, inner, nested := strings.Cut(part, "(")
		e := expansion{name: strings.TrimSpace(name)}
		if nested {
			own := map[string]string{}
			for option := range splitTop(strings.TrimSuffix(inner, ")"), ';') {
				key, value, _ := strings.Cut(option, "=")
				if key != "$select" && key != "$expand" {
					return o, fmt.Errorf("%q cannot be used inside $expand", key)
				}
				own[key] = value
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

// splitTop splits at the separators that are outside parentheses.
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

// render gives the JSON of an entity with what was selected and expanded.
func (i item) render(o options) (fields, error) {
	shown := maps.Clone(i.annotations)
	if shown == nil {
		shown = fields{}
	}
	if o.selected == nil {
		maps.Copy(shown, i.fields)
	}
	for _, name := range o.selected {
		name = strings.TrimSpace(name)
		value, ok := i.fields[name]
		if !ok {
			return nil, fmt.Errorf("could not find a property named '%s'", name)
		}
		shown[name] = value
	}
	for _, e := range o.expanded {
		related, ok := i.related[e.name]
		if !ok {
			return nil, fmt.Errorf("could not find a property named '%s'", e.name)
		}
		value, err := renderRelated(related(), e.options)
		if err != nil {
			return nil, err
		}
		shown[e.name] = value
	}
	return shown, nil
}

func renderRelated(related any, o options) (any, error) {
	switch value := related.(type) {
	case item:
		return value.render(o)
	case []item:
		all := make([]fields, 0, len(value))
		for _, i := range value {
			rendered, err := i.render(o)
			if err != nil {
				return nil, err
			}
			all = append(all, rendered)
		}
		return all, nil
	default:
		return nil, fmt.Errorf("%T cannot be expanded", related)
	}
}

// entity answers one entity with $select and $expand.
func (s *Server) entity(c *call, i item) answer {
	for option := range c.query {
		if option != "$select" && option != "$expand" {
			return refuseOption(option)
		}
	}
	o, err := parseOptions(c.query.Get)
	if err != nil {
		return badQuery(err)
	}
	shown, err := i.render(o)
	if err != nil {
		return badQuery(err)
	}
	shown["@odata.context"] = c.context() + "/$entity"
	return ok(shown)
}

func badQuery(err error) answer {
	return refuse(http.StatusBadRequest, "BadRequest", "Invalid OData query: "+err.Error()+".")
}

// context is the value of @odata.context without the suffix of an entity.
func (c *call) context() string {
	return c.origin() + "/" + c.version + "/$metadata#" + c.path
}
