package kind

import (
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// AccessPackage is the rule that whoever holds another access package must not have this one.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
var AccessPackage = Kind{
	TypeName:        "access_package_incompatible_access_package",
	Target:          "incompatible_access_package_id",
	Noun:            "access package",
	RuleKind:        "access_package",
	Collections:     []string{"accessPackages"},
	Navigation:      "incompatibleAccessPackages",
	References:      (*graph.Client).IncompatibleAccessPackages,
	BetweenPackages: true,
	Set:             "incompatible_access_package_ids",
	SetDescription: "The ids of all access packages whose holders must not have this one. They may be in other catalogs. " +
		"A rule works in one direction: packages that exclude each other need a rule each way.",
	TargetDescription: "The id of the access package whose holders must not have this one. It may be in another catalog. " +
		"Changing this creates a new rule.",
	Description: "Makes an access package incompatible with another one: whoever holds the other cannot request this one, nor can an administrator " +
		"assign it. In the Microsoft Entra admin center this is *Separation of duties → Incompatible access packages*.\n\n" +
		"A rule works in one direction. Two packages that exclude each other need a rule each way; the function `mutual_pairs` gives " +
		"all of them for any number of packages.\n\n" +
		"People who have both already keep both; the data source `elm_access_package_conflicts` counts them.\n\n" +
		construct.WritingProse,
}
