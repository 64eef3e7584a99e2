package entitlement

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Options are the provider arguments that change how constructs behave.
type Options struct {
	AdoptExisting   bool // take an existing rule into state instead of failing
	CheckReferences bool // look up packages and groups while planning
}

// ProviderData is what the provider hands to every construct. It lives for one walk of a Terraform run.
type ProviderData struct {
	Client *graph.Client
	Options

	declarations declarations
	takeovers    takeovers
	references   references
}

// NewProviderData bundles what constructs need.
func NewProviderData(client *graph.Client, options Options) *ProviderData {
	return &ProviderData{Client: client, Options: options}
}

// NewWalk forgets what was declared: Terraform is about to show the configuration again.
func (d *ProviderData) NewWalk() { d.declarations.forget() }

// providerData unpacks what Configure got. It is nil while Terraform validates without a configured provider.
func providerData(value any, diags *diag.Diagnostics) *ProviderData {
	if value == nil {
		return nil
	}
	data, ok := value.(*ProviderData)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("Got %T. This is a bug in the provider: please report it.", value))
	}
	return data
}
