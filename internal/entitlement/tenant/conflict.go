package tenant

import (
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// conflictTable adds who is in conflict with a rule. Counts are null if the rule wasn't counted.
func conflictTable(includeIDs bool) table[evidence.Rule] {
	return append(slices.Clone(ruleTable), table[evidence.Rule]{
		counted("conflict_count", "How many holders are certainly in conflict: `user_count`, `service_principal_count` and "+
			"`unidentified_count` together.", func(c *evidence.Conflicts) *int { return &c.Total }),
		counted("user_count", "How many users are in conflict.", func(c *evidence.Conflicts) *int { return &c.Users }),
		counted("service_principal_count", "How many applications and agents are in conflict. Version 1.0 of "+
			"Microsoft Graph may omit them from the members of a group.",
			func(c *evidence.Conflicts) *int { return &c.ServicePrincipals }),
		counted("unidentified_count", "How many holders without an object ID hold both access packages, such as people of a "+
			"connected organization.", func(c *evidence.Conflicts) *int { return &c.Unidentified }),
		counted("unknown_count", "How many holders without an object ID, whom the provider can't look up in the group, may "+
			"be in conflict. Zero for a rule between access packages.", func(c *evidence.Conflicts) *int { return &c.Unknown }),
		counted("before_rule_count", "How many conflicts began before the rule came into force.",
			func(c *evidence.Conflicts) *int { return &c.BeforeRule }),
		counted("after_rule_count", "How many conflicts began after the rule came into force.",
			func(c *evidence.Conflicts) *int { return &c.AfterRule }),
		counted("unknown_order_count", "How many conflicts may have begun before or after the rule, because a time isn't "+
			"known, such as that of a group membership. The three counts together are `conflict_count`.",
			func(c *evidence.Conflicts) *int { return &c.UnknownOrder }),
		date("in_conflict_since", "When the oldest conflict began, as an RFC 3339 time. Null if no date is known, as for "+
			"the membership of a group.", oldest),
		text("not_counted_reason", "Why the rule isn't counted, as a sentence. Null if it is counted.",
			func(r *evidence.Rule) *string { return r.NotCounted }),
		{"object_ids", schema.SetAttribute{
			ElementType: types.StringType, Computed: true,
			MarkdownDescription: "The object IDs of the users and service principals. Null unless `include_object_ids` is " +
				"`true`.",
		}, func(r *evidence.Rule) attr.Value {
			if r.Conflicts == nil || !includeIDs {
				return types.SetNull(types.StringType)
			}
			return types.SetValueMust(types.StringType, objectIDs(r.Conflicts.Holders))
		}},
		{"holders", holderTable.list(
			"The holders in conflict, the oldest conflict first. Null unless `include_object_ids` is `true`.",
		), func(r *evidence.Rule) attr.Value {
			if r.Conflicts == nil || !includeIDs {
				return types.ListNull(holderTable.element())
			}
			return holderTable.values(r.Conflicts.Holders)
		}},
	}...)
}

func counted(name, description string, get func(*evidence.Conflicts) *int) column[evidence.Rule] {
	return count(name, description, func(r *evidence.Rule) *int {
		if r.Conflicts == nil {
			return nil
		}
		return get(r.Conflicts)
	})
}

func oldest(r *evidence.Rule) *time.Time {
	if r.Conflicts == nil || len(r.Conflicts.Holders) == 0 {
		return nil
	}
	return r.Conflicts.Holders[0].InConflictSince
}

func objectIDs(holders []evidence.Holder) []attr.Value {
	ids := []attr.Value{}
	for _, h := range holders {
		if h.ObjectID != nil {
			ids = append(ids, types.StringValue(*h.ObjectID))
		}
	}
	return ids
}

var holderTable = table[evidence.Holder]{
	text("object_id", "The object ID. Null for a holder without one.",
		func(h *evidence.Holder) *string { return h.ObjectID }),
	text("type", "`user`, `service_principal`, or `unidentified` for a holder without an object ID.",
		func(h *evidence.Holder) *string { return (*string)(&h.Type) }),
	date("access_package_since", "When the earliest assignment of the access package began.",
		func(h *evidence.Holder) *time.Time { return h.AccessPackageSince }),
	date("target_since", "When the earliest assignment of the incompatible access package began. Null for a group.",
		func(h *evidence.Holder) *time.Time { return h.TargetSince }),
	date("in_conflict_since", "The later of `access_package_since` and `target_since`. Null unless both are known.",
		func(h *evidence.Holder) *time.Time { return h.InConflictSince }),
	text("order", "Whether the conflict began before or after the rule came into force: `before_rule`, `after_rule` or "+
		"`unknown`.", func(h *evidence.Holder) *string { return (*string)(&h.Order) }),
}
