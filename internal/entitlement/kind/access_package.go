package kind

import (
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// AccessPackage is the kind of rules that exclude holders of another access package.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
var AccessPackage = Kind{
	TypeName:        "access_package_incompatible_access_package",
	Target:          "incompatible_access_package_id",
	Noun:            "access package",
	Collections:     []string{"accessPackages"},
	Navigation:      "incompatibleAccessPackages",
	References:      (*graph.Client).IncompatibleAccessPackages,
	BetweenPackages: true,
	Set:             "incompatible_access_package_ids",
	SetDescription:  "The IDs of all access packages whose holders can't request this one. They may be in other catalogs.",
	TargetDescription: "The ID of the access package whose holders can't request this one. It may be in another " +
		"catalog. Changing this forces a new resource to be created. By default, Terraform removes the old rule first.",
	Description: "Makes an access package incompatible with another one: holders of the other one can't request this " +
		"one. Administrators can't assign it to them. In the Microsoft Entra admin center, this is *Separation of duties " +
		"→ Incompatible access packages*.\n\nA rule works in one direction. The function `mutual_pairs` returns both " +
		"directions.\n\n" +
		construct.WritingProse,
}
