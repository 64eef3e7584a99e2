//go:build unix

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// An operation that times out while the Azure CLI hangs names the Azure CLI.
func TestAccSignIn_hangingAzureCLI(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "az"), []byte("#!/bin/sh\nexec sleep 600\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	service, cli := acctest.Start(t, emulator.Options{}), acctest.NewCLI(t)
	block := fmt.Sprintf("provider \"elm\" {\n  metadata_host = %q\n}\n", service.URL)
	cli.Write(t, block+fmt.Sprintf(oneRule, acctest.CatalogID, acctest.Package(0), acctest.Group(0)))
	output := strings.Join(strings.Fields(strings.ReplaceAll(cli.Must(t, 1, "apply", "-auto-approve"), "│", "")), " ")
	for _, want := range []string{"No access token for Microsoft Graph", "`az` gave no answer before the operation's timeout", "Run `az account get-access-token"} {
		if !strings.Contains(output, want) {
			t.Errorf("lacks %q:\n%s", want, output)
		}
	}
}
