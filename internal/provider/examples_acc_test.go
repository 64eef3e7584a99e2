package provider_test

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const examples = "../../examples"

// The documentation shows the examples as they stand, so they must apply as they stand: to the tenant that the emulator
// serves when it is started without a seed.
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

// The quick start of the provider's page applies to the emulator's tenant.
func TestAccExamples_quickStart(t *testing.T) {
	t.Parallel()
	cli := exampleCLI(t)
	copyExample(t, cli, filepath.Join(examples, "provider", "provider.tf"))
	copyExample(t, cli, filepath.Join(examples, "provider", "quick-start.tf"))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "destroy", "-auto-approve")
}

func TestAccExamples_demo(t *testing.T) {
	t.Parallel()
	cli := exampleCLI(t)
	copyExample(t, cli, filepath.Join(examples, "demo", "main.tf"))
	expectPicture(t, "apply.svg", cli.Must(t, 0, "apply", "-auto-approve"))
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "destroy", "-auto-approve")
}

// expectPicture compares a picture of the README with what the CLI prints now, but for what one CLI words unlike
// another.
func expectPicture(t *testing.T, name, output string) {
	t.Helper()
	picture, err := os.ReadFile(filepath.Join(root, ".github", "images", name))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, text := range regexp.MustCompile("(?s)<text[^>]*>.*?</text>").FindAll(picture, -1) {
		line := html.UnescapeString(regexp.MustCompile("<[^>]*>").ReplaceAllString(string(text), ""))
		if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "Plan:") {
			lines++
			if !strings.Contains(output, line+"\n") {
				t.Errorf("`make pictures`: %s shows %q", name, line)
			}
		}
	}
	if lines == 0 {
		t.Errorf("%s shows no plan", name)
	}
}

func exampleCLI(t *testing.T) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t)
	service := acctest.Start(t, emulator.Options{})
	if err := service.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		t.Fatal(err)
	}
	// The provider reads the variables of this process, which parallel tests share; an override says the same for one of
	// them.
	cli.WriteFile(t, "provider_override.tf", []byte(service.Provider()))
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		cli.Serve(host+"/hashicorp/azuread", providerserver.NewProtocol6(acctest.AzureAD{Tenant: service.Tenant()}))
	}
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
