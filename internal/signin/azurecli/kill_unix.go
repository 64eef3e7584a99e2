//go:build unix

package azurecli

import (
	"os/exec"
	"syscall"
)

// killWhole makes the command the leader of a process group, and the end of its context the end of the group: `az` is a script that
// starts another program.
func killWhole(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
