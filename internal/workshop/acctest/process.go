package acctest

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// Process is a provider that was just started and configured, as each walk of a CLI starts one. Its methods are the
// calls of the protocol, and may be used concurrently.
type Process struct {
	Server  tfprotov6.ProviderServer
	Schemas *tfprotov6.GetProviderSchemaResponse
}

// Instance is a resource instance of a state. Without a value there is no object yet.
type Instance struct {
	Type     string
	Value    tftypes.Value
	Private  []byte
	Identity *tfprotov6.ResourceIdentityData
}

// Planned is what a plan makes of an instance.
type Planned struct {
	Instance

	Replaces bool // the instance has to be destroyed first
}

// Messages are the diagnostics of a call.
type Messages struct {
	Errors   []string // each with its detail on one line
	Warnings []string // titles
}

// schemas are the same for each provider, and take longer than all that a short walk asks.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		return nil, err
	}
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// NewProcess starts a provider with arguments of the provider block.
func NewProcess(t *testing.T, arguments map[string]any, options ...provider.Option) *Process {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test", options...)())()
	Must(t, err)
	schemas, err := schemas()
	Must(t, err)
	p := &Process{Server: server, Schemas: schemas}
	response, err := p.Server.ConfigureProvider(
		t.Context(), &tfprotov6.ConfigureProviderRequest{Config: Object(t, p.Schemas.Provider, arguments)},
	)
	Must(t, err)
	if m := messages(response.Diagnostics, nil); len(m.Errors) > 0 {
		t.Fatal(m.Errors)
	}
	return p
}

// Nothing is an instance that has no object yet.
func (p *Process) Nothing(typeName string) Instance {
	return Instance{Type: typeName, Value: tftypes.NewValue(p.valueType(typeName), nil)}
}

// Config is a configuration of a resource, nil for none. All that is not given is null.
func (p *Process) Config(t *testing.T, typeName string, given map[string]any) tftypes.Value {
	t.Helper()
	if given == nil {
		return p.Nothing(typeName).Value
	}
	value, err := Object(t, p.Schemas.ResourceSchemas[typeName], given).Unmarshal(p.valueType(typeName))
	Must(t, err)
	return value
}

// Read refreshes an instance. Without a value afterwards, it no longer exists.
func (p *Process) Read(ctx context.Context, i Instance) (Instance, Messages) {
	read, err := p.Server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: i.Type, CurrentState: p.dynamic(i.Type, i.Value), Private: i.Private, CurrentIdentity: i.Identity,
	})
	if err != nil {
		return i, messages(nil, err)
	}
	return Instance{i.Type, p.value(i.Type, read.NewState), read.Private, read.NewIdentity},
		messages(read.Diagnostics, nil)
}

// Import gives the instance with an import ID, before a refresh.
func (p *Process) Import(ctx context.Context, typeName, id string) (Instance, Messages) {
	imported, err := p.Server.ImportResourceState(
		ctx, &tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id},
	)
	if err != nil {
		return p.Nothing(typeName), messages(nil, err)
	}
	if len(imported.ImportedResources) == 0 {
		return p.Nothing(typeName), messages(imported.Diagnostics, nil)
	}
	found := imported.ImportedResources[0]
	return Instance{typeName, p.value(typeName, found.State), found.Private, found.Identity},
		messages(imported.Diagnostics, nil)
}

// Plan plans a configuration for an instance.
func (p *Process) Plan(ctx context.Context, prior Instance, config tftypes.Value) (Planned, Messages) {
	planned, err := p.Server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:         prior.Type,
		PriorState:       p.dynamic(prior.Type, prior.Value),
		ProposedNewState: p.dynamic(prior.Type, p.proposed(prior, config)),
		Config:           p.dynamic(prior.Type, config),
		PriorPrivate:     prior.Private,
		PriorIdentity:    prior.Identity,
	})
	if err != nil {
		return Planned{Instance: prior}, messages(nil, err)
	}
	return Planned{
		Instance{prior.Type, p.value(prior.Type, planned.PlannedState), planned.PlannedPrivate, planned.PlannedIdentity},
		len(planned.RequiresReplace) > 0 && !prior.Value.IsNull(),
	}, messages(planned.Diagnostics, nil)
}

// Apply makes an instance what was planned.
func (p *Process) Apply(
	ctx context.Context, prior Instance, planned Instance, config tftypes.Value,
) (Instance, Messages) {
	applied, err := p.Server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        prior.Type,
		PriorState:      p.dynamic(prior.Type, prior.Value),
		PlannedState:    p.dynamic(prior.Type, planned.Value),
		Config:          p.dynamic(prior.Type, config),
		PlannedPrivate:  planned.Private,
		PlannedIdentity: planned.Identity,
	})
	if err != nil {
		return prior, messages(nil, err)
	}
	return Instance{prior.Type, p.value(prior.Type, applied.NewState), applied.Private, applied.NewIdentity},
		messages(applied.Diagnostics, nil)
}

// proposed is the configuration with what the provider has computed before, as a CLI merges them.
func (p *Process) proposed(prior Instance, config tftypes.Value) tftypes.Value {
	if prior.Value.IsNull() || config.IsNull() {
		return config
	}
	before, values := Attributes(prior.Value), maps.Clone(Attributes(config))
	for _, attribute := range p.Schemas.ResourceSchemas[prior.Type].Block.Attributes {
		if attribute.Computed && values[attribute.Name].IsNull() {
			values[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(p.valueType(prior.Type), values)
}

// Attributes gives those of an object, none of a null.
func Attributes(object tftypes.Value) map[string]tftypes.Value {
	var attributes map[string]tftypes.Value
	if err := object.As(&attributes); err != nil {
		panic(err) // the protocol gives objects only
	}
	return attributes
}

func messages(diagnostics []*tfprotov6.Diagnostic, err error) (m Messages) {
	if err != nil {
		m.Errors = append(m.Errors, err.Error())
	}
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			m.Errors = append(m.Errors, fmt.Sprintf("%s: %s", d.Summary, strings.Join(strings.Fields(d.Detail), " ")))
		} else {
			m.Warnings = append(m.Warnings, d.Summary)
		}
	}
	return m
}

func (p *Process) valueType(typeName string) tftypes.Type {
	return p.Schemas.ResourceSchemas[typeName].ValueType()
}

func (p *Process) value(typeName string, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	value, err := dynamic.Unmarshal(p.valueType(typeName))
	if err != nil {
		panic(err) // an answer that doesn't fit the schema ends every test
	}
	return value
}

func (p *Process) dynamic(typeName string, value tftypes.Value) *tfprotov6.DynamicValue {
	dynamic, err := tfprotov6.NewDynamicValue(p.valueType(typeName), value)
	if err != nil {
		panic(err) // a value of another type is a mistake in the test
	}
	return &dynamic
}
