package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A wrong secret costs one request for a token, whatever the number of resources, and one error tells why.
func TestAccSignIn_refusedOnce(t *testing.T) {
	t.Parallel()
	service, cli := acctest.Start(t, emulator.Options{}), acctest.NewCLI(t)
	cli.Write(t, strings.Replace(service.Provider(), acctest.Secret, "not-the-secret", 1)+fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "these" {
  count             = 20
  catalog_id        = %q
  access_package_id = %q
  group_id          = format("9f0a9000-0000-4000-8000-%%012d", count.index)
}
`, acctest.CatalogID, acctest.Package(0)))
	output := cli.Must(t, 1, "apply", "-auto-approve")
	const told, pointing = "AADSTS7000215", "Skipped because the provider couldn't sign in."
	text := strings.Join(strings.Fields(strings.ReplaceAll(output, "│", "")), " ")
	if strings.Count(text, told) != 1 || strings.Count(text, pointing) != 19 {
		t.Errorf("%d errors tell why and %d point there:\n%s", strings.Count(text, told), strings.Count(text, pointing), output)
	}
	tokens := 0
	for _, entry := range service.Journal() {
		if entry.Kind == "token" {
			tokens++
		}
	}
	if tokens != 1 {
		t.Errorf("%d requests for a token", tokens)
	}
}

// A secret that can't be right is refused before anything is sent, and isn't shown.
func TestAccSignIn_malformedSecret(t *testing.T) {
	t.Parallel()
	service, cli := acctest.Start(t, emulator.Options{}), acctest.NewCLI(t)
	cli.Write(t, strings.Replace(service.Provider(), `"`+acctest.Secret+`"`, "var.secret", 1)+fmt.Sprintf(`
variable "secret" {
  sensitive = true
  default   = "planted\r\n"
}

resource "elm_access_package_incompatible_group" "this" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = %q
}
`, acctest.CatalogID, acctest.Package(0), acctest.Group(0)))
	output := cli.Must(t, 1, "apply", "-auto-approve")
	if !strings.Contains(output, "carriage return (CR, U+000D)") || strings.Contains(output, "planted") {
		t.Errorf("output:\n%s", output)
	}
	if n := len(service.Journal()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A secret of another resource is unknown in the first plan, which must still find that the tenant is missing.
func TestAccSignIn_unknownSecretWithoutTenant(t *testing.T) {
	t.Parallel()
	service, cli := acctest.Start(t, emulator.Options{}), acctest.NewCLI(t)
	block := strings.Replace(service.Provider(), `"`+acctest.Secret+`"`, "terraform_data.secret.output", 1)
	withoutTenant := strings.Replace(block, `"`+acctest.TenantID+`"`, "null", 1)
	if withoutTenant == block {
		t.Fatal("the provider block has no tenant to leave out")
	}
	rest := fmt.Sprintf(`
resource "terraform_data" "secret" { input = %q }

resource "elm_access_package_incompatible_group" "this" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = %q
}
`, acctest.Secret, acctest.CatalogID, acctest.Package(0), acctest.Group(0))
	cli.Write(t, withoutTenant+rest)
	if output := cli.Must(t, 1, "plan"); !strings.Contains(output, "the provider also needs `tenant_id`") {
		t.Errorf("output:\n%s", output)
	}
	cli.Write(t, block+rest)
	cli.Must(t, 0, "apply", "-auto-approve")
}

const oneRule = `
resource "elm_access_package_incompatible_group" "this" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = %q

  timeouts {
    create = "1s"
  }
}
`

// Go would ignore a proxy address that it can't parse, and send secrets past the proxy.
func TestAccSignIn_unusableProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://user:plan%ted@proxy.example:8080")
	service, cli := acctest.Start(t, emulator.Options{}), acctest.NewCLI(t)
	cli.Write(t, service.Provider()+fmt.Sprintf(oneRule, acctest.CatalogID, acctest.Package(0), acctest.Group(0)))
	output := cli.Must(t, 1, "apply", "-auto-approve")
	if !strings.Contains(output, "HTTPS_PROXY has an unescaped") || strings.Contains(output, "plan%ted") {
		t.Errorf("output:\n%s", output)
	}
	if n := len(service.Journal()); n != 0 {
		t.Errorf("%d requests", n)
	}
}
