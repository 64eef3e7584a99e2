package azurecli

import (
	"context"
	"os/exec"
	"strconv"
)

// killWhole makes the end of the command's context the end of all that it started: `az` is a script that starts another program.
func killWhole(command *exec.Cmd) {
	command.Cancel = func() error {
		return exec.CommandContext(context.Background(), "taskkill", "/T", "/F", "/PID", strconv.Itoa(command.Process.Pid)).Run()
	}
}
