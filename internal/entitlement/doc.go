// Package entitlement holds every Terraform construct of the provider: resources, data sources, list resources and functions about
// separation of duties in Microsoft Entra entitlement management.
//
// The single-link resources are one implementation (relationship_*.go) that plain values describe: see incompatible_group.go.
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
	all := []func() resource.Resource{NewSeparationOfDutiesResource}
	for _, r := range relationships {
		all = append(all, func() resource.Resource { return &relationshipResource{relationship: r} })
	}
	return all
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
	var all []func() list.ListResource
	for _, r := range relationships {
		all = append(all, func() list.ListResource { return &relationshipList{relationship: r} })
	}
	return all
}

// Functions are the constructors of all functions.
func Functions() []func() function.Function {
	return []func() function.Function{
		NewMutualPairsFunction,
	}
}
