package provider

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

func TestProvider_schema(t *testing.T) {
	t.Parallel()
	var response provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &response)
	if diags := response.Schema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Fatal(diags)
	}
	for name, sensitive := range map[string]bool{
		"client_secret": true, "client_certificate": true, "client_certificate_password": true, "oidc_token": true, "oidc_request_token": true,
		"client_id": false, "tenant_id": false, "client_secret_file_path": false,
	} {
		attribute, ok := response.Schema.Attributes[name]
		if !ok || attribute.IsSensitive() != sensitive || !attribute.IsOptional() {
			t.Errorf("%s: %+v", name, attribute)
		}
	}
	if _, ok := response.Schema.Attributes["use_oidc"].(schema.BoolAttribute); !ok {
		t.Error("use_oidc is not a boolean")
	}
}

var secretBlock = block{
	"tenant_id": "7e4a4700-0000-4000-8000-000000000001", "client_id": "c11e4700-0000-4000-8000-000000000001", "client_secret": "emulator-secret",
}

func TestProvider_configures(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	response := secretBlock.with(block{"metadata_host": "http://127.0.0.1", "adopt_existing": false, "check_references": true}).
		configure(t, nil, WithTransport(server.Transport()))
	if len(response.Diagnostics) != 0 {
		t.Fatal(response.Diagnostics)
	}
	data, ok := response.ResourceData.(*construct.Data)
	if !ok || data.AdoptExisting || !data.CheckReferences || response.DataSourceData != data || response.ListResourceData != data {
		t.Errorf("%+v", response)
	}
	if got := server.Journal(); len(got) != 0 {
		t.Errorf("Configure sent %d requests", len(got))
	}
	if _, err := data.Client.IncompatibleGroups().List(t.Context(), "acce5500-0000-4000-8000-000000000000", graph.ListOptions{}); !graph.IsGone(err) {
		t.Errorf("err = %v", err)
	}
	for _, entry := range server.Journal() {
		if got := entry.Header.Get("User-Agent"); got != "terraform-provider-elm/1.2.3 Terraform/1.11.4" {
			t.Errorf("%s: User-Agent is %q", entry.Path, got)
		}
	}
}

func TestProvider_cannotAuthenticate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given     block
		variables environment
		attribute string
		words     []string
	}{
		"secret alone": {
			block{"client_secret": "planted"},
			nil,
			"tenant_id",
			[]string{"a client secret", "`tenant_id` and `client_id`", "ARM_TENANT_ID", "ARM_CLIENT_ID"},
		},
		"secret in a variable": {
			block{},
			environment{"ARM_CLIENT_SECRET": "planted", "ARM_TENANT_ID": "t"},
			"client_id",
			[]string{"a client secret", "ARM_CLIENT_ID"},
		},
		"nothing": {
			block{"use_cli": false},
			nil,
			"client_secret",
			[]string{"No way to sign in", "use_oidc", "ARM_USE_MSI", "ARM_CLIENT_SECRET"},
		},
		"oidc without a token": {
			block{"use_oidc": true},
			nil,
			"oidc_token",
			[]string{"ARM_OIDC_TOKEN", "ARM_OIDC_TOKEN_FILE_PATH", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_ACCESSTOKEN"},
		},
		"pipelines without the secret variable": {
			secretBlock.with(block{"client_secret": nil, "use_oidc": true}),
			environment{"SYSTEM_OIDCREQUESTURI": "https://dev.example/"},
			"oidc_request_token",
			[]string{"SYSTEM_ACCESSTOKEN"},
		},
		"bad certificate": {
			secretBlock.with(block{"client_certificate": "cGxhbnRlZA=="}), nil,
			"client_certificate",
			[]string{"PKCS#12", "ARM_CLIENT_CERTIFICATE"},
		},
		"plain metadata host": {
			secretBlock.with(block{"metadata_host": "http://management.example"}), nil,
			"metadata_host",
			[]string{"loopback", "ARM_METADATA_HOSTNAME"},
		},
		"environment": {
			secretBlock,
			environment{"ARM_ENVIRONMENT": "german"},
			"environment",
			[]string{"ARM_ENVIRONMENT", `"german"`, "`china`"},
		},
		"API version": {
			secretBlock,
			environment{"ELM_API_VERSION": "v2"},
			"api_version",
			[]string{"ELM_API_VERSION", `"v2"`, "`v1.0`"},
		},
		"requests at a time": {
			secretBlock.with(block{"max_concurrent_requests": 65}), nil,
			"max_concurrent_requests",
			[]string{"65", "from 1 to 64", "ELM_MAX_CONCURRENT_REQUESTS"},
		},
		"CA file": {
			secretBlock.with(block{"ca_certificate_file": "/nonexistent/ca.pem"}), nil,
			"ca_certificate_file",
			[]string{"/nonexistent/ca.pem", "ELM_CA_CERTIFICATE_FILE"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := test.given.configure(t, test.variables)
			expectError(t, response.Diagnostics, test.attribute, test.words...)
			expectNoLeak(t, response.Diagnostics)
			if response.ResourceData != nil {
				t.Error("resources are configured anyway")
			}
		})
	}
}

