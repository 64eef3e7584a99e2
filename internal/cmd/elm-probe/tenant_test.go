package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Ids that the tests use.
const (
	tenantID    = "7e4a4700-0000-4000-8000-000000000001"
	catalogID   = "ca7a1090-0000-4000-8000-000000000001"
	testPackage = "acce5500-0000-4000-9000-000000000001" // no one uses it
	assigned    = "acce5500-0000-4000-9000-000000000002" // someone holds it
	plainGroup  = "9f0a9000-0000-4000-9000-000000000001"
	unified     = "9f0a9000-0000-4000-9000-000000000002"
	mailGroup   = "9f0a9000-0000-4000-9000-000000000003"
	userID      = "05e70000-0000-4000-8000-000000000001"
)

// seed is a tenant with people, nine access packages of which the first has three rules, and a catalog to throw away.
func seed() string {
	var packages, groups []string
	for i := range 9 {
		rules := ""
		if i == 0 {
			rules = fmt.Sprintf(`, "incompatibleGroups": [%q, %q, %q]`, numbered("9f0a9000", 1), numbered("9f0a9000", 2), numbered("9f0a9000", 3))
		}
		packages = append(packages, fmt.Sprintf(`{"id": %q, "catalogId": %q, "displayName": "Payments of Contoso %d"%s}`, numbered("acce5500", i), numbered("ca7a1090", 9), i, rules))
		groups = append(groups, fmt.Sprintf(`{"id": %q, "displayName": "Approvers of Contoso %d", "securityEnabled": true}`, numbered("9f0a9000", i), i))
	}
	return fmt.Sprintf(`{
  "catalogs": [{"id": %q, "displayName": "Finance of Contoso"}, {"id": %q, "displayName": "To throw away"}],
  "users": [{"id": %q, "displayName": "Ana Ruiz"}],
  "groups": [%s,
    {"id": %q, "displayName": "Throw-away group", "securityEnabled": true},
    {"id": %q, "displayName": "Throw-away team", "groupTypes": ["Unified"], "mailEnabled": true},
    {"id": %q, "displayName": "Throw-away list", "mailEnabled": true, "securityEnabled": true}],
  "accessPackages": [%s,
    {"id": %q, "catalogId": %q, "displayName": "Throw-away package"},
    {"id": %q, "catalogId": %q, "displayName": "Assigned package"}],
  "assignments": [{"id": %q, "accessPackageId": %q, "userId": %q}]
}`, numbered("ca7a1090", 9), catalogID, userID, strings.Join(groups, ",\n    "), plainGroup, unified, mailGroup, strings.Join(packages, ",\n    "),
		testPackage, catalogID, assigned, catalogID, numbered("a5510000", 1), assigned, userID)
}

func numbered(prefix string, i int) string { return fmt.Sprintf("%s-0000-4000-8000-%012d", prefix, i) }

// clock moves forward when the code waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) SleepUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
	return ctx.Err()
}

// tried is a run in this process, against an emulator of its own.
type tried struct {
	t        *testing.T
	server   *emulator.Server
	folder   string
	clock    *clock
	signals  chan os.Signal
	answered string            // to the question whether to go on
	extra    map[string]string // variables

	ownTransport bool // as a process has it

	release func() // called when the next signal would end the process

	stdout, stderr said
}

// said is what a run has printed. The one who notices signals prints, too.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(text)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func (s *said) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Reset()
}

func newTried(t *testing.T, o emulator.Options) *tried {
	t.Helper()
	moving := newClock()
	o.Now = moving.Now
	server := emulator.New(o)
	if err := server.Load(strings.NewReader(seed())); err != nil {
		t.Fatal(err)
	}
	return &tried{t: t, server: server, folder: t.TempDir(), clock: moving, signals: make(chan os.Signal, 3), answered: "yes\n", release: func() {}}
}

func environment(host string) map[string]string {
	return map[string]string{
		"ARM_METADATA_HOSTNAME": host, "ARM_TENANT_ID": tenantID, "ARM_CLIENT_ID": "c11e4700-0000-4000-8000-000000000001", "ARM_CLIENT_SECRET": emulator.DefaultSecret,
	}
}

func (r *tried) run(args ...string) int {
	r.t.Helper()
	variables := environment("http://127.0.0.1")
	for name, value := range r.extra {
		variables[name] = value
	}
	r.stdout.Reset()
	r.stderr.Reset()
	process := surroundings{
		lookup: func(name string) string { return variables[name] }, stdin: strings.NewReader(r.answered), stdout: &r.stdout, stderr: &r.stderr,
		clock: r.clock, transport: r.server.Transport(), signals: r.signals, release: r.release,
	}
	if r.ownTransport {
		process.transport = nil
	}
	return process.run(append([]string{"-out", r.path("answers.json")}, args...))
}

func (r *tried) path(name string) string { return filepath.Join(r.folder, name) }

// must is run with an exit status that has to be.
func (r *tried) must(want int, args ...string) {
	r.t.Helper()
	if got := r.run(args...); got != want {
		r.t.Fatalf("exit %d, want %d\n%s\n%s", got, want, r.stdout.String(), r.stderr.String())
	}
}

func (r *tried) file() contract.File {
	r.t.Helper()
	file, err := os.Open(r.path("answers.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	f, err := contract.Read(file)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

// expectClean wants no rule at the objects to throw away.
func expectClean(t *testing.T, server *emulator.Server) {
	t.Helper()
	if left := rulesOf(server); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func rulesOf(server *emulator.Server) []string {
	return slices.Concat(
		server.Tenant().Links(emulator.IncompatibleGroups, testPackage), server.Tenant().Links(emulator.IncompatibleAccessPackages, testPackage),
		server.Tenant().Links(emulator.IncompatibleGroups, assigned), server.Tenant().Links(emulator.IncompatibleAccessPackages, assigned))
}

// writes are the requests that change something.
func writes(server *emulator.Server) (all []string) {
	for _, entry := range server.Journal() {
		if entry.Kind == "graph" && entry.Method != "GET" {
			all = append(all, entry.Method+" "+entry.Path)
		}
	}
	return all
}

// all flags for writing.
func writing(more ...string) []string {
	return append([]string{"-write", "-yes", "-catalog", catalogID, "-access-package", testPackage, "-group", plainGroup}, more...)
}

func everything() []string {
	return writing("-microsoft-365-group", unified, "-mail-enabled-group", mailGroup, "-assigned-access-package", assigned)
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
