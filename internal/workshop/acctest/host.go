package acctest

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Host plays the part of a CLI for one resource, in calls of the protocol: what a plan and an apply ask of the
// provider, without the processes of a CLI.
type Host struct {
	Server   tfprotov6.ProviderServer
	Schemas  *tfprotov6.GetProviderSchemaResponse
	Warnings []string // summaries

	typeName      string
	configuration map[string]any
	state         tftypes.Value // null before there is a resource
	private       []byte
	identity      *tfprotov6.ResourceIdentityData
}

// NewHost has a provider configured for the service, by a clock of the test's own.
func NewHost(t *testing.T, s *Service, typeName, apiVersion string) *Host {
	t.Helper()
	h := &Host{typeName: typeName, configuration: map[string]any{
		"metadata_host": s.URL,
		"tenant_id":     TenantID,
		"client_id":     ClientID,
		"client_secret": Secret,
		"api_version":   apiVersion,
	}}
	h.start(t)
	if typeName != "" {
		h.state = tftypes.NewValue(h.valueType(), nil)
	}
	return h
}

// start has a new provider, as each walk of a CLI has one. It knows what is in the state, and nothing else.
func (h *Host) start(t *testing.T) {
	t.Helper()
	var err error
	h.Server, err = Factories(NewClock())["elm"]()
	Must(t, err)
	h.Schemas, err = h.Server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	Must(t, err)
	response, err := h.Server.ConfigureProvider(
		t.Context(), &tfprotov6.ConfigureProviderRequest{Config: Object(t, h.Schemas.Provider, h.configuration)},
	)
	Must(t, err)
	if problems := h.problems(response.Diagnostics); len(problems) > 0 {
		t.Fatal(problems)
	}
}

// Object is a configuration in which all that is not given is null.
func Object(t *testing.T, schema *tfprotov6.Schema, given map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, of := range object.AttributeTypes {
		values[name] = tftypes.NewValue(of, given[name])
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	Must(t, err)
	return &value
}

// SetOf is a set of texts, for [Object].
func SetOf(texts ...string) []tftypes.Value {
	values := []tftypes.Value{}
	for _, text := range texts {
		values = append(values, tftypes.NewValue(tftypes.String, text))
	}
	return values
}

// State gives the attributes of the state, none where there is no resource.
func (h *Host) State(t *testing.T) map[string]string {
	t.Helper()
	if h.state.IsNull() {
		return nil
	}
	return Texts(t, h.state)
}

// Apply makes the resource what the configuration says, null for none: it refreshes, plans and applies, with a
// replacement where the plan wants one, and checks that the next plan is empty. It gives the errors.
func (h *Host) Apply(t *testing.T, given map[string]any) []string {
	t.Helper()
	config := h.value(t, Object(t, h.Schemas.ResourceSchemas[h.typeName], given))
	if given == nil {
		config = tftypes.NewValue(h.valueType(), nil)
	}
	if problems := h.change(t, config); len(problems) > 0 {
		return problems
	}
	h.start(t)
	h.Refresh(t)
	if given == nil {
		return nil
	}
	next := h.plan(t, h.state, config)
	if len(next.RequiresReplace) > 0 || !h.value(t, next.PlannedState).Equal(h.state) {
		t.Errorf(
			"%s: the plan after the apply is not empty: %s, but the state is %s",
			h.typeName,
			h.value(t, next.PlannedState),
			h.state,
		)
	}
	return nil
}

func (h *Host) change(t *testing.T, config tftypes.Value) []string {
	t.Helper()
	h.start(t)
	h.Refresh(t)
	planned := h.plan(t, h.state, config)
	if problems := h.problems(planned.Diagnostics); len(problems) > 0 {
		return problems
	}
	if len(planned.RequiresReplace) == 0 || h.state.IsNull() {
		h.start(t)
		return h.apply(t, config, planned)
	}
	// A replacement is planned once more as a new object, whose private state both halves get.
	nothing := tftypes.NewValue(h.valueType(), nil)
	h.private = planned.PlannedPrivate
	planned = h.plan(t, nothing, config)
	destroyed := &tfprotov6.PlanResourceChangeResponse{
		PlannedState: h.dynamic(t, nothing), PlannedPrivate: planned.PlannedPrivate,
	}
	h.start(t)
	if problems := h.apply(t, nothing, destroyed); len(problems) > 0 {
		return problems
	}
	return h.apply(t, config, h.plan(t, nothing, config))
}

// Refresh reads the resource, if there is one.
func (h *Host) Refresh(t *testing.T) {
	t.Helper()
	if h.state.IsNull() {
		return
	}
	read, err := h.Server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: h.typeName, CurrentState: h.dynamic(t, h.state), Private: h.private, CurrentIdentity: h.identity,
	})
	Must(t, err)
	if problems := h.problems(read.Diagnostics); len(problems) > 0 {
		t.Fatal(problems)
	}
	h.state, h.private, h.identity = h.value(t, read.NewState), read.Private, read.NewIdentity
}

