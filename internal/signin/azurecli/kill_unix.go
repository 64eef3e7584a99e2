//go:build unix

package azurecli

import (
	"os/exec"
	"syscall"
)

// killWhole kills the process group of the command when its context ends, because `az` is a script that starts another
// program.
func killWhole(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
