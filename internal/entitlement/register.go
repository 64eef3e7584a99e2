// Package entitlement lists every Terraform construct of the provider: resources, data sources, list resources and
// functions about separation of duties in Microsoft Entra entitlement management. Each construct has a folder of its
// own below; what they share is in kind.
package entitlement

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/functions"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/rule"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/ruleset"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/tenant"
)

// Resources are the constructors of all resources.
func Resources() []func() resource.Resource {
	all := []func() resource.Resource{ruleset.NewResource}
	for _, k := range kind.All {
		all = append(all, func() resource.Resource { return rule.NewResource(k) })
	}
	return all
}

// DataSources are the constructors of all data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		tenant.NewAccessPackages,
		tenant.NewRules,
		tenant.NewConflicts,
		tenant.NewGaps,
		tenant.NewChanges,
		tenant.NewReport,
	}
}

// ListResources are the constructors of all list resources.
func ListResources() []func() list.ListResource {
	var all []func() list.ListResource
	for _, k := range kind.All {
		all = append(all, func() list.ListResource { return rule.NewList(k) })
	}
	return all
}

// Functions are the constructors of all functions.
func Functions() []func() function.Function {
	return []func() function.Function{
		functions.NewMutualPairs,
		functions.NewReportHTML,
		functions.NewReportMarkdown,
		functions.NewReportCSV,
	}
}
