package azurecli

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// Command makes the command `az` without arguments.
type Command func(context.Context) *exec.Cmd

// OnPath is the `az` on the PATH of this process.
func OnPath(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, "az") }

const (
	// afterEnd is how long to wait for output after `az` has ended: a process that it started can hold the pipe open.
	afterEnd = time.Second

	mostOutput = 1 << 20 // bytes to keep
)

// run returns the output of `az`. When the context ends first, it kills `az` and the processes that it started.
func (c Command) run(ctx context.Context, arguments []string) (string, error) {
	var out, errorOut bounded
	command := c(ctx)
	command.Args = append(command.Args, arguments...)
	command.Stdout, command.Stderr = &out, &errorOut
	command.WaitDelay = afterEnd
	killWhole(command)
	err := command.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case errors.As(err, &exit):
		return "", &Refusal{errorOut.String()}
	case errors.Is(err, exec.ErrWaitDelay):
		return out.String(), nil
	}
	return out.String(), err
}

// bounded keeps the first bytes that are written to it.
type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if room := mostOutput - b.Len(); room > 0 {
		b.Builder.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}

// Refusal is the standard error of an `az` that failed.
type Refusal struct{ Said string }

func (r *Refusal) Error() string { return r.Said }

// TooOld reports a version before [Oldest].
func (r *Refusal) TooOld() bool { return strings.Contains(r.Said, "unrecognized arguments") }

// WantsLogin reports that no one is signed in, or that the sign-in has ended.
func (r *Refusal) WantsLogin() bool { return strings.Contains(r.Said, "az login") }

// tiedToTenant reports an account that has only one tenant and refuses the option --tenant: a managed identity, or
// Cloud Shell.
func (r *Refusal) tiedToTenant() bool {
	return strings.Contains(r.Said, "Tenant shouldn't be specified")
}
