package provider

import (
	"context"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
)

// values are the values in effect, by the name of the argument: from the provider block, from a variable, or the
// default, in this order.
type values struct {
	arguments.Values

	unknown []string // arguments whose values are known only after an apply
}

// readValues treats an empty string in the provider block as not set, as other providers do.
func readValues(ctx context.Context, config tfsdk.Config, lookup func(string) string, diags *diag.Diagnostics) *values {
	v := &values{Values: make(arguments.Values, len(arguments.All))}
	var problems []arguments.Problem
	for _, a := range arguments.All {
		text, unknown := configured(ctx, config, a, diags)
		if unknown && !a.Optional {
			v.unknown = append(v.unknown, a.Name)
			continue
		}
		if text == "" {
			var problem *arguments.Problem
			if text, problem = a.FromVariables(lookup); problem != nil {
				problems = append(problems, *problem)
			}
		} else if problem := a.FromBlock(text); problem != nil {
			problems = append(problems, *problem)
		}
		v.Values[a.Name] = text
	}
	addProblems(diags, arguments.Mattering(problems, func(argument string) bool {
		return v.Values[argument] != "" || slices.Contains(v.unknown, argument)
	})...)
	return v
}

func configured(
	ctx context.Context, config tfsdk.Config, a arguments.Argument, diags *diag.Diagnostics,
) (text string, unknown bool) {
	if a.Boolean {
		var value types.Bool
		diags.Append(config.GetAttribute(ctx, path.Root(a.Name), &value)...)
		if value.IsNull() || value.IsUnknown() {
			return "", value.IsUnknown()
		}
		return strconv.FormatBool(value.ValueBool()), false
	}
	if a.Most > 0 {
		var value types.Int64
		diags.Append(config.GetAttribute(ctx, path.Root(a.Name), &value)...)
		if value.IsNull() || value.IsUnknown() {
			return "", value.IsUnknown()
		}
		return strconv.FormatInt(value.ValueInt64(), 10), false
	}
	var value types.String
	diags.Append(config.GetAttribute(ctx, path.Root(a.Name), &value)...)
	return value.ValueString(), value.IsUnknown()
}
