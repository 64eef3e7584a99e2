package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// addresses are what `source = "entra-elm/elm"` means to Terraform and to OpenTofu.
var addresses = []string{"registry.terraform.io/entra-elm/elm", "registry.opentofu.org/entra-elm/elm"}

// requirement goes before every configuration that a CLI reads.
const requirement = `terraform {
  required_providers {
    elm = { source = "entra-elm/elm" }
  }
}
`

// CLI is a folder in which a test runs commands of Terraform or OpenTofu one by one, where the steps of
// terraform-plugin-testing are too coarse: each command is seen on its own, with its exit code and all that it printed.
type CLI struct {
	Dir       string
	Interrupt <-chan struct{} // once it is closed, a command that runs is interrupted, as with Ctrl-C

	command string
	options []provider.Option
	others  map[string]func() tfprotov6.ProviderServer // by address
	env     []string
}

// Result is how a command ended.
type Result struct {
	ExitCode int
	Output   string // what it printed, to both ends
}

// NewCLI makes a folder. Without TF_ACC the test is skipped, as every acceptance test.
func NewCLI(t *testing.T, options ...provider.Option) *CLI {
	t.Helper()
	return &CLI{Dir: t.TempDir(), command: Command(t), options: options}
}

// Command is the CLI that acceptance tests run.
func Command(t *testing.T) string {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("Acceptance tests run with TF_ACC set.")
	}
	for _, name := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("There is neither a terraform nor a tofu command.")
	return ""
}

// Options for the provider in this process: another clock, another way to the network. Either may be nil.
func Options(clock *Clock, transport http.RoundTripper) []provider.Option {
	var options []provider.Option
	if clock != nil {
		options = append(options, provider.WithClock(clock))
	}
	if transport != nil {
		options = append(options, provider.WithTransport(transport))
	}
	return options
}

// Setenv adds variables, written NAME=value, to the environment of every command.
func (c *CLI) Setenv(variables ...string) { c.env = append(c.env, variables...) }

// Write replaces the configuration.
func (c *CLI) Write(t *testing.T, config string) {
	t.Helper()
	c.WriteFile(t, "main.tf", []byte(requirement+config))
}

// WriteFile writes any file of the folder.
func (c *CLI) WriteFile(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// ReadFile reads any file of the folder.
func (c *CLI) ReadFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(c.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Serve has another provider beside this one, under the address that configurations and states know it by.
func (c *CLI) Serve(address string, server func() tfprotov6.ProviderServer) {
	if c.others == nil {
		c.others = map[string]func() tfprotov6.ProviderServer{}
	}
	c.others[address] = server
}

// Run runs a command to its end, with the provider in this process: a new one each time, as the CLI would start it.
func (c *CLI) Run(t *testing.T, arguments ...string) Result {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var stopped []chan struct{}
	defer func() {
		stop()
		for _, ended := range stopped {
			<-ended
		}
	}()
	configs := map[string]*plugin.ReattachConfig{}
	serve := func(server func() tfprotov6.ProviderServer, addresses ...string) {
		config, ended := listen(ctx, t, server, addresses[0])
		stopped = append(stopped, ended)
		for _, address := range addresses {
			configs[address] = config
		}
	}
	serve(providerserver.NewProtocol6(provider.New("test", c.options...)()), addresses...)
	for address, server := range c.others {
		serve(server, address)
	}
	return c.run(t, c.Start(t, "TF_REATTACH_PROVIDERS="+describe(t, configs), arguments...))
}

// Must runs a command that has to end with a certain exit code, and gives what it printed.
func (c *CLI) Must(t *testing.T, exitCode int, arguments ...string) string {
	t.Helper()
	result := c.Run(t, arguments...)
	if result.ExitCode != exitCode {
		t.Fatalf("%s ended with %d:\n%s", strings.Join(arguments, " "), result.ExitCode, result.Output)
	}
	return result.Output
}

// listen serves a provider until ctx ends; then the channel is closed.
func listen(
	ctx context.Context, t *testing.T, server func() tfprotov6.ProviderServer, address string,
) (*plugin.ReattachConfig, chan struct{}) {
	t.Helper()
	reattach, stopped := make(chan *plugin.ReattachConfig), make(chan struct{})
	failed := make(chan error, 1)
	go func() {
		failed <- tf6server.Serve(address, server,
			tf6server.WithDebug(ctx, reattach, stopped), tf6server.WithLoggingSink(t),
			tf6server.WithGoPluginLogger(hclog.NewNullLogger()))
	}()
	select {
	case config := <-reattach:
		return config, stopped
	case err := <-failed:
		t.Fatalf("The provider does not start: %v", err)
		return nil, nil
	}
}

// Start prepares a command without running it. The variable tells it where the provider is.
func (c *CLI) Start(t *testing.T, variable string, arguments ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), c.command, append(arguments, "-no-color")...)
	command.Dir = c.Dir
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "ARM_") || strings.HasPrefix(v, "ELM_")
	})
	command.Env = append(
		command.Env, "TF_CLI_CONFIG_FILE=", "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", variable,
	)
	command.Env = append(command.Env, c.env...)
	return command
}

func (c *CLI) run(t *testing.T, command *exec.Cmd) Result {
	t.Helper()
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	err := command.Start()
	if err == nil {
		ended := make(chan struct{})
		go func() {
			select {
			case <-c.Interrupt:
				_ = command.Process.Signal(os.Interrupt)
			case <-ended:
			}
		}()
		err = command.Wait()
		close(ended)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return Result{ExitCode: command.ProcessState.ExitCode(), Output: output.String()}
}

func describe(t *testing.T, configs map[string]*plugin.ReattachConfig) string {
	t.Helper()
	type address struct{ Network, String string }
	type entry struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}
	entries := map[string]entry{}
	for name, config := range configs {
		entries[name] = entry{
			string(config.Protocol), config.ProtocolVersion, config.Pid, config.Test,
			address{config.Addr.Network(), config.Addr.String()},
		}
	}
	text, err := json.Marshal(entries)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
