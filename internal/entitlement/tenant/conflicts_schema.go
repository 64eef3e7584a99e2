package tenant

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

const (
	rulesAttribute        = "rules"
	inForceSinceAttribute = "in_force_since"
	changedSinceAttribute = "changed_since"
	groupAttribute        = "group_id"
	otherPackageAttribute = "incompatible_access_package_id"
)

func conflictsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument(
			"The ID of a catalog. Limits the rules to those of its access packages.",
		),
		"kinds":        kindsArgument("The kinds of rules to count"),
		rulesAttribute: pairsArgument(),
		inForceSinceAttribute: schema.MapAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "When rules came into force, as RFC 3339 times by import ID. Takes precedence over the audit " +
				"log.",
			Validators: []validator.Map{mapvalidator.NoNullValues()},
		},
		changedSinceAttribute: optionalText(
			"An RFC 3339 time, from which the provider reads in the audit log when rules were added. A rule without " +
				"an entry has an unknown age.",
		),
		"include_object_ids": optionalBool(
			"Whether to list the holders with their object IDs. These are personal data and are stored in the " +
				"Terraform state.",
		),
		"include_delivering": optionalBool(
			"Whether to count assignments in the states `delivering` and `partiallyDelivered`, in addition to delivered ones.",
		),
		"conflicts": conflictTable(false).list("Every rule, also without anyone in conflict."),
	}
}

func kindsArgument(description string) schema.SetAttribute {
	kinds := make([]string, 0, len(evidence.Kinds))
	for _, k := range evidence.Kinds {
		kinds = append(kinds, string(k))
	}
	return schema.SetAttribute{
		ElementType:         types.StringType,
		Optional:            true,
		MarkdownDescription: description + ": `group` and `access_package`. Defaults to both.",
		Validators: []validator.Set{
			setvalidator.SizeAtLeast(1),
			setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(stringvalidator.OneOf(kinds...)),
		},
	}
}

func pairsArgument() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional: true,
		MarkdownDescription: "The rules to count, in place of all rules of the catalog or tenant. They don't have to exist " +
			"yet. Each names a `group_id` or an `incompatible_access_package_id`. Conflicts with `catalog_id` and `kinds`.",
		Validators: []validator.List{listvalidator.UniqueValues(), listvalidator.NoNullValues()},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			construct.PackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Required:            true,
				MarkdownDescription: "The ID of the access package that has, or would have, the rule.",
			},
			groupAttribute: schema.StringAttribute{
				CustomType: guid.Type{Collection: "groups"}, Optional: true,
				MarkdownDescription: "The object ID of the incompatible group. Also accepts the form `/groups/<guid>`.",
			},
			otherPackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Optional:            true,
				MarkdownDescription: "The ID of the incompatible access package.",
			},
		}},
	}
}
