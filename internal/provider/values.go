package provider

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// values are the arguments as they are in force, by name: from the provider block, else from a variable, else the default.
type values struct {
	text    map[string]string
	unknown []string // arguments whose values are known only after something was applied
}

// flag is the value of a boolean argument.
func (v *values) flag(name string) bool { return v.text[name] == "true" }

// readValues takes an empty string in the provider block for a value that is not set, as other providers do.
func readValues(ctx context.Context, config tfsdk.Config, lookup func(string) string, diags *diag.Diagnostics) *values {
	v := &values{text: make(map[string]string, len(arguments))}
	for _, a := range arguments {
		text, unknown := configured(ctx, config, a, diags)
		if unknown && !a.optional {
			v.unknown = append(v.unknown, a.name)
			continue
		}
		if text == "" {
			text = fromVariables(a, lookup, diags)
		}
		if text == "" {
			text = a.fallback
		}
		v.text[a.name] = text
	}
	return v
}

func configured(ctx context.Context, config tfsdk.Config, a argument, diags *diag.Diagnostics) (text string, unknown bool) {
	if a.boolean {
		var value types.Bool
		diags.Append(config.GetAttribute(ctx, path.Root(a.name), &value)...)
		if value.IsNull() || value.IsUnknown() {
			return "", value.IsUnknown()
		}
		return strconv.FormatBool(value.ValueBool()), false
	}
	var value types.String
	diags.Append(config.GetAttribute(ctx, path.Root(a.name), &value)...)
	return value.ValueString(), value.IsUnknown()
}

func fromVariables(a argument, lookup func(string) string, diags *diag.Diagnostics) string {
	for _, variable := range a.variables {
		text := lookup(variable)
		if text == "" {
			continue
		}
		if !a.boolean {
			return text
		}
		value, err := strconv.ParseBool(text)
		if err != nil {
			diags.AddAttributeError(path.Root(a.name), "Invalid environment variable",
				fmt.Sprintf("%s is %q, but it must be true or false.", variable, text))
			return ""
		}
		return strconv.FormatBool(value)
	}
	return ""
}
