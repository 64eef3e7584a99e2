package provider

import (
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
)

// Every argument follows the same order of precedence.
func TestValues_precedence(t *testing.T) {
	t.Parallel()
	for _, a := range arguments.All {
		t.Run(a.Name, func(t *testing.T) {
			t.Parallel()
			inBlock, inVariable := any("block"), "variable"
			wantBlock, other := "block", "false"
			if a.Boolean {
				inBlock, wantBlock, inVariable = true, "true", "true"
				if a.Fallback == "true" {
					inBlock, wantBlock, inVariable = false, "false", "false"
				}
			}
			if len(a.Allowed) > 0 {
				inVariable, other = a.Allowed[1], a.Allowed[0]
			}
			if a.Most > 0 {
				inBlock, wantBlock, inVariable, other = a.Most-1, strconv.Itoa(a.Most-1), "2", "3"
			}
			read := func(b block, e environment) string {
				var diags diag.Diagnostics
				v := readValues(t.Context(), b.config(t), e.lookup, &diags)
				if diags.HasError() {
					t.Fatal(diags)
				}
				return v.Values[a.Name]
			}
			if got := read(nil, nil); got != a.Fallback {
				t.Errorf("default: %q, want %q", got, a.Fallback)
			}
			for i, variable := range a.Variables {
				all := environment{}
				for _, later := range a.Variables[i+1:] {
					all[later] = other
				}
				all[variable] = inVariable
				if got := read(nil, all); got != inVariable {
					t.Errorf("%s: %q, want %q", variable, got, inVariable)
				}
				opposite := environment{variable: other}
				if wantBlock == "false" {
					opposite[variable] = "true"
				}
				if got := read(block{a.Name: inBlock}, opposite); got != wantBlock {
					t.Errorf("block and %s: %q, want %q", variable, got, wantBlock)
				}
			}
			if !a.Boolean && a.Most == 0 {
				if got := read(block{a.Name: ""}, environment{a.Variables[0]: inVariable}); got != inVariable {
					t.Errorf("empty in the block: %q, want %q", got, inVariable)
				}
			}
		})
	}
}

func TestValues_booleanVariables(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"true": true, "TRUE": true, "1": true, "false": false, "0": false, "": false} {
		var diags diag.Diagnostics
		v := readValues(t.Context(), block{}.config(t), environment{"ARM_USE_OIDC": text}.lookup, &diags)
		if diags.HasError() || v.Flag("use_oidc") != want {
			t.Errorf("%q: %v, %v", text, v.Flag("use_oidc"), diags)
		}
	}
	_, diags := block{}.graphConfig(t, environment{"ARM_USE_OIDC": "yes"})
	expectError(t, diags, "use_oidc", "ARM_USE_OIDC", `"yes"`, "true or false")
}

func TestValues_numberVariables(t *testing.T) {
	t.Parallel()
	cfg, diags := block{}.graphConfig(t, environment{"ELM_MAX_CONCURRENT_REQUESTS": "7"})
	if diags.HasError() || cfg.MaxConcurrentRequests != 7 {
		t.Errorf("%d, %v", cfg.MaxConcurrentRequests, diags)
	}
	for _, text := range []string{"0", "65", "-1", "1.5", "many", "0x10"} {
		_, diags := block{}.graphConfig(t, environment{"ELM_MAX_CONCURRENT_REQUESTS": text})
		expectError(t, diags, "max_concurrent_requests", "ELM_MAX_CONCURRENT_REQUESTS", strconv.Quote(text), "a whole number from 1 to 64")
	}
}

// Beside a metadata host, even an unknown one, the name of the environment is ignored.
func TestValues_metadataHost(t *testing.T) {
	t.Parallel()
	for _, host := range []any{nil, "", "management.moon.example", unknown{}} {
		var diags diag.Diagnostics
		readValues(t.Context(), block{"metadata_host": host}.config(t), environment{"ARM_ENVIRONMENT": "moon", "ELM_API_VERSION": "v2"}.lookup, &diags)
		if given := host != nil && host != ""; given {
			expectError(t, diags, "api_version", "v2")
		} else if diags.ErrorsCount() != 2 {
			t.Errorf("%v: %v", host, diags)
		}
	}
}
