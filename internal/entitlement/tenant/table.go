package tenant

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// table describes a computed list or object that is made of rows.
type table[R any] []column[R]

// column is an attribute of each object.
type column[R any] struct {
	name      string
	attribute schema.Attribute
	value     func(*R) attr.Value
}

// text is null where there is no text or an empty one.
func text[R any](name, description string, get func(*R) *string) column[R] {
	return column[R]{name, computedText(description), func(row *R) attr.Value {
		if s := get(row); s != nil && *s != "" {
			return types.StringValue(*s)
		}
		return types.StringNull()
	}}
}

func date[R any](name, description string, get func(*R) *time.Time) column[R] {
	return text(name, description, func(row *R) *string {
		if at := get(row); at != nil {
			return new(at.UTC().Format(time.RFC3339))
		}
		return nil
	})
}

func count[R any](name, description string, get func(*R) *int) column[R] {
	return column[R]{name, computedCount(description), func(row *R) attr.Value {
		if n := get(row); n != nil {
			return types.Int64Value(int64(*n))
		}
		return types.Int64Null()
	}}
}

func flag[R any](name, description string, get func(*R) *bool) column[R] {
	return column[R]{name, computedBool(description), func(row *R) attr.Value {
		return types.BoolPointerValue(get(row))
	}}
}

func (t table[R]) attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, c := range t {
		attributes[c.name] = c.attribute
	}
	return attributes
}

func (t table[R]) list(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{Attributes: t.attributes()},
	}
}

func (t table[R]) element() types.ObjectType {
	element := types.ObjectType{AttrTypes: map[string]attr.Type{}}
	for _, c := range t {
		element.AttrTypes[c.name] = c.attribute.GetType()
	}
	return element
}

// values makes each value itself: a report can have thousands of findings, and the framework's reflection takes
// several times as long.
func (t table[R]) values(rows []R) types.List {
	element := t.element()
	values := make([]attr.Value, 0, len(rows))
	for i := range rows {
		values = append(values, t.value(element, &rows[i]))
	}
	return types.ListValueMust(element, values)
}

func (t table[R]) value(element types.ObjectType, row *R) types.Object {
	values := make(map[string]attr.Value, len(t))
	for _, c := range t {
		values[c.name] = c.value(row)
	}
	return types.ObjectValueMust(element.AttrTypes, values)
}

func mapOf[V any](element attr.Type, from map[string]V, value func(V) attr.Value) types.Map {
	values := make(map[string]attr.Value, len(from))
	for key, v := range from {
		values[key] = value(v)
	}
	return types.MapValueMust(element, values)
}

func textValues(texts []string) []attr.Value {
	values := make([]attr.Value, 0, len(texts))
	for _, text := range texts {
		values = append(values, types.StringValue(text))
	}
	return values
}
