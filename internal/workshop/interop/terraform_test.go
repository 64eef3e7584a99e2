package interop

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// workspace is a folder in which Terraform runs with msgraph and elm, both as programs of their own that believe to
// talk to the cloud.
type workspace struct {
	*emulator.Server

	cli, dir    string
	environment []string
}

const required = `terraform {
  required_providers {
    elm     = { source = "entra-elm/elm" }
    msgraph = { source = "microsoft/msgraph" }
  }
}
`

// newWorkspace needs what `make interop` gives: the folders of the two providers, and a CLI.
func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	providers := map[string]string{"entra-elm/elm": os.Getenv("INTEROP_ELM"), "microsoft/msgraph": os.Getenv("INTEROP_MSGRAPH")}
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" || providers["entra-elm/elm"] == "" || providers["microsoft/msgraph"] == "" {
		t.Skip("`make interop` builds both providers and runs this.")
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("Programs in Go cannot be told here to trust the authority of a test.")
	}
	server := emulator.New(emulator.Options{})
	if err := server.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		t.Fatal(err)
	}
	w := &workspace{Server: server, cli: cli, dir: t.TempDir()}
	var overrides strings.Builder
	for name, folder := range providers {
		for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			fmt.Fprintf(&overrides, "    %q = %q\n", registry+"/"+name, folder)
		}
	}
	w.write(t, "cli.tfrc", "provider_installation {\n  dev_overrides {\n"+overrides.String()+"  }\n}\n")
	w.environment = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "ARM_") || strings.HasPrefix(v, "ELM_")
	})
	w.environment = append(w.environment, throughProxy(t, server)...)
	w.environment = append(w.environment, "TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"ARM_TENANT_ID="+tenantID, "ARM_CLIENT_ID="+clientID, "ARM_CLIENT_SECRET="+emulator.DefaultSecret)
	return w
}

func (w *workspace) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// configure replaces the configuration.
func (w *workspace) configure(t *testing.T, config string) {
	t.Helper()
	w.write(t, "main.tf", required+config)
}

// run runs a command that has to end with a certain exit code, and gives what it printed.
func (w *workspace) run(t *testing.T, exitCode int, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), w.cli, append(arguments, "-no-color")...)
	command.Dir, command.Env = w.dir, w.environment
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := command.ProcessState.ExitCode(); got != exitCode {
		t.Fatalf("%s ended with %d instead of %d:\n%s", strings.Join(arguments, " "), got, exitCode, output)
	}
	return string(output)
}

// writes counts the requests that want to change the tenant.
func (w *workspace) writes() int {
	n := 0
	for _, entry := range w.Journal() {
		if entry.Kind == "graph" && entry.Method != "GET" {
			n++
		}
	}
	return n
}
