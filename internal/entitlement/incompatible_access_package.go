package entitlement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

var incompatibleAccessPackage = relationship{
	typeName:        "access_package_incompatible_access_package",
	target:          "incompatible_access_package_id",
	noun:            "access package",
	navigation:      "incompatibleAccessPackages",
	links:           (*graph.Client).IncompatibleAccessPackages,
	lookUp:          lookUpAccessPackage,
	betweenPackages: true,
	set:             "incompatible_access_package_ids",
	setDescription: "The ids of all access packages whose holders must not have this one. They may be in other catalogs. " +
		"A rule works in one direction: packages that exclude each other need a rule each way.",
	targetDescription: "The id of the access package whose holders must not have this one. It may be in another catalog. " +
		"Changing this creates a new rule.",
	description: "Makes an access package incompatible with another one: who holds the other cannot request this one, nor can an administrator " +
		"assign it. In the Microsoft Entra admin center this is *Separation of duties → Incompatible access packages*.\n\n" +
		"A rule works in one direction. Two packages that exclude each other need a rule each way; the function `mutual_pairs` gives " +
		"all of them for any number of packages.\n\n" +
		"People who have both already keep both; see the data source `elm_access_package_conflicts` for who they are.\n\n" +
		writingPermissions,
}

// NewIncompatibleAccessPackageResource makes the resource elm_access_package_incompatible_access_package.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
func NewIncompatibleAccessPackageResource() resource.Resource {
	return &incompatibleAccessPackageResource{relationshipResource{relationship: &incompatibleAccessPackage}}
}

var _ resource.ResourceWithConfigValidators = (*incompatibleAccessPackageResource)(nil)

// incompatibleAccessPackageResource adds the one thing that only two ends of the same kind need.
type incompatibleAccessPackageResource struct {
	relationshipResource
}

// ConfigValidators catch an access package that excludes itself.
func (r *incompatibleAccessPackageResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{notItself{r.relationship}}
}

type notItself struct{ *relationship }

func (notItself) Description(context.Context) string {
	return "An access package cannot be incompatible with itself."
}

func (v notItself) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v notItself) ValidateResource(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if k, ok := v.key(ctx, req.Config, &resp.Diagnostics); ok && k.accessPackage == k.target {
		resp.Diagnostics.AddAttributeError(path.Root(v.target), "Access package excludes itself", fmt.Sprintf(
			"`%s` and `%s` are both %s: an access package cannot be incompatible with itself.", packageAttribute, v.target, k.target))
	}
}
