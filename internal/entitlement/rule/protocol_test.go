package rule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// with adds an attribute.
func with(attributes map[string]any, name string, value any) map[string]any {
	all := map[string]any{name: value}
	for name, value := range attributes {
		all[name] = value
	}
	return all
}

// create applies what was planned for a new resource.
func create(t *testing.T, l lister, typeName string, attributes map[string]any) {
	t.Helper()
	planned := acctest.Object(t, l.schemas.ResourceSchemas[typeName], attributes)
	change(t, l, &tfprotov6.ApplyResourceChangeRequest{TypeName: typeName, PriorState: nothing(t, l, typeName), PlannedState: planned, Config: planned})
}

// destroy applies the end of a resource.
func destroy(t *testing.T, l lister, typeName string, attributes map[string]any) {
	t.Helper()
	prior, gone := acctest.Object(t, l.schemas.ResourceSchemas[typeName], attributes), nothing(t, l, typeName)
	change(t, l, &tfprotov6.ApplyResourceChangeRequest{TypeName: typeName, PriorState: prior, PlannedState: gone, Config: gone})
}

func nothing(t *testing.T, l lister, typeName string) *tfprotov6.DynamicValue {
	t.Helper()
	of := l.schemas.ResourceSchemas[typeName].ValueType()
	value, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, nil))
	acctest.Must(t, err)
	return &value
}

func change(t *testing.T, l lister, request *tfprotov6.ApplyResourceChangeRequest) {
	t.Helper()
	applied, err := l.server.ApplyResourceChange(t.Context(), request)
	acctest.Must(t, err)
	for _, d := range applied.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			t.Fatal(d.Summary + ": " + d.Detail)
		}
	}
}
