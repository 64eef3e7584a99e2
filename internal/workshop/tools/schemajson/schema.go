package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// object is a JSON object; what is false, zero or empty is left out, as Terraform does.
type object map[string]any

func (o object) text(name, value string) {
	if value != "" {
		o[name] = value
	}
}

func (o object) flag(name string, value bool) {
	if value {
		o[name] = true
	}
}

func (o object) count(name string, value int64) {
	if value != 0 {
		o[name] = value
	}
}

func describe(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) object {
	return object{
		"provider":                   schema(s.Provider),
		"resource_schemas":           each(s.ResourceSchemas, schema),
		"data_source_schemas":        each(s.DataSourceSchemas, schema),
		"list_resource_schemas":      each(s.ListResourceSchemas, schema),
		"ephemeral_resource_schemas": each(s.EphemeralResourceSchemas, schema),
		"functions":                  each(s.Functions, function),
		"resource_identity_schemas":  each(i.IdentitySchemas, identity),
	}
}

func each[T, U any](from map[string]T, convert func(T) U) object {
	converted := object{}
	for name, item := range from {
		converted[name] = convert(item)
	}
	return converted
}

func schema(s *tfprotov6.Schema) object {
	return object{"version": s.Version, "block": block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) object {
	o := object{"description_kind": kind(b.DescriptionKind)}
	o.text("description", b.Description)
	o.flag("deprecated", b.Deprecated)
	if len(b.Attributes) > 0 {
		o["attributes"] = attributes(b.Attributes)
	}
	if len(b.BlockTypes) > 0 {
		nested := object{}
		for _, n := range b.BlockTypes {
			t := object{"nesting_mode": strings.ToLower(n.Nesting.String()), "block": block(n.Block)}
			t.count("min_items", n.MinItems)
			t.count("max_items", n.MaxItems)
			nested[n.TypeName] = t
		}
		o["block_types"] = nested
	}
	return o
}

func attributes(from []*tfprotov6.SchemaAttribute) object {
	converted := object{}
	for _, a := range from {
		o := object{"description_kind": kind(a.DescriptionKind)}
		if a.NestedType != nil {
			o["nested_type"] = object{
				"nesting_mode": strings.ToLower(a.NestedType.Nesting.String()),
				"attributes":   attributes(a.NestedType.Attributes),
			}
		} else {
			o["type"] = typeOf(a.Type)
		}
		o.text("description", a.Description)
		o.flag("required", a.Required)
		o.flag("optional", a.Optional)
		o.flag("computed", a.Computed)
		o.flag("sensitive", a.Sensitive)
		o.flag("write_only", a.WriteOnly)
		o.flag("deprecated", a.Deprecated)
		converted[a.Name] = o
	}
	return converted
}

func identity(s *tfprotov6.ResourceIdentitySchema) object {
	converted := object{}
	for _, a := range s.IdentityAttributes {
		o := object{"type": typeOf(a.Type)}
		o.text("description", a.Description)
		o.flag("required_for_import", a.RequiredForImport)
		o.flag("optional_for_import", a.OptionalForImport)
		converted[a.Name] = o
	}
	return object{"version": s.Version, "attributes": converted}
}

func kind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}
