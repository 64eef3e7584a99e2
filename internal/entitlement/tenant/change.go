package tenant

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// changeTable has the entries of the audit log. Missing properties are null.
func changeTable(includeNames bool) table[audit.Change] {
	return table[audit.Change]{
		text("id", "The ID of the entry.", func(c *audit.Change) *string { return c.ID }),
		date("time", "When the change was made.", func(c *audit.Change) *time.Time { return c.Time }),
		text("activity", "The activity, in Microsoft's words.", func(c *audit.Change) *string { return &c.Activity }),
		text("operation", "`added` or `removed`.", func(c *audit.Change) *string { return (*string)(&c.Operation) }),
		text("kind", "The kind of the rule: `group` or `access_package`.",
			func(c *audit.Change) *string { return (*string)(c.Kind) }),
		text("result", "`success`, `failure` or `timeout`.", func(c *audit.Change) *string { return c.Result }),
		text("result_reason", "Why the change failed.", func(c *audit.Change) *string { return c.Reason }),
		text(construct.PackageAttribute, "The ID of the access package that has the rule.",
			func(c *audit.Change) *string { return idOf(c.AccessPackage) }),
		text("access_package_display_name", "The name of the access package at the time of the change.",
			func(c *audit.Change) *string { return nameOf(c.AccessPackage) }),
		text("target_id", "The ID of the incompatible group or access package.",
			func(c *audit.Change) *string { return idOf(c.Target) }),
		text("target_display_name", "The name of the incompatible group or access package at the time of the change.",
			func(c *audit.Change) *string { return nameOf(c.Target) }),
		text("import_id", "The import ID of the rule. Null if the entry names only one object.",
			func(c *audit.Change) *string { return c.ImportID }),
		text("actor_id", "The object ID of the user or service principal who made the change, otherwise the "+
			"client ID of the application.", func(c *audit.Change) *string { return c.ActorID }),
		text("actor_type", "`user` or `application`.", func(c *audit.Change) *string { return (*string)(c.ActorType) }),
		text("actor_display_name", "The name of the actor. Null unless `include_actor_names` is `true`.",
			func(c *audit.Change) *string {
				if !includeNames {
					return nil
				}
				return &c.ActorName
			}),
		text("correlation_id", "The ID that all entries of one operation share.",
			func(c *audit.Change) *string { return c.CorrelationID }),
		{"resource_ids", schema.ListAttribute{
			ElementType: types.StringType, Computed: true,
			MarkdownDescription: "The IDs of everything that the entry names, in its order.",
		}, func(c *audit.Change) attr.Value {
			return types.ListValueMust(types.StringType, textValues(c.ResourceIDs))
		}},
	}
}

func idOf(o *evidence.Object) *string {
	if o == nil {
		return nil
	}
	return &o.ID
}

func nameOf(o *evidence.Object) *string {
	if o == nil {
		return nil
	}
	return o.Name
}
