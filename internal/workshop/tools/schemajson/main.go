// Command schemajson prints the provider's schema in the shape of `terraform providers schema -json`, from which
// tfplugindocs writes docs/. It asks the provider inside its own process: that needs no Terraform command, and leaves
// out nothing that the one on PATH may be too old for, such as list resources.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// address is what tfplugindocs looks for, whatever namespace a provider is published in.
const address = "registry.terraform.io/hashicorp/elm"

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "schemajson:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	server := providerserver.NewProtocol6(provider.New("docs")())()
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return err
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		return fmt.Errorf("%s: %s", d.Summary, d.Detail)
	}
	document := map[string]any{
		"format_version":   "1.0",
		"provider_schemas": map[string]any{address: describe(schemas, identities)},
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(document)
}
