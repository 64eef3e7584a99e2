package emulator

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

func TestJournal(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.get("/metadata/endpoints?api-version=2022-09-01")
	c.login()
	c.send(http.MethodPost, belowC, documentBody(groupG), "client-request-id", nowhere)
	c.get("/healthz")
	entries := c.server.Journal()
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Kind)
		if e.Header.Get("Authorization") != "" || strings.Contains(fmt.Sprint(e), c.token) || strings.Contains(fmt.Sprint(e), DefaultSecret) {
			t.Errorf("a secret is in %+v", e)
		}
	}
	if !slices.Equal(kinds, []string{"metadata", "token", "graph"}) {
		t.Fatalf("kinds %v", kinds)
	}
	last := entries[2]
	if last.Method != "POST" || last.Path != belowC || last.Status != 201 || !last.Bearer || last.Body != documentBody(groupG) {
		t.Errorf("got %+v", last)
	}
	if last.Header.Get("client-request-id") != nowhere {
		t.Errorf("the header is %v", last.Header)
	}
	if entries[0].RawQuery != "api-version=2022-09-01" {
		t.Errorf("the query is %q", entries[0].RawQuery)
	}
	entries[2].Header.Set("client-request-id", "changed")
	if c.server.Journal()[2].Header.Get("client-request-id") != nowhere {
		t.Error("an entry is no copy")
	}
	c.server.ResetJournal()
	if left := c.server.Journal(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestClientRequestIDIsEchoed(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	echoed := c.send(http.MethodGet, "/v1.0"+groupsOfP, "", "client-request-id", nowhere)
	if got := echoed.header.Get("client-request-id"); got != nowhere {
		t.Errorf("got %q", got)
	}
	own := c.get("/v1.0/planets")
	if id := own.header.Get("request-id"); own.header.Get("client-request-id") != id || !strings.Contains(own.body, id) {
		t.Errorf("got %v and %s", own.header, own.body)
	}
}

// TestObserve: observers come before and after the effect, see the request whole, and may change the tenant.
func TestObserve(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	var seen []string
	c.server.Observe(func(m Moment, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if m == Before {
			if string(body) != documentBody(groupG) {
				t.Errorf("the body is %q", body)
			}
		} else if err := c.server.Tenant().Link(IncompatibleGroups, packageP, groupH); err != nil {
			t.Error(err)
		}
		seen = append(seen, fmt.Sprint(m, r.Method, c.server.Tenant().Links(IncompatibleGroups, packageP)))
	})
	c.send(http.MethodPost, belowC, documentBody(groupG))
	want := []string{fmt.Sprint(Before, "POST", []string{}), fmt.Sprint(After, "POST", []string{groupG, groupH})}
	if !slices.Equal(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}

// TestConcurrency is for the race detector: everything at once, and nothing is lost.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{ListLagReads: 1, PageSize: 3})
	c.server.Inject(Fault{Every: 5, Status: 503})
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			id := guid.New()
			if err := c.server.Tenant().AddGroup(Group{ID: id}); err != nil {
				t.Error(err)
			}
			for added := false; !added; {
				got, err := c.try(http.MethodPost, belowC, documentBody(id))
				if err != nil {
					t.Error(err)
					return
				}
				added = got.status == 201
				if _, err := c.try(http.MethodGet, "/v1.0"+groupsOfP, ""); err != nil {
					t.Error(err)
				}
				c.server.Journal()
			}
		})
	}
	work.Wait()
	if got := len(c.server.Tenant().Links(IncompatibleGroups, packageP)); got != 8 {
		t.Errorf("%d links", got)
	}
}
