package entitlement

import "github.com/entra-elm/terraform-provider-elm/internal/graph"

// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
var incompatibleAccessPackage = relationship{
	typeName:        "access_package_incompatible_access_package",
	target:          "incompatible_access_package_id",
	noun:            "access package",
	ruleKind:        "access_package",
	navigation:      "incompatibleAccessPackages",
	links:           (*graph.Client).IncompatibleAccessPackages,
	lookUp:          lookUpAccessPackage,
	betweenPackages: true,
	set:             "incompatible_access_package_ids",
	setDescription: "The ids of all access packages whose holders must not have this one. They may be in other catalogs. " +
		"A rule works in one direction: packages that exclude each other need a rule each way.",
	targetDescription: "The id of the access package whose holders must not have this one. It may be in another catalog. " +
		"Changing this creates a new rule.",
	description: "Makes an access package incompatible with another one: whoever holds the other cannot request this one, nor can an administrator " +
		"assign it. In the Microsoft Entra admin center this is *Separation of duties → Incompatible access packages*.\n\n" +
		"A rule works in one direction. Two packages that exclude each other need a rule each way; the function `mutual_pairs` gives " +
		"all of them for any number of packages.\n\n" +
		"People who have both already keep both; the data source `elm_access_package_conflicts` counts them.\n\n" +
		writingPermissions,
}
