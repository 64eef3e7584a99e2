package arguments

import (
	"strings"
	"testing"
)

// A program without a provider block reads the same variables.
func TestFromEnvironment(t *testing.T) {
	t.Parallel()
	variables := map[string]string{
		"ARM_TENANT_ID": "tenant", "ARM_USE_OIDC": "1", "ARM_USE_CLI": "maybe", "ARM_OIDC_TOKEN_FILE_PATH": "/var/run/token",
		"IDENTITY_ENDPOINT": "http://localhost/token", "IDENTITY_HEADER": "planted",
	}
	lookup := func(name string) string { return variables[name] }
	v, problems := FromEnvironment(lookup)
	if len(problems) != 1 || problems[0].Argument != "use_cli" {
		t.Errorf("problems: %+v", problems)
	}
	if v["environment"] != "global" || v["api_version"] != "beta" || v["client_id"] != "" {
		t.Errorf("values: %v", v)
	}
	c, problems := v.Credentials(lookup)
	if len(problems) != 0 || c.TenantID != "tenant" || !c.UseOIDC || c.OIDCTokenFilePath != "/var/run/token" || c.MSIHeader != "planted" {
		t.Errorf("%+v, %+v", c, problems)
	}
}

// Beside a metadata host, the name of the environment is ignored.
func TestFromEnvironment_metadataHost(t *testing.T) {
	t.Parallel()
	variables := map[string]string{"ARM_ENVIRONMENT": "moon", "ELM_API_VERSION": "v2"}
	lookup := func(name string) string { return variables[name] }
	if _, problems := FromEnvironment(lookup); len(problems) != 2 {
		t.Errorf("%+v", problems)
	}
	variables["ARM_METADATA_HOSTNAME"] = "management.moon.example"
	if _, problems := FromEnvironment(lookup); len(problems) != 1 || problems[0].Argument != "api_version" {
		t.Errorf("%+v", problems)
	}
}

// A value from a list of allowed ones gets the table's spelling.
func TestFromEnvironment_allowed(t *testing.T) {
	t.Parallel()
	for _, a := range All {
		for _, allowed := range a.Allowed {
			value, problem := a.FromVariables(func(string) string { return strings.ToUpper(allowed) })
			if problem != nil || value != allowed {
				t.Errorf("%s: %q, %+v", a.Name, value, problem)
			}
		}
		if _, problem := a.FromVariables(func(string) string { return "moon" }); len(a.Allowed) > 0 && problem == nil {
			t.Errorf("%s takes anything", a.Name)
		}
	}
}
