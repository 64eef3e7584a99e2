package reliability_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The binary that users install contains no code of tests and of other programs.
func TestShipped_noTestCode(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "../../..").Output()
	if err != nil {
		t.Fatal(err)
	}
	const project = "github.com/entra-elm/terraform-provider-elm/internal/"
	shipped := strings.Fields(string(output))
	for _, pkg := range shipped {
		for _, apart := range []string{
			"net/http/httptest", "github.com/hashicorp/terraform-plugin-testing",
			project + "acctest", project + "bench", project + "emulator", project + "interop", project + "pipelines", project + "reliability", project + "tools",
		} {
			if pkg == apart || strings.HasPrefix(pkg, apart+"/") {
				t.Errorf("the provider's binary holds %s", pkg)
			}
		}
	}
	if len(shipped) == 0 {
		t.Error("no package is listed")
	}
}
