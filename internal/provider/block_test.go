package provider

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// block is a provider block: text, bool, number, or unknown.
type block map[string]any

type unknown struct{}

// environment are the variables of a process.
type environment map[string]string

func (e environment) lookup(name string) string { return e[name] }

func (b block) config(t *testing.T) tfsdk.Config {
	t.Helper()
	var response provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &response)
	object, ok := response.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("the provider block is not an object")
	}
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, kind := range object.AttributeTypes {
		switch given := b[name].(type) {
		case unknown:
			values[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
		default:
			values[name] = tftypes.NewValue(kind, given)
		}
	}
	for name := range b {
		if _, ok := values[name]; !ok {
			t.Fatalf("there is no argument %q", name)
		}
	}
	return tfsdk.Config{Schema: response.Schema, Raw: tftypes.NewValue(object, values)}
}

// graphConfig is what the Graph client would be made of.
func (b block) graphConfig(t *testing.T, e environment) (wire.Config, diag.Diagnostics) {
	t.Helper()
	var diags diag.Diagnostics
	v := readValues(t.Context(), b.config(t), e.lookup, &diags)
	return graphConfig(v, e.lookup, &diags), diags
}

// configure runs the whole of Configure.
func (b block) configure(t *testing.T, e environment, options ...Option) *provider.ConfigureResponse {
	t.Helper()
	return b.configureRequest(t, e, provider.ConfigureRequest{}, options...)
}

func (b block) configureRequest(t *testing.T, e environment, request provider.ConfigureRequest, options ...Option) *provider.ConfigureResponse {
	t.Helper()
	request.TerraformVersion, request.Config = "1.11.4", b.config(t)
	var response provider.ConfigureResponse
	New("1.2.3", append([]Option{WithVariables(e.lookup)}, options...)...)().Configure(t.Context(), request, &response)
	return &response
}

// with adds to a block.
func (b block) with(more block) block {
	all := maps.Clone(b)
	maps.Copy(all, more)
	return all
}

// expectError wants exactly one error, about the attribute ("" for none), with all the words in it.
func expectError(t *testing.T, diags diag.Diagnostics, attribute string, words ...string) {
	t.Helper()
	if diags.ErrorsCount() != 1 {
		t.Fatalf("%d errors, want one: %v", diags.ErrorsCount(), diags)
	}
	d := diags.Errors()[0]
	got := ""
	if at, ok := d.(diag.DiagnosticWithPath); ok {
		got = at.Path().String()
	}
	if got != attribute {
		t.Errorf("the error is about %q, want %q: %v", got, attribute, d)
	}
	for _, word := range words {
		if !strings.Contains(d.Summary()+" "+d.Detail(), word) {
			t.Errorf("%q lacks %q", d.Detail(), word)
		}
	}
}

// expectNoLeak looks for the values that tests plant as secrets.
func expectNoLeak(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	for _, d := range diags {
		for _, secret := range []string{"planted", "cGxhbnRlZA"} {
			if strings.Contains(d.Summary()+d.Detail(), secret) {
				t.Errorf("%q shows a secret", d.Detail())
			}
		}
	}
}
