package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// program builds the program, once, so that a real process can be interrupted.
var program = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "elm-probe")
	output, err := exec.CommandContext(context.Background(), "go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, output)
	}
	return path, nil
})

// folder outlives every test.
var folder string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if folder, err = os.MkdirTemp("", "elm-probe-"); err != nil {
			panic(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		return m.Run()
	}())
}

// process is a run of the program in a process of its own, and what it talks to.
type process struct {
	t        *testing.T
	server   *emulator.Server
	out      string
	host     string
	counts   func(*http.Request) bool // which requests' boundaries are counted: before their effect, and after it
	at       int                      // the boundary to interfere at; -1 for none
	boundary func(*process)           // what is done there
	settled  chan struct{}            // closed when the request of that boundary has had its effect

	mu      sync.Mutex
	counted int
	running *os.Process
	heard   chan struct{} // closed when it has said that it was interrupted, or has ended
	said    strings.Builder
}

func newProcess(t *testing.T, counts func(*http.Request) bool, at int, boundary func(*process)) *process {
	t.Helper()
	p := &process{
		t: t, server: emulator.New(emulator.Options{}), out: filepath.Join(t.TempDir(), "answers.json"),
		counts: counts, at: at, boundary: boundary, settled: make(chan struct{}),
	}
	if err := p.server.Load(strings.NewReader(seed())); err != nil {
		t.Fatal(err)
	}
	p.server.Observe(p.observe)
	listener := httptest.NewServer(p.server)
	t.Cleanup(listener.Close)
	p.host = listener.URL
	return p
}

// boundaries counts them in a run without interruption.
func boundaries(t *testing.T, counts func(*http.Request) bool) int {
	t.Helper()
	p := newProcess(t, counts, -1, nil)
	if status := p.run(everything()...); status != exitOK {
		t.Fatalf("exit %d\n%s", status, p.said.String())
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counted
}

// observe interferes at the boundary that was asked for.
func (p *process) observe(_ emulator.Moment, r *http.Request) {
	if !p.counts(r) {
		return
	}
	p.mu.Lock()
	here, settled := p.counted == p.at, p.at >= 0 && p.counted == p.at|1
	p.counted++
	p.mu.Unlock()
	if here {
		p.boundary(p)
	}
	if settled {
		close(p.settled)
	}
}

// run starts the program and waits for its end. Its exit status is -1 if it was killed.
func (p *process) run(args ...string) int {
	p.t.Helper()
	built, err := program()
	if err != nil {
		p.t.Fatal(err)
	}
	command := exec.CommandContext(p.t.Context(), built, append([]string{"-out", p.out}, args...)...)
	command.Env = []string{}
	for name, value := range environment(p.host) {
		command.Env = append(command.Env, name+"="+value)
	}
	stderr, err := command.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.said.Reset()
	p.mu.Lock()
	err = command.Start()
	p.running, p.heard = command.Process, make(chan struct{})
	heard := p.heard
	p.mu.Unlock()
	if err != nil {
		p.t.Fatal(err)
	}
	p.listen(stderr, heard)
	_ = command.Wait() // the exit status says it
	return command.ProcessState.ExitCode()
}

// listen takes what the process says until it says nothing more.
func (p *process) listen(stderr io.Reader, heard chan struct{}) {
	var once sync.Once
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		p.said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "Interrupted") {
			once.Do(func() { close(heard) })
		}
	}
	once.Do(func() { close(heard) })
}

// signal interrupts the process and waits until it knows, or has ended.
func (p *process) signal(s os.Signal) {
	p.mu.Lock()
	running, heard := p.running, p.heard
	p.mu.Unlock()
	if err := running.Signal(s); err != nil {
		p.t.Error(err)
	}
	<-heard
}

// Wherever it is interrupted, by whichever signal, it leaves nothing behind.
func TestInterruption(t *testing.T) {
	t.Parallel()
	every := func(*http.Request) bool { return true }
	for at := range boundaries(t, every) {
		signal := []os.Signal{os.Interrupt, syscall.SIGTERM}[at%2] // one before each request's effect, the other one after it
		t.Run(fmt.Sprintf("%d_%s", at, signal), func(t *testing.T) {
			t.Parallel()
			p := newProcess(t, every, at, func(p *process) { p.signal(signal) })
			status := p.run(everything()...)
			expectClean(t, p.server)
			if !strings.Contains(p.said.String(), "Interrupted") {
				t.Errorf("it did not notice:\n%s", p.said.String())
			}
			wrote, finished := len(writes(p.server)) > 0, status == exitOK
			if !finished && status != exitInterrupted || wrote && !strings.Contains(p.said.String(), "Every rule of the probe is removed") {
				t.Errorf("exit %d\n%s", status, p.said.String())
			}
		})
	}
}

// Where it is killed, the next run refuses to write, and -undo removes what is left.
func TestKilled(t *testing.T) {
	t.Parallel()
	writing := func(r *http.Request) bool {
		return r.Method == http.MethodDelete || r.Method == http.MethodPost && strings.Contains(r.URL.Path, "incompatible")
	}
	leaving := 0
	var mu sync.Mutex
	t.Run("at", func(t *testing.T) {
		t.Parallel()
		for at := range boundaries(t, writing) {
			t.Run(fmt.Sprint(at), func(t *testing.T) {
				t.Parallel()
				p := newProcess(t, writing, at, func(p *process) { p.signal(os.Kill) })
				if status := p.run(everything()...); status != -1 {
					t.Fatalf("exit %d\n%s", status, p.said.String())
				}
				<-p.settled // a request that was sent before still arrives
				if len(rulesOf(p.server)) > 0 {
					mu.Lock()
					leaving++
					mu.Unlock()
					before := len(writes(p.server))
					if status := p.run(everything()...); status != exitMisuse || !strings.Contains(p.said.String(), "-undo instead of -write") {
						t.Errorf("exit %d\n%s", status, p.said.String())
					}
					if len(writes(p.server)) != before {
						t.Errorf("written: %v", writes(p.server)[before:])
					}
				}
				if status := p.run(slices.Concat([]string{"-undo"}, everything()[1:])...); status != exitOK {
					t.Errorf("exit %d\n%s", status, p.said.String())
				}
				expectClean(t, p.server)
			})
		}
	})
	t.Cleanup(func() {
		if leaving == 0 {
			t.Error("no kill left anything behind: this test tests nothing")
		}
	})
}
