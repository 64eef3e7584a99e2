// Package entitlement holds every Terraform construct of the provider: resources, data sources, list resources and functions about
// separation of duties in Microsoft Entra entitlement management.
//
// The two single-link resources are one implementation (relationship_*.go) that a plain value describes: see incompatible_group.go.
// What goes wrong is worded in one place, diagnostics.go.
package entitlement

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resources are the constructors of all resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		NewIncompatibleGroupResource,
		NewIncompatibleAccessPackageResource,
		NewSeparationOfDutiesResource,
	}
}

// DataSources are the constructors of all data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewSeparationOfDutiesDataSource,
		NewRulesDataSource,
		NewConflictsDataSource,
	}
}

// ListResources are the constructors of all list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		NewIncompatibleGroupListResource,
		NewIncompatibleAccessPackageListResource,
	}
}

// Functions are the constructors of all functions.
func Functions() []func() function.Function {
	return []func() function.Function{
		NewMutualPairsFunction,
	}
}
