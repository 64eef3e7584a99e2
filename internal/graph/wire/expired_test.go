package wire_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A list whose link to a later page has expired is read again from its start, once.
func TestEach_expiredPage(t *testing.T) {
	t.Parallel()
	for times, works := range map[int]bool{1: true, 2: false} {
		s := connect(t, acctest.Start(t, emulator.Options{PageSize: 2}))
		for group := range 5 {
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(group)))
		}
		expired := faults.ExpiredSkipToken()
		expired.Skip, expired.Times = 1, times
		s.Inject(expired)
		seen := map[string]bool{}
		err := wire.Each(within(t, s), s.client, wire.Request{Operation: "listing", Path: groups(0)}, func(item json.RawMessage) (bool, error) {
			seen[string(item)] = true
			return true, nil
		})
		if works != (err == nil) || works && len(seen) != 5 {
			t.Errorf("expired %d times: %d items, %v", times, len(seen), err)
		}
	}
}

// Each page is an answer of its own, and a refusal is one too.
func TestConfig_answered(t *testing.T) {
	t.Parallel()
	s := connect(t, acctest.Start(t, emulator.Options{PageSize: 2}))
	for group := range 5 {
		acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(group)))
	}
	answers := 0
	client := s.configured(t, func(cfg *wire.Config) { cfg.Answered = func() { answers++ } })
	s.Inject(emulator.Fault{Status: http.StatusServiceUnavailable, Times: 1})
	if items, err := list(within(t, s), client, 0); items != 5 || err != nil {
		t.Fatal(items, err)
	}
	if answers != 4 {
		t.Errorf("%d answers, want 3 pages and a refusal", answers)
	}
}

// A 404 that isn't in the form of Graph's errors came from something in between, and the error says so.
func TestError_inBetween(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.Inject(faults.GatewayNotFound())
	_, err := list(within(t, s), s.client, 0)
	if err == nil || !strings.Contains(err.Error(), "proxy or gateway in between") {
		t.Error(err)
	}
	s.ClearFaults()
	s.Inject(emulator.Fault{Status: http.StatusNotFound})
	if _, err = list(within(t, s), s.client, 0); err == nil || strings.Contains(err.Error(), "in between") {
		t.Errorf("Graph's own 404: %v", err)
	}
}

// A request without one of its IDs would be a request for something else. It isn't sent.
func TestDo_emptyID(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, path := range []string{
		"/groups/", "/identityGovernance/entitlementManagement/accessPackages//incompatibleGroups",
		"/identityGovernance/entitlementManagement/assignments/additionalAccess(accessPackageId='',incompatibleAccessPackageId='x')",
	} {
		if err := s.client.Do(within(t, s), &wire.Request{Operation: "reading", Method: http.MethodGet, Path: path}); err == nil {
			t.Errorf("%s: no error", path)
		}
	}
	if n := s.Requests("", "/"); n != 0 {
		t.Errorf("%d requests", n)
	}
}
