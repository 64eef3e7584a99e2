package pipelines

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// standIn plays terraform: `plan` writes a file, and `show` prints a plan that the test has written. CODE_plan and
// CODE_show are exit codes.
const standIn = `#!/bin/sh
case $1 in
plan)
  for argument; do case $argument in -out=*) echo plan >"${argument#-out=}" ;; esac; done
  printf '\n::error::a hostile name\n'
  exit "${CODE_plan:-0}"
  ;;
show) cat "$PLAN_JSON"; exit "${CODE_show:-0}" ;;
esac
`

// ways are how a pipeline may start a script.
var ways = map[string][]string{"itself": nil, "bash -e": {"bash", "--noprofile", "--norc", "-e", "-o", "pipefail"}, "sh": {"sh"}}

// outcome is the exit code of a script, and what it wrote.
type outcome struct {
	code           int
	stdout, stderr string
}

// script runs an example's script on a plan that a stand-in for Terraform shows.
func script(t *testing.T, path, file, plan string, way, environment []string, arguments ...string) outcome {
	t.Helper()
	work := t.TempDir()
	terraform, content := filepath.Join(work, "terraform"), filepath.Join(work, "plan.json")
	acctest.Must(t, os.WriteFile(terraform, []byte(standIn), 0o700), writeFile(content, plan))
	absolute, err := filepath.Abs("../../../examples/" + file)
	acctest.Must(t, err)
	line := append(append(append([]string{}, way...), absolute), arguments...)
	command := exec.CommandContext(t.Context(), line[0], line[1:]...)
	command.Dir = work
	command.Env = append([]string{path, "TERRAFORM=" + terraform, "PLAN_JSON=" + content}, environment...)
	return finish(t, command)
}

func finish(t *testing.T, command *exec.Cmd) outcome {
	t.Helper()
	var stdout, stderr strings.Builder
	command.Stdout, command.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{command.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}
