package reliability_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The example of a repository with tests of its own works somewhere else, with the provider installed from a filesystem
// mirror and the emulator as a program: nothing of this checkout takes part.
func TestAccAnotherRepository(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t)
	cli.Needs(t, acctest.Test)
	if err := os.CopyFS(cli.Dir, os.DirFS("../../../examples/another-repository")); err != nil {
		t.Fatal(err)
	}
	emulator, err := build("graph-emulator", "../../cmd/graph-emulator")
	if err != nil {
		t.Fatal(err)
	}
	cli.Setenv("GRAPH_EMULATOR="+emulator, "TERRAFORM="+acctest.Command(t))
	tests := exec.CommandContext(t.Context(), filepath.Join(cli.Dir, "run-tests"))
	tests.Env = cli.Start(t, "TF_CLI_CONFIG_FILE="+filesystemMirror(t)).Env
	output, err := tests.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "3 passed, 0 failed") {
		t.Errorf("%v\n%s", err, output)
	}
}

// filesystemMirror is a CLI configuration that installs the provider from a folder, and nothing from anywhere else.
func filesystemMirror(t *testing.T) string {
	t.Helper()
	provider, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		version := filepath.Join(home, host, "entra-elm", "elm", "1.0.0", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(version, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(provider, filepath.Join(version, "terraform-provider-elm_v1.0.0")); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(home, "cli.tfrc")
	content := fmt.Appendf(nil, "provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", home)
	if err := os.WriteFile(config, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return config
}
