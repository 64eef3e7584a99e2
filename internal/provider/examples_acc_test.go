package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

const examples = "../../examples"

// The documentation shows the examples as they stand, so they must apply as they stand: to the tenant that the emulator serves when it
// is started without a seed.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(examples, "resources", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			cli := exampleCLI(t)
			copyExample(t, cli, filepath.Join(examples, "provider", "provider.tf"))
			copyExample(t, cli, filepath.Join(folder, "resource.tf"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
			for _, arguments := range importCommands(t, folder) {
				cli.Must(t, 0, "state", "rm", arguments[1])
				cli.Must(t, 0, arguments...)
				cli.Must(t, 0, "plan", "-detailed-exitcode")
			}
			for _, file := range importBlocks(t, cli) {
				to := regexp.MustCompile(`to\s*=\s*(\S+)`).FindSubmatch(copyExample(t, cli, filepath.Join(folder, file)))
				cli.Must(t, 0, "state", "rm", string(to[1]))
				plan := cli.Must(t, 0, "apply", "-auto-approve")
				if !strings.Contains(plan, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") {
					t.Errorf("%s: %s", file, plan)
				}
				if err := os.Remove(filepath.Join(cli.Dir, file)); err != nil {
					t.Fatal(err)
				}
			}
			cli.Must(t, 0, "destroy", "-auto-approve")
		})
	}
}

func TestAccExamples_demo(t *testing.T) {
	t.Parallel()
	cli := exampleCLI(t)
	copyExample(t, cli, filepath.Join(examples, "demo", "main.tf"))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "destroy", "-auto-approve")
}

func exampleCLI(t *testing.T) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t)
	service := acctest.Start(t, emulator.Options{})
	if err := service.Tenant().Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		t.Fatal(err)
	}
	// The provider reads the variables of this process, which parallel tests share; an override says the same for one of them.
	cli.WriteFile(t, "provider_override.tf", []byte(service.Provider()))
	return cli
}

func copyExample(t *testing.T, cli *acctest.CLI, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cli.WriteFile(t, filepath.Base(path), content)
	return content
}

// importCommands are the commands of import.sh, without the first word.
func importCommands(t *testing.T, folder string) [][]string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(folder, "import.sh"))
	if err != nil {
		t.Fatal(err)
	}
	var commands [][]string
	for line := range strings.Lines(string(script)) {
		if command, ok := strings.CutPrefix(line, "terraform "); ok {
			commands = append(commands, strings.Fields(command))
		}
	}
	return commands
}

// importBlocks are the files with an import block that the CLI understands.
func importBlocks(t *testing.T, cli *acctest.CLI) []string {
	t.Helper()
	files := []string{"import-by-string-id.tf"}
	if cli.Has(t, acctest.ImportByIdentity) {
		files = append(files, "import-by-identity.tf")
	}
	return files
}
