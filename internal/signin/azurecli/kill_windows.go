package azurecli

import (
	"context"
	"os/exec"
	"strconv"
)

// killWhole kills the command and its children when its context ends, because `az` is a script that starts another
// program.
func killWhole(command *exec.Cmd) {
	command.Cancel = func() error {
		return exec.CommandContext(
			context.Background(), "taskkill", "/T", "/F", "/PID", strconv.Itoa(command.Process.Pid),
		).Run()
	}
}
