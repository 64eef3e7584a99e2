// Package odata is Graph's query language: keys, selection, expansion, filters, pages and errors.
package odata

import (
	"fmt"
	"maps"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Item is one entity with its properties and relationships. A relationship is read only when a request expands it.
type Item struct {
	ID          string
	Fields      Fields
	Selectable  Fields                // properties that Graph sends only if selected
	Annotations Fields                // always sent
	Related     map[string]func() any // returns an Item or []Item
}

// Fields are the properties of an entity.
type Fields map[string]any

// Typed adds the type that an item of a mixed collection always carries, unless the collection implies it.
func (i Item) Typed(name string, known bool) Item {
	if !known {
		i.Annotations = Fields{"@odata.type": name}
	}
	return i
}

// render gives the JSON of an entity with its selected and expanded properties.
func (i Item) render(o options) (Fields, error) {
	shown := maps.Clone(i.Annotations)
	if shown == nil {
		shown = Fields{}
	}
	if o.selected == nil {
		maps.Copy(shown, i.Fields)
	}
	for _, name := range o.selected {
		name = strings.TrimSpace(name)
		value, ok := i.Fields[name]
		if !ok {
			value, ok = i.Selectable[name]
		}
		if !ok {
			return nil, fmt.Errorf("could not find a property named '%s'", name)
		}
		shown[name] = value
	}
	for _, e := range o.expanded {
		related, ok := i.Related[e.name]
		if !ok {
			return nil, fmt.Errorf("could not find a property named '%s'", e.name)
		}
		value := related()
		if list, isList := value.([]Item); isList && o.pages != nil {
			value = o.pages.expanded(shown, i, e, list)
		}
		if value == nil {
			continue
		}
		rendered, err := renderRelated(value, e.options)
		if err != nil {
			return nil, err
		}
		shown[e.name] = rendered
	}
	return shown, nil
}

func renderRelated(related any, o options) (any, error) {
	switch value := related.(type) {
	case Item:
		return value.render(o)
	case []Item:
		all := make([]Fields, 0, len(value))
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

// Entity answers with one entity. It supports $select and $expand.
func (p Pages) Entity(c *exchange.Call, i Item) exchange.Answer {
	for option := range c.Query {
		if option != "$select" && option != "$expand" {
			return RefuseOption(option)
		}
	}
	o, err := parseOptions(c.Query.Get)
	if err != nil {
		return badQuery(err)
	}
	o.pages = &expander{pages: p, path: c.Origin() + "/" + c.Version + "/" + c.Path}
	shown, err := i.render(o)
	if err != nil {
		return badQuery(err)
	}
	if len(o.expanded) > 0 && p.Options.Expansions == contract.ExpansionsOtherID {
		shown["id"] = "00000000-0000-4000-8000-000000000000"
	}
	shown["@odata.context"] = context(c) + "/$entity"
	return exchange.OK(shown)
}

// context is the value of @odata.context, without an entity's suffix.
func context(c *exchange.Call) string {
	return c.Origin() + "/" + c.Version + "/$metadata#" + c.Path
}
