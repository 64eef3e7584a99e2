package acctest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Tests that are to run on one command do not run on another one: two targets that ran the same would both pass.
func TestGoTest_isTheCommand(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	script := func(name, text string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cli := script("terraform", "echo Terraform v1.8.5; echo on this platform")
	script("go", `echo "go $1 for $TF_ACC_PROVIDER_HOST"`)
	for wanted, want := range map[string]string{
		"":                 "go test for registry.terraform.io",
		"Terraform v1.8.5": "go test for registry.terraform.io",
		"Terraform v1.8":   `is "Terraform v1.8.5", not "Terraform v1.8"`,
		"OpenTofu v1.8.5":  `is "Terraform v1.8.5", not "OpenTofu v1.8.5"`,
	} {
		command := exec.CommandContext(t.Context(), "../tools/go-test", cli)
		command.Env = append(os.Environ(), "PATH="+folder+string(filepath.ListSeparator)+os.Getenv("PATH"), "CLI_IS="+wanted)
		output, err := command.CombinedOutput()
		if refused := strings.Contains(want, ", not "); refused != (err != nil) || !strings.Contains(string(output), want) {
			t.Errorf("%q: %v\n%s", wanted, err, output)
		}
	}
}
