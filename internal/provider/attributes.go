package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
)

// attributes is the schema of the provider block.
func attributes() map[string]schema.Attribute {
	result := make(map[string]schema.Attribute, len(arguments.All))
	for _, a := range arguments.All {
		if a.Boolean {
			result[a.Name] = schema.BoolAttribute{Optional: true, Sensitive: a.Sensitive, MarkdownDescription: prose(a)}
			continue
		}
		if a.Most > 0 {
			result[a.Name] = schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: prose(a),
				Validators:          []validator.Int64{int64validator.Between(1, int64(a.Most))},
			}
			continue
		}
		var validators []validator.String
		if len(a.Allowed) > 0 {
			validators = append(validators, stringvalidator.OneOfCaseInsensitive(a.Allowed...))
		}
		result[a.Name] = schema.StringAttribute{
			Optional: true, Sensitive: a.Sensitive, MarkdownDescription: prose(a), Validators: validators,
		}
	}
	return result
}

// prose is the description of an argument with its allowed values, its environment variables, and its default.
func prose(a arguments.Argument) string {
	text := a.Description
	if len(a.Allowed) > 0 {
		text += " One of " + quoted(a.Allowed, ", ") + "."
	}
	text += fmt.Sprintf(" Environment variable: %s.", quoted(a.Variables, " or "))
	if a.Fallback != "" {
		text += fmt.Sprintf(" Defaults to `%s`.", a.Fallback)
	}
	return text
}

func quoted(names []string, separator string) string {
	return "`" + strings.Join(names, "`"+separator+"`") + "`"
}
