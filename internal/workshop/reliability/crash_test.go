package reliability_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// binary builds the provider as it is released, once. Tests that kill it need a process of its own.
var binary = sync.OnceValues(func() (string, error) { return build("terraform-provider-elm", "../../..") })

func build(name, program string) (string, error) {
	path := filepath.Join(folder, name)
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", path, program).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
}

// folder outlives every test.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "elm-reliability-"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		return m.Run()
	}())
}

// victim is a folder whose CLI starts the provider as a process that can be killed.
type victim struct {
	*cell

	pidFile string
}

// newVictim makes the CLI start the provider through a script that notes the process id and becomes the provider.
func newVictim(t *testing.T, op operation) *victim {
	t.Helper()
	provider, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	v := &victim{cell: newCell(t, fault{name: "crash"}, op)}
	home := t.TempDir()
	v.pidFile = filepath.Join(home, "pid")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >%q\nexec %q \"$@\"\n", v.pidFile, provider)
	if err := os.WriteFile(filepath.Join(home, "terraform-provider-elm"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	v.cli.WriteFile(t, "cli.tfrc", devOverrides(home))
	return v
}

// devOverrides is a CLI configuration that takes the provider from a folder.
func devOverrides(home string) []byte {
	var overrides strings.Builder
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		fmt.Fprintf(&overrides, "    %q = %q\n", host+"/entra-elm/elm", home)
	}
	return []byte("provider_installation {\n  dev_overrides {\n" + overrides.String() + "  }\n  direct {}\n}\n")
}

func (v *victim) start(arguments ...string) *exec.Cmd {
	return v.cli.Start(v.t, "TF_CLI_CONFIG_FILE="+filepath.Join(v.cli.Dir, "cli.tfrc"), arguments...)
}

// kill ends the provider as it is, in the middle of a request.
func (v *victim) kill() {
	content, err := os.ReadFile(v.pidFile)
	if err != nil {
		v.t.Errorf("The provider's process id is not known: %v", err)
		return
	}
	var pid int
	if _, err := fmt.Sscan(string(content), &pid); err != nil {
		v.t.Error(err)
		return
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		v.t.Error(err)
	}
}

// boundary is a place to kill at: the n-th request of a run, before or after the service has handled it.
type boundary struct {
	request int
	moment  emulator.Moment
}

func (b boundary) String() string {
	return fmt.Sprintf("request %d, %s", b.request, map[emulator.Moment]string{emulator.Before: "before", emulator.After: "after"}[b.moment])
}

// at calls do when the service comes to the boundary; it reports whether it did.
func (v *victim) at(b boundary, do func()) *atomic.Bool {
	var count atomic.Int32
	var reached atomic.Bool
	v.service.Observe(func(m emulator.Moment, _ *http.Request) {
		if m == emulator.Before {
			count.Add(1)
		}
		if int(count.Load()) == b.request && m == b.moment && reached.CompareAndSwap(false, true) {
			do()
		}
	})
	return &reached
}

// The provider is killed at every request of an apply and of a destroy, before and after the request took effect. The
// same command, given again, converges.
func TestAccCrash(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for _, op := range operations() {
		if op.name == "read" {
			continue // changes nothing
		}
		for n := 1; n <= requestsOf(op); n++ {
			for _, moment := range []emulator.Moment{emulator.Before, emulator.After} {
				b := boundary{n, moment}
				t.Run(op.name+"/"+b.String(), func(t *testing.T) {
					t.Parallel()
					v := newVictim(t, op)
					reached := v.at(b, v.kill)
					output, err := v.start(slices.Concat(op.command, []string{"-parallelism=1"})...).CombinedOutput()
					if !reached.Load() {
						t.Fatalf("The run has fewer requests than the test believes:\n%s", output)
					}
					if err == nil {
						t.Errorf("The command does not notice that the provider was killed:\n%s", output)
					}
					v.againAndCheck(err, output)
				})
			}
		}
		t.Run(op.name+"/no more requests", func(t *testing.T) {
			t.Parallel()
			v := newVictim(t, op)
			reached := v.at(boundary{requestsOf(op) + 1, emulator.Before}, func() {})
			if output, err := v.start(slices.Concat(op.command, []string{"-parallelism=1"})...).CombinedOutput(); err != nil {
				t.Errorf("%v:\n%s", err, output)
			}
			if reached.Load() {
				t.Errorf("The run has more than %d requests: some boundaries are not tested", requestsOf(op))
			}
		})
	}
}

// requestsOf is how many requests a run of the real binary makes with one worker: metadata and token once for each
// process that needs them, then Graph.
func requestsOf(op operation) int {
	return map[string]int{"create": 5, "delete": 9, "import": 6, "update of a set": 8}[op.name]
}

// againAndCheck gives the command again, to the provider in this process, and looks at the end.
func (v *victim) againAndCheck(err error, output []byte) {
	v.t.Helper()
	first := acctest.Result{Output: string(output)}
	if err == nil {
		v.check(first)
		return
	}
	if second := v.cli.Run(v.t, v.op.command...); second.ExitCode != 0 {
		v.t.Errorf("Given again, it fails:\n%s\nAt first:\n%s", second.Output, output)
	}
	v.check(first)
}

// The CLI is interrupted once, which lets the provider finish or stop, and twice, which ends both at once.
func TestAccInterrupt(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for _, op := range operations() {
		if op.name == "read" || op.name == "import" {
			continue
		}
		for _, times := range []int{1, 2} {
			for _, moment := range []emulator.Moment{emulator.Before, emulator.After} {
				b := boundary{requestsOf(op) - 1, moment}
				t.Run(fmt.Sprintf("%s/%d times, %s", op.name, times, b), func(t *testing.T) {
					t.Parallel()
					v := newVictim(t, op)
					var output bytes.Buffer
					command := v.start(slices.Concat(op.command, []string{"-parallelism=1"})...)
					command.Stdout, command.Stderr = &output, &output
					command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
					started, ended := make(chan *os.Process, 1), make(chan struct{})
					reached := v.at(b, func() {
						process := <-started
						for range times {
							_ = process.Signal(os.Interrupt)
						}
						if times == 2 {
							<-ended // the answer never comes
						}
					})
					err := command.Start()
					if err == nil {
						started <- command.Process
						err = command.Wait()
					}
					close(ended)
					if !reached.Load() {
						t.Fatalf("The run has fewer requests than the test believes:\n%s", output.Bytes())
					}
					v.restoreState()
					v.againAndCheck(err, output.Bytes())
				})
			}
		}
	}
}

// restoreState does what a user does when Terraform has ended while it wrote the state, of which it warns after two
// interrupts: it takes the backup.
func (v *victim) restoreState() {
	v.t.Helper()
	state := filepath.Join(v.cli.Dir, "terraform.tfstate")
	if content, err := os.ReadFile(state); err != nil || json.Valid(content) {
		return
	}
	if err := os.Rename(state+".backup", state); err != nil {
		v.t.Fatal(err)
	}
}
