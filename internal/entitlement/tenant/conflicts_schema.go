package tenant

import (
	"maps"

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
	conflict := ruleAttributes()
	maps.Copy(conflict, countAttributes())
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
		"conflicts": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Every rule, also without anyone in conflict.",
			NestedObject:        schema.NestedAttributeObject{Attributes: conflict},
		},
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

func countAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"conflict_count": computedCount(
			"How many holders are certainly in conflict: `user_count`, `service_principal_count` and " +
				"`unidentified_count` together.",
		),
		"user_count": computedCount("How many users are in conflict."),
		"service_principal_count": computedCount(
			"How many applications and agents are in conflict. Version 1.0 of Microsoft Graph may omit them from " +
				"the members of a group.",
		),
		"unidentified_count": computedCount(
			"How many holders without an object ID hold both access packages, such as people of a connected " +
				"organization.",
		),
		"unknown_count": computedCount(
			"How many holders without an object ID, whom the provider can't look up in the group, may be in " +
				"conflict. Zero for a rule between access packages.",
		),
		"before_rule_count": computedCount("How many conflicts began before the rule came into force."),
		"after_rule_count":  computedCount("How many conflicts began after the rule came into force."),
		"unknown_order_count": computedCount(
			"How many conflicts may have begun before or after the rule, because a time isn't known, such as that " +
				"of a group membership. The three counts together are `conflict_count`.",
		),
		"in_conflict_since": computedText(
			"When the oldest conflict began, as an RFC 3339 time. Null if no date is known, as for the membership " +
				"of a group.",
		),
		"not_counted_reason": computedText("Why the rule isn't counted, as a sentence. Null if it is counted."),
		"object_ids": schema.SetAttribute{
			ElementType: types.StringType,
			Computed:    true,
			MarkdownDescription: "The object IDs of the users and service principals. Null unless `include_object_ids` is " +
				"`true`.",
		},
		"holders": schema.ListNestedAttribute{
			Computed: true,
			MarkdownDescription: "The holders in conflict, the oldest conflict first. Null unless `include_object_ids` is " +
				"`true`.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"object_id": computedText("The object ID. Null for a holder without one."),
				"type": computedText(
					"`user`, `service_principal`, or `unidentified` for a holder without an object ID.",
				),
				"access_package_since": computedText("When the earliest assignment of the access package began."),
				"target_since": computedText(
					"When the earliest assignment of the incompatible access package began. Null for a group.",
				),
				"in_conflict_since": computedText(
					"The later of `access_package_since` and `target_since`. Null unless both are known.",
				),
				"order": computedText(
					"Whether the conflict began before or after the rule came into force: `before_rule`, " +
						"`after_rule` or `unknown`.",
				),
			}},
		},
	}
}