// Import takes a resource into the state by its id, and reads it.
func (h *Host) Import(t *testing.T, id string) {
	t.Helper()
	imported, err := h.Server.ImportResourceState(
		t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: h.typeName, ID: id},
	)
	Must(t, err)
	if problems := h.problems(imported.Diagnostics); len(problems) > 0 {
		t.Fatal(problems)
	}
	found := imported.ImportedResources[0]
	h.state, h.private, h.identity = h.value(t, found.State), found.Private, found.Identity
	h.Refresh(t)
}

func (h *Host) plan(t *testing.T, prior, config tftypes.Value) *tfprotov6.PlanResourceChangeResponse {
	t.Helper()
	planned, err := h.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         h.typeName,
		PriorState:       h.dynamic(t, prior),
		ProposedNewState: h.dynamic(t, h.proposed(t, prior, config)),
		Config:           h.dynamic(t, config),
		PriorPrivate:     h.private,
		PriorIdentity:    h.identity,
	})
	Must(t, err)
	return planned
}

// proposed is the configuration with what the provider has computed before, as a CLI merges them.
func (h *Host) proposed(t *testing.T, prior, config tftypes.Value) tftypes.Value {
	t.Helper()
	if prior.IsNull() || config.IsNull() {
		return config
	}
	var before, values map[string]tftypes.Value
	Must(t, prior.As(&before), config.As(&values))
	values = maps.Clone(values)
	for _, attribute := range h.Schemas.ResourceSchemas[h.typeName].Block.Attributes {
		if attribute.Computed && values[attribute.Name].IsNull() {
			values[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(h.valueType(), values)
}

func (h *Host) apply(t *testing.T, config tftypes.Value, planned *tfprotov6.PlanResourceChangeResponse) []string {
	t.Helper()
	applied, err := h.Server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        h.typeName,
		PriorState:      h.dynamic(t, h.state),
		PlannedState:    planned.PlannedState,
		Config:          h.dynamic(t, config),
		PlannedPrivate:  planned.PlannedPrivate,
		PlannedIdentity: planned.PlannedIdentity,
	})
	Must(t, err)
	h.state, h.private, h.identity = h.value(t, applied.NewState), applied.Private, applied.NewIdentity
	return h.problems(applied.Diagnostics)
}

// problems gives the errors, and keeps the warnings.
func (h *Host) problems(diagnostics []*tfprotov6.Diagnostic) []string {
	var errors []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errors = append(errors, fmt.Sprintf("%s: %s", d.Summary, strings.Join(strings.Fields(d.Detail), " ")))
		} else {
			h.Warnings = append(h.Warnings, d.Summary)
		}
	}
	return errors
}

func (h *Host) valueType() tftypes.Type { return h.Schemas.ResourceSchemas[h.typeName].ValueType() }

func (h *Host) value(t *testing.T, dynamic *tfprotov6.DynamicValue) tftypes.Value {
	t.Helper()
	value, err := dynamic.Unmarshal(h.valueType())
	Must(t, err)
	return value
}

func (h *Host) dynamic(t *testing.T, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(h.valueType(), value)
	Must(t, err)
	return &dynamic
}
