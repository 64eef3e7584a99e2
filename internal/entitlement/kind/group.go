package kind

import (
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Group is the kind of rules that exclude members of a group from requesting the access package.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
var Group = Kind{
	TypeName:    "access_package_incompatible_group",
	Target:      "group_id",
	Noun:        "group",
	Collection:  "groups",
	Collections: []string{"groups", "directoryObjects"},
	Navigation:  "incompatibleGroups",
	References:  (*graph.Client).IncompatibleGroups,
	Set:         "incompatible_group_ids",
	SetDescription: "The object IDs of all groups whose members can't request the access package. " +
		"Also accepts azuread's form `/groups/<guid>`.",
	TargetDescription: "The object ID of the group whose members can't request the access package. " +
		"Also accepts azuread's form `/groups/<guid>`. Changing this forces a new resource to be created. By default, " +
		"Terraform removes the old rule first.",
	Description: "Makes a group incompatible with an access package: its members can't request the access package. In " +
		"the Microsoft Entra admin center, this is *Separation of duties → Incompatible groups* of the access package.\n\n" +
		construct.WritingProse,
}
