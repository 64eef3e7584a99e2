// Package provider has the provider block: it turns arguments and environment variables into a Graph client, and
// registers the resources, data sources, list resources, and functions of package entitlement.
package provider

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

var (
	_ provider.Provider                   = (*elm)(nil)
	_ provider.ProviderWithFunctions      = (*elm)(nil)
	_ provider.ProviderWithListResources  = (*elm)(nil)
	_ provider.ProviderWithValidateConfig = (*elm)(nil)
)

type elm struct {
	version   string
	clock     waiting.Clock
	transport http.RoundTripper
	lookup    func(string) string

	mu   sync.Mutex
	data *construct.Data // of the last Configure
}

// Option replaces a part of the environment that the provider runs in. Only tests need one.
type Option func(*elm)

// WithClock replaces the system's clock.
func WithClock(clock waiting.Clock) Option { return func(p *elm) { p.clock = clock } }

// WithTransport replaces the network.
func WithTransport(transport http.RoundTripper) Option {
	return func(p *elm) { p.transport = transport }
}

// WithVariables replaces the environment variables; lookup gives "" for a variable that is not set.
func WithVariables(lookup func(string) string) Option { return func(p *elm) { p.lookup = lookup } }

// New returns a function that makes providers of a version.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &elm{version: version, lookup: os.Getenv}
		for _, option := range options {
			option(p)
		}
		return p
	}
}

func (p *elm) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "elm"
	response.Version = p.version
}

func (p *elm) Schema(_ context.Context, _ provider.SchemaRequest, response *provider.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Manage separation of duties in Microsoft Entra entitlement management: groups and access " +
			"packages whose members and holders can't request an access package.",
		Attributes: attributes(),
	}
}

// ValidateConfig starts every walk of a command. A provider that outlives a command (with -debug) must forget the
// declarations of the walk before.
func (p *elm) ValidateConfig(context.Context, provider.ValidateConfigRequest, *provider.ValidateConfigResponse) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.data != nil {
		p.data.NewWalk()
	}
}

// Configure checks the configuration and sends nothing: Terraform starts the provider several times in a command, and
// most of these processes need no token.
func (p *elm) Configure(ctx context.Context, request provider.ConfigureRequest, response *provider.ConfigureResponse) {
	v := readValues(ctx, request.Config, p.lookup, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	cfg := wire.Config{Config: signin.Config{Deferred: deferral(v)}}
	switch {
	case cfg.Deferred == nil:
		cfg = graphConfig(v, p.lookup, &response.Diagnostics)
	case v.CheckUnfinished(v.unknown) != nil:
		response.Diagnostics.Append(configDiagnostic(v.CheckUnfinished(v.unknown)))
	case request.ClientCapabilities.DeferralAllowed:
		response.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	if response.Diagnostics.HasError() {
		return
	}
	cfg.Clock, cfg.Transport = p.clock, p.transport
	cfg.UserAgent = fmt.Sprintf("terraform-provider-elm/%s Terraform/%s", p.version, request.TerraformVersion)

	client, err := graph.New(cfg)
	if err != nil {
		response.Diagnostics.Append(configDiagnostic(err))
		return
	}
	data := construct.NewData(client, construct.Options{
		AdoptExisting:   v.Flag("adopt_existing"),
		CheckReferences: v.Flag("check_references"),
		WarnConflicts:   v.Flag("warn_conflicts"),
		Tenant:          place(v),
	})
	p.mu.Lock()
	p.data = data
	p.mu.Unlock()
	response.ResourceData = data
	response.DataSourceData = data
	response.ListResourceData = data
}

// place words the tenant and the cloud for messages.
func place(v *values) string {
	tenant, cloud := "the tenant of the signed-in account", "the environment "+v.Values["environment"]
	if id := v.Values["tenant_id"]; id != "" {
		tenant = "tenant " + id
	}
	if host := v.Values["metadata_host"]; host != "" {
		cloud = "the cloud of metadata_host " + host
	}
	return tenant + ", " + cloud
}

// deferral is the error of every request while arguments are unknown. A plan that only creates resources sends no
// request, so this isn't an error yet.
func deferral(v *values) error {
	if len(v.unknown) == 0 {
		return nil
	}
	return &signin.ConfigError{Arguments: v.unknown, Reason: fmt.Sprintf(
		"The provider's configuration is not known yet: %s in the provider block depends on a resource that has not been "+
			"applied. Apply that resource first, for example with -target.", quoted(v.unknown, ", "))}
}

func (p *elm) Resources(context.Context) []func() resource.Resource { return entitlement.Resources() }

func (p *elm) DataSources(context.Context) []func() datasource.DataSource {
	return entitlement.DataSources()
}

func (p *elm) ListResources(context.Context) []func() list.ListResource {
	return entitlement.ListResources()
}

func (p *elm) Functions(context.Context) []func() function.Function { return entitlement.Functions() }
