package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// Host plays the part of a CLI for one resource, in calls of the protocol: what a plan and an apply ask of the
// provider, without the processes of a CLI.
type Host struct {
	*Process

	Warnings []string // titles

	arguments map[string]any
	instance  Instance
}

// NewHost has a provider configured for the service, by a clock of the test's own.
func NewHost(t *testing.T, s *Service, typeName, apiVersion string) *Host {
	t.Helper()
	h := &Host{arguments: s.Arguments()}
	h.arguments["api_version"] = apiVersion
	h.start(t)
	if typeName != "" {
		h.instance = h.Nothing(typeName)
	}
	return h
}

// start has a new provider, as each walk of a CLI has one. It knows what is in the state, and nothing else.
func (h *Host) start(t *testing.T) {
	t.Helper()
	h.Process = NewProcess(t, h.arguments, provider.WithClock(NewClock()))
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
	if h.instance.Value.IsNull() {
		return nil
	}
	return Texts(t, h.instance.Value)
}

// Apply makes the resource what the configuration says, null for none: it refreshes, plans and applies, with a
// replacement where the plan wants one, and checks that the next plan is empty. It gives the errors.
func (h *Host) Apply(t *testing.T, given map[string]any) []string {
	t.Helper()
	config := h.Config(t, h.instance.Type, given)
	if problems := h.change(t, config); len(problems) > 0 {
		return problems
	}
	h.start(t)
	h.refresh(t)
	if given == nil {
		return nil
	}
	next, _ := h.plan(t, config)
	if next.Replaces || !next.Value.Equal(h.instance.Value) {
		t.Errorf(
			"%s: the plan after the apply is not empty: %s, but the state is %s",
			h.instance.Type,
			next.Value,
			h.instance.Value,
		)
	}
	return nil
}

func (h *Host) change(t *testing.T, config tftypes.Value) []string {
	t.Helper()
	h.start(t)
	h.refresh(t)
	planned, problems := h.plan(t, config)
	if len(problems) > 0 {
		return problems
	}
	if !planned.Replaces {
		h.start(t)
		return h.apply(t, config, planned.Instance)
	}
	// A replacement is planned once more as a new object, whose private state both halves get.
	old, gone := h.instance, h.Nothing(h.instance.Type)
	h.instance = gone
	h.instance.Private = planned.Private
	planned, _ = h.plan(t, config)
	h.instance, gone.Private = old, planned.Private
	h.start(t)
	if problems := h.apply(t, gone.Value, gone); len(problems) > 0 {
		return problems
	}
	planned, _ = h.plan(t, config)
	return h.apply(t, config, planned.Instance)
}

// refresh reads the resource, if there is one.
func (h *Host) refresh(t *testing.T) {
	t.Helper()
	if h.instance.Value.IsNull() {
		return
	}
	read, m := h.Read(t.Context(), h.instance)
	if problems := h.problems(m); len(problems) > 0 {
		t.Fatal(problems)
	}
	h.instance = read
}

// Import takes a resource into the state by its id, and reads it.
func (h *Host) Import(t *testing.T, id string) {
	t.Helper()
	imported, m := h.Process.Import(t.Context(), h.instance.Type, id)
	if problems := h.problems(m); len(problems) > 0 {
		t.Fatal(problems)
	}
	h.instance = imported
	h.refresh(t)
}

func (h *Host) plan(t *testing.T, config tftypes.Value) (Planned, []string) {
	t.Helper()
	planned, m := h.Plan(t.Context(), h.instance, config)
	return planned, h.problems(m)
}

func (h *Host) apply(t *testing.T, config tftypes.Value, planned Instance) []string {
	t.Helper()
	applied, m := h.Process.Apply(t.Context(), h.instance, planned, config)
	h.instance = applied
	return h.problems(m)
}

// problems gives the errors, and keeps the warnings.
func (h *Host) problems(m Messages) []string {
	h.Warnings = append(h.Warnings, m.Warnings...)
	return m.Errors
}
