package kind

import (
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Group is the rule that members of a group must not have the access package.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
var Group = Kind{
	TypeName:    "access_package_incompatible_group",
	Target:      "group_id",
	Noun:        "group",
	RuleKind:    "group",
	Collection:  "groups",
	Collections: []string{"groups", "directoryObjects"},
	Navigation:  "incompatibleGroups",
	References:  (*graph.Client).IncompatibleGroups,
	Set:         "incompatible_group_ids",
	SetDescription: "The object ids of all groups whose members cannot request the access package. " +
		"The form `/groups/<guid>`, which `azuread_group` has as `id`, is understood too.",
	TargetDescription: "The object id of the group whose members cannot request the access package. " +
		"The form `/groups/<guid>`, which `azuread_group` has as `id`, is understood too. Changing this creates a new rule.",
	Description: "Makes a group incompatible with an access package: members of the group cannot request the access package. " +
		"In the Microsoft Entra admin center this is *Separation of duties → Incompatible groups* of the access package.\n\n" +
		"People who have both already keep both; the data source `elm_access_package_conflicts` counts them.\n\n" +
		construct.WritingProse,
}
