package provider

import (
	"maps"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// Each provider block in the documentation selects the way to sign in that it is shown for.
func TestIndex_authentication(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string]func(signin.Credentials) bool{
		"Client secret": func(c signin.Credentials) bool { return c.ClientSecret != "" },
		"Client certificate": func(c signin.Credentials) bool {
			return c.ClientCertificate != nil && c.ClientCertificatePassword != ""
		},
		"GitHub Actions": func(c signin.Credentials) bool {
			return c.UseOIDC && c.OIDCRequestURL != "" && c.OIDCRequestToken != ""
		},
		"Azure DevOps": func(c signin.Credentials) bool {
			return c.UseOIDC && c.ADOServiceConnectionID != "" && c.OIDCRequestToken != ""
		},
		"Another OIDC token":    func(c signin.Credentials) bool { return c.UseOIDC && c.OIDCTokenFilePath != "" },
		"AKS workload identity": func(c signin.Credentials) bool { return c.UseOIDC && c.OIDCTokenFilePath != "" && c.ClientID != "" },
		"Managed identity":      func(c signin.Credentials) bool { return c.UseMSI && c.ClientID != "" },
		"Azure CLI":             func(c signin.Credentials) bool { return c.UseCLI && c.TenantID != "" && !c.UseOIDC && !c.UseMSI },
	}
	// A pipeline or a pod sets these.
	surroundings := map[string]environment{
		"GitHub Actions":        {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://pipelines", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "token"},
		"Azure DevOps":          {"SYSTEM_OIDCREQUESTURI": "https://devops"},
		"AKS workload identity": {"AZURE_CLIENT_ID": "client", "AZURE_TENANT_ID": "tenant", "AZURE_FEDERATED_TOKEN_FILE": "/var/run/token"},
	}
	export := regexp.MustCompile(`(?m)^export (\w+)="?([^"\n]*)"?`)
	mapped := regexp.MustCompile("`env: (\\w+): ([^`]+)`") // of a step in Azure Pipelines
	found := 0
	for _, section := range regexp.MustCompile("(?s)### ([^\n]+)\n([^#]*?)```shell\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		chosen, ok := ways[section[1]]
		if !ok {
			t.Errorf("an unknown way: %s", section[1])
			continue
		}
		found++
		t.Run(section[1], func(t *testing.T) {
			t.Parallel()
			e := environment{}
			maps.Copy(e, surroundings[section[1]])
			for _, variable := range append(export.FindAllStringSubmatch(section[3], -1), mapped.FindAllStringSubmatch(section[2], -1)...) {
				e[variable[1]] = strings.Replace(variable[2], "$(System.AccessToken)", "token", 1) // which Azure Pipelines replaces
				if !isKnown(variable[1]) {
					t.Errorf("no argument reads %s", variable[1])
				}
			}
			if _, ok := e["ARM_CLIENT_CERTIFICATE_PATH"]; ok {
				e["ARM_CLIENT_CERTIFICATE_PATH"] = writeFile(t, "the certificate")
			}
			config, diags := block{}.graphConfig(t, e)
			if diags.HasError() || !chosen(config.Credentials) {
				t.Errorf("%+v, %v", config.Credentials, diags)
			}
		})
	}
	if found != len(ways) {
		t.Errorf("%d ways of %d", found, len(ways))
	}
}

func isKnown(variable string) bool {
	for _, a := range arguments.All {
		for _, name := range a.Variables {
			if name == variable {
				return true
			}
		}
	}
	return false
}