func TestProvider_unknownValues(t *testing.T) {
	t.Parallel()
	sent := roundTripper(func(*http.Request) { t.Error("a request was sent") })
	given := secretBlock.with(block{"client_secret": unknown{}, "tenant_id": unknown{}})
	response := given.configure(t, nil, WithTransport(sent))
	if len(response.Diagnostics) != 0 || response.Deferred != nil {
		t.Fatalf("planning is not possible: %v, %v", response.Diagnostics, response.Deferred)
	}
	data, ok := response.ResourceData.(*construct.Data)
	if !ok {
		t.Fatalf("resources got %T", response.ResourceData)
	}
	_, err := data.Client.IncompatibleGroups().List(t.Context(), "acce5500-0000-4000-8000-000000000000", graph.ListOptions{})
	expectError(t, append(response.Diagnostics, configDiagnostic(err)), "tenant_id", "not known yet", "`tenant_id`, `client_secret`", "-target")

	request := provider.ConfigureRequest{ClientCapabilities: provider.ConfigureProviderClientCapabilities{DeferralAllowed: true}}
	if response = given.configureRequest(t, nil, request); response.Deferred == nil {
		t.Error("a Terraform that can defer was not told to")
	}
}

// A secret that is known only after an apply must not hide that the tenant is missing.
func TestProvider_unknownSecret(t *testing.T) {
	t.Parallel()
	pod := environment{"ARM_USE_AKS_WORKLOAD_IDENTITY": "true"}
	for name, test := range map[string]struct {
		given     block
		variables environment
		missing   string // the argument at fault, "" for none
	}{
		"all of it":               {block{"client_secret": unknown{}, "tenant_id": "t", "client_id": "c"}, nil, ""},
		"all unknown":             {block{"client_secret": unknown{}, "tenant_id": unknown{}, "client_id": unknown{}}, nil, ""},
		"no tenant":               {block{"client_secret": unknown{}, "client_id": "c"}, nil, "tenant_id"},
		"no tenant, file":         {block{"client_secret_file_path": unknown{}, "client_id": "c"}, nil, "tenant_id"},
		"no tenant, certificate":  {block{"client_certificate": unknown{}, "client_id": "c"}, nil, "tenant_id"},
		"no application":          {block{"client_certificate_path": unknown{}, "tenant_id": "t"}, nil, "client_id"},
		"application in a file":   {block{"client_secret": unknown{}, "tenant_id": "t", "client_id_file_path": unknown{}}, nil, ""},
		"tenant in a variable":    {block{"client_secret": unknown{}, "client_id": "c"}, environment{"ARM_TENANT_ID": "t"}, ""},
		"secret known, ID not":    {block{"client_secret": "planted", "client_id": unknown{}}, nil, "tenant_id"},
		"a pod adds them":         {block{"client_secret": unknown{}}, pod, ""},
		"another unknown":         {block{"environment": unknown{}}, nil, ""},
		"another, secret without": {block{"environment": unknown{}, "client_secret": "planted", "client_id": "c"}, nil, "tenant_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := test.given.configure(t, test.variables)
			if test.missing == "" {
				if response.Diagnostics.HasError() {
					t.Error(response.Diagnostics)
				}
				return
			}
			expectError(t, response.Diagnostics, test.missing, "the provider also needs `"+test.missing+"`", "You can set `"+test.missing+"` in the provider block or with `ARM_")
			expectNoLeak(t, response.Diagnostics)
		})
	}
}

func TestProvider_unknownOptionsUseTheirDefaults(t *testing.T) {
	t.Parallel()
	response := secretBlock.with(block{"adopt_existing": unknown{}, "check_references": unknown{}}).configure(t, nil)
	data, ok := response.ResourceData.(*construct.Data)
	if len(response.Diagnostics) != 0 || !ok || !data.AdoptExisting || data.CheckReferences {
		t.Errorf("%+v", response)
	}
}

// roundTripper counts as no network at all.
type roundTripper func(*http.Request)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	r(request)
	return nil, http.ErrServerClosed
}
