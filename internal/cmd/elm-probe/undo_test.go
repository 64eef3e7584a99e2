package main

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// A failed request leaves no rule behind.
func TestUndo_faults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"answer lost":                 {Method: http.MethodPost, Drop: true, AfterEffect: true},
		"request lost":                {Method: http.MethodPost, Drop: true},
		"made, and failed":            {Method: http.MethodPost, Status: http.StatusServiceUnavailable, AfterEffect: true},
		"made, and refused":           {Method: http.MethodPost, Status: http.StatusBadRequest, AfterEffect: true},
		"made, and half an answer":    {Method: http.MethodPost, Truncate: true},
		"every third made and lost":   {Method: http.MethodPost, Every: 3, Drop: true, AfterEffect: true},
		"removed, and lost":           {Method: http.MethodDelete, Every: 2, Drop: true, AfterEffect: true},
		"removed, and failed":         {Method: http.MethodDelete, Every: 2, Status: http.StatusServiceUnavailable, AfterEffect: true},
		"not removed":                 {Method: http.MethodDelete, Times: 3, Status: http.StatusBadRequest},
		"throttled":                   {Every: 3, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"2"}}},
		"the list cannot be read":     {Method: http.MethodGet, Path: testPackage + "/incompatibleGroups", Skip: 2, Every: 2, Status: http.StatusServiceUnavailable},
		"the list is never what is":   {Method: http.MethodGet, Path: testPackage + "/incompatibleGroups", Skip: 2, Times: 50, Body: []byte(`{"value":[]}`), ContentType: "application/json"},
		"the sign-in ends in between": {Method: http.MethodPost, Path: "/$ref", Status: http.StatusUnauthorized},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newTried(t, emulator.Options{})
			r.server.Inject(fault)
			r.must(exitOK, everything()...)
			expectClean(t, r.server)
		})
	}
}

// Lists that lag do not hide from the probe what it made.
func TestUndo_lag(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{ListLag: 170 * time.Second, UnknownTarget: 204, SelfLink: 204})
	r.must(exitOK, everything()...)
	expectClean(t, r.server)
	r = newTried(t, emulator.Options{ListLag: time.Hour})
	r.run(everything()...)
	expectClean(t, r.server)
	if r.file().Contract.ListLagSeconds != nil {
		t.Error("a lag was measured that nobody waited for")
	}
}

// If the service refuses to remove a rule, the probe names it and the next step. Later, -undo removes it.
func TestUndo_refused(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{AssignedUnlink: 400})
	r.must(exitLeft, everything()...)
	for _, shown := range []string{"may still exist", assigned, plainGroup, "-undo instead of -write"} {
		if !strings.Contains(r.stderr.String(), shown) {
			t.Errorf("%q is not shown:\n%s", shown, r.stderr.String())
		}
	}
	undoing := append([]string{"-undo"}, everything()[1:]...)
	r.must(exitLeft, undoing...)
	other := newTried(t, emulator.Options{})
	for _, rule := range [][2]string{{assigned, plainGroup}, {testPackage, unified}} {
		if err := other.server.Tenant().Link(emulator.IncompatibleGroups, rule[0], rule[1]); err != nil {
			t.Fatal(err)
		}
	}
	other.must(exitOK, undoing...)
	expectClean(t, other.server)
	if len(writes(other.server)) != 2 || !strings.Contains(other.stdout.String(), "About to remove") {
		t.Errorf("%v\n%s", writes(other.server), other.stdout.String())
	}
	other.must(exitOK, undoing...)
	if !strings.Contains(other.stdout.String(), "Nothing was left behind") {
		t.Error(other.stdout.String())
	}
}

// The time before the removals, such as that of a question on the terminal, doesn't count against them.
func TestUndo_startsItsTimeLimit(t *testing.T) {
	t.Parallel()
	_, undo, stop := surroundings{}.interruptible()
	defer stop()
	if deadline, limited := undo.Deadline(); limited {
		t.Errorf("removals have to end at %s, and haven't begun", deadline)
	}
}

// After a second interruption, the probe stops at once and names the rules that may be left.
func TestUndo_interruptedTwice(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	released := make(chan struct{})
	r.release = func() { close(released) }
	r.server.Observe(func(moment emulator.Moment, request *http.Request) {
		if moment == emulator.After && request.Method == http.MethodPost && strings.Contains(request.URL.Path, "incompatible") {
			r.signals <- os.Interrupt
			r.signals <- os.Interrupt
			<-released
		}
	})
	r.must(exitLeft, everything()...)
	if left := rulesOf(r.server); len(left) != 1 || len(writes(r.server)) != 1 {
		t.Errorf("%v after %v", left, writes(r.server))
	}
	if !strings.Contains(r.stderr.String(), "may still exist") || !r.file().Run.Interrupted {
		t.Errorf("%s", r.stderr.String())
	}
}

// -undo removes what a run may have left, and nothing else.
func TestUndo_leavesOthersAlone(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	if err := r.server.Tenant().Link(emulator.IncompatibleGroups, testPackage, numbered("9f0a9000", 1)); err != nil {
		t.Fatal(err)
	}
	r.must(exitOK, append([]string{"-undo"}, everything()[1:]...)...)
	if left := rulesOf(r.server); len(left) != 1 || len(writes(r.server)) != 0 {
		t.Errorf("%v after %v", left, writes(r.server))
	}
}
