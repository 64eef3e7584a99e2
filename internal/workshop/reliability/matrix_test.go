package reliability_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// cell is one command under one fault.
type cell struct {
	t       *testing.T
	fault   fault
	op      operation
	service *acctest.Service
	clock   *acctest.Clock
	cli     *acctest.CLI
}

// Every operation under every fault: it converges, or fails with a diagnostic that says why and converges when it is
// given again. Nothing is doubled, and nothing that the service holds is dropped from the state. README.md shows the
// outcomes.
func TestAccMatrix(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	var mu sync.Mutex
	outcomes := map[string]string{}
	t.Run("cells", func(t *testing.T) {
		t.Parallel()
		t.Cleanup(func() { checkTable(t, outcomes) })
		for _, f := range faults() {
			for _, op := range operations() {
				t.Run(f.name+"/"+op.name, func(t *testing.T) {
					t.Parallel()
					outcome := newCell(t, f, op).run()
					mu.Lock()
					defer mu.Unlock()
					outcomes[f.name+"/"+op.name] = outcome
				})
			}
		}
	})
}

// untilTimeout leaves five seconds of the default timeout.
const untilTimeout = 15*time.Minute - 5*time.Second

func newCell(t *testing.T, f fault, op operation) *cell {
	t.Helper()
	clock := acctest.NewClock()
	options := emulator.Options{Now: clock.Now}
	if f.hangs {
		options.Now = time.Now // only the provider's clock is shifted
	}
	if f.options != nil {
		f.options(&options)
	}
	c := &cell{t: t, fault: f, op: op, clock: clock, service: acctest.Start(t, options)}
	var transport http.RoundTripper
	if f.refuses {
		transport = &refusing{methods: op.methods, nobody: closedPort(t)}
	}
	c.cli = acctest.NewCLI(t, acctest.Options(clock, transport)...)
	c.cli.Write(t, c.service.Provider()+op.config())
	for _, rule := range slices.Concat(op.managed, op.given) {
		accessPackage, group, _ := strings.Cut(rule, "/")
		c.must(c.service.Tenant().Link(emulator.IncompatibleGroups, accessPackage, group))
	}
	c.service.Tenant().Settle()
	if op.state != nil {
		c.cli.WriteFile(t, stateFile, madeState(t, op))
	}
	return c
}

// run returns the outcome as README.md shows it.
func (c *cell) run() string {
	c.t.Helper()
	c.inject()
	if c.fault.before != nil {
		c.fault.before(c)
	}
	command := c.op.command
	if strings.HasPrefix(c.fault.name, "rule is gone") && c.op.name == "delete" {
		command = append(slices.Clone(command), "-refresh=false") // otherwise the refresh would report it
	}
	before := c.managed()
	if c.fault.hangs {
		c.clock.Shift(-untilTimeout) // so that the test doesn't wait for a quarter of an hour
		// One after the other: what waits for the one that hangs would be in time or not, as the machine pleases.
		command = slices.Concat(command, []string{"-parallelism=1"})
	}
	first := c.cli.Run(c.t, command...)
	if c.fault.hangs {
		c.clock.Shift(untilTimeout)
	}
	c.service.ClearFaults()
	for _, rule := range before {
		if slices.Contains(c.rules(), rule) && !slices.Contains(c.managed(), rule) {
			c.t.Errorf("The service holds %s, but the state has dropped it:\n%s", rule, first.Output)
		}
	}
	outcome := describe(first)
	if first.ExitCode != 0 {
		if c.fault.after != nil {
			c.fault.after(c)
		}
		second := c.cli.Run(c.t, applied(c.op)...)
		if second.ExitCode != 0 {
			c.t.Errorf("Given again, it fails:\n%s\nAt first:\n%s", second.Output, first.Output)
		}
		outcome += "; then converges"
	}
	c.check(first)
	return outcome
}

// applied is the command that has to put everything right: for a plan that found a difference, its apply.
func applied(op operation) []string {
	if op.command[0] == "plan" {
		return []string{"apply", "-auto-approve"}
	}
	return op.command
}

// check looks at the end: the service, the state and the configuration say the same.
func (c *cell) check(first acctest.Result) {
	c.t.Helper()
	if got := c.rules(); !slices.Equal(got, c.op.want) {
		c.t.Errorf("The service holds %v, want %v:\n%s", got, c.op.want, first.Output)
	}
	if got := c.managed(); !slices.Equal(got, c.op.want) {
		c.t.Errorf("The state holds %v, want %v:\n%s", got, c.op.want, first.Output)
	}
	if last := c.cli.Run(c.t, c.op.again...); last.ExitCode != 0 {
		c.t.Errorf("There is still something to do:\n%s\nAt first:\n%s", last.Output, first.Output)
	}
}

func (c *cell) inject() {
	c.t.Helper()
	f := c.fault.hits
	if !c.fault.forGood {
		f.Times = 1
	}
	if c.fault.date != nil {
		f.Header = http.Header{"Retry-After": {c.fault.date(c.clock.Now())}}
	}
	if c.fault.hangs {
		hang := make(chan struct{})
		c.t.Cleanup(func() { close(hang) })
		f.Hang = hang
		if !f.AfterEffect {
			// the client never sees it; without a status, the request would take effect later
			f.Status = http.StatusServiceUnavailable
		}
	}
	if f.Status == 0 && !f.Drop && !f.Truncate && f.Hang == nil {
		return
	}
	methods := c.op.methods
	if c.fault.lists {
		methods = []string{http.MethodGet}
	}
	for _, method := range methods {
		f.Method = method
		c.service.Inject(f)
	}
}

func (c *cell) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

var (
	summaries = regexp.MustCompile(`(?m)^(?:│ |╷)?\s*(?:│ )?Error: (.*)$`)
	warnings  = regexp.MustCompile(`(?m)^(?:│ )?Warning: (.*)$`)
)

// describe names the diagnostics of a command, each once.
func describe(r acctest.Result) string {
	if r.ExitCode == 2 {
		return "shows the difference"
	}
	found, prefix := warnings.FindAllStringSubmatch(r.Output, -1), "converges"
	if r.ExitCode != 0 {
		found, prefix = summaries.FindAllStringSubmatch(r.Output, -1), "fails"
	}
	var names []string
	for _, match := range found {
		name, _, _ := strings.Cut(strings.TrimSpace(match[1]), " on access package ") // the same one in every cell
		names = append(names, name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) == 0 {
		return prefix
	}
	return prefix + ": " + strings.Join(names, ", ")
}
