package entitlement

import "github.com/entra-elm/terraform-provider-elm/internal/graph"

// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
var incompatibleGroup = relationship{
	typeName:   "access_package_incompatible_group",
	target:     "group_id",
	noun:       "group",
	ruleKind:   "group",
	collection: "groups",
	navigation: "incompatibleGroups",
	links:      (*graph.Client).IncompatibleGroups,
	lookUp:     lookUpGroup,
	set:        "incompatible_group_ids",
	setDescription: "The object ids of all groups whose members cannot request the access package. " +
		"The form `/groups/<guid>`, which `azuread_group` has as `id`, is understood too.",
	targetDescription: "The object id of the group whose members cannot request the access package. " +
		"The form `/groups/<guid>`, which `azuread_group` has as `id`, is understood too. Changing this creates a new rule.",
	description: "Makes a group incompatible with an access package: members of the group cannot request the access package. " +
		"In the Microsoft Entra admin center this is *Separation of duties → Incompatible groups* of the access package.\n\n" +
		"People who have both already keep both; the data source `elm_access_package_conflicts` counts them.\n\n" +
		writingPermissions,
}
