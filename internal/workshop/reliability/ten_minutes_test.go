package reliability_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A newcomer can copy every block of the guide, from the clone to the last plan. The test clones the last commit of
// this checkout instead of the published repository.
func TestAccTenMinutes(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t)
	cli.Needs(t, acctest.Functions)
	guide, err := os.ReadFile("../../../templates/guides/separation-of-duties-in-ten-minutes.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile("(?s)```console\n(.*?)```").FindAllSubmatch(guide, -1)
	if len(commands) != 3 {
		t.Fatalf("%d blocks of commands, want 3: install and start, load the variables, write a report", len(commands))
	}
	for _, block := range regexp.MustCompile("(?s)```terraform\n# (\\S+)\n(.*?)```").FindAllSubmatch(guide, -1) {
		cli.WriteFile(t, string(block[1]), block[2])
	}
	home := t.TempDir()
	local := func(block []byte) string {
		return strings.ReplaceAll(strings.TrimSpace(string(block)), "/path/to", `"$HOME"`)
	}
	// The checkout may belong to another user, which git refuses on either end of a clone. A file configures both.
	git := fmt.Appendf(nil, "[url %q]\n\tinsteadOf = https://github.com/entra-elm/terraform-provider-elm\n[safe]\n\tdirectory = *\n", checkout(t))
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), git, 0o600); err != nil {
		t.Fatal(err)
	}
	script := strings.Join([]string{
		"set -eu", "trap 'trap \"\" TERM; kill -- -$$' EXIT", // the emulator goes with the script
		`cd "$HOME"`, string(commands[0][1]),
		"until [ -s elm.env ]; do kill -0 $!; sleep 0.1; done",
		`cd "$FOLDER"`, local(commands[1][1]),
		`"$CLI" init`, `"$CLI" apply -auto-approve`, `"$CLI" plan -detailed-exitcode`,
		local(commands[2][1]) + ` || [ $? -eq 2 ]`, "[ -s report/report.html ]", `"$CLI" destroy -auto-approve`,
	}, "\n")
	command := exec.CommandContext(t.Context(), "bash", "-c", script)
	command.Env = slices.Concat(cli.Start(t, "CLI="+acctest.Command(t)).Env, goFolders(t), []string{"HOME=" + home, "FOLDER=" + cli.Dir})
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
	// Into a file: of a pipe, the emulator in the background would hold the other end.
	file, err := os.Create(filepath.Join(home, "output"))
	if err != nil {
		t.Fatal(err)
	}
	command.Stdout, command.Stderr = file, file
	err = command.Run()
	output, readErr := os.ReadFile(file.Name())
	if readErr != nil {
		t.Fatal(readErr)
	}
	for _, want := range []string{"3 added, 0 changed, 0 destroyed", "No changes", "Rules                 4", "3 destroyed"} {
		if !strings.Contains(string(output), want) {
			t.Errorf("not a word of %q", want)
		}
	}
	if err != nil || t.Failed() {
		t.Errorf("%v\n%s", err, output)
	}
}

func checkout(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return "file://" + path
}

// goFolders keep what has been downloaded and compiled already, which a new HOME would hide.
func goFolders(t *testing.T) []string {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE", "GOMODCACHE").Output()
	folders := strings.Split(strings.TrimSpace(string(output)), "\n")
	if err != nil || len(folders) != 2 {
		t.Fatalf("go env: %v, %s", err, output)
	}
	return []string{fmt.Sprintf("GOCACHE=%s", folders[0]), fmt.Sprintf("GOMODCACHE=%s", folders[1])}
}
