package emulator

import (
	"net/http"
	"testing"
	"time"
)

// TestRequestsAtATime holds that the service takes so many requests at a time and no more, and that one that was refused has had no effect.
func TestRequestsAtATime(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{Concurrency: 2})
	arrived, release, done := make(chan struct{}, 2), make(chan struct{}), make(chan int, 2)
	c.server.Inject(Fault{Method: http.MethodGet, Hang: release, Times: 2})
	c.server.Observe(func(m Moment, r *http.Request) {
		if m == Before && r.Method == http.MethodGet {
			arrived <- struct{}{}
		}
	})
	for range 2 {
		go func() {
			got, err := c.try(http.MethodGet, "/v1.0"+groupsOfP, "")
			if err != nil {
				got.status = -1
			}
			done <- got.status
		}()
	}
	<-arrived
	<-arrived
	refused := c.send(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG))
	if refused.status != 429 || refused.code() != "TooManyRequests" || refused.header.Get("Retry-After") != "1" {
		t.Errorf("the third: %d %s, Retry-After %q", refused.status, refused.body, refused.header.Get("Retry-After"))
	}
	c.login() // is no request to Graph
	close(release)
	for range 2 {
		if status := <-done; status != 200 {
			t.Errorf("one of the two: %d", status)
		}
	}
	if got := c.send(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG)); got.status != 204 {
		t.Errorf("afterwards: %d %s", got.status, got.body)
	}
}

// TestQuota holds that an application has a bucket of its own, that it fills steadily, and how long a client is told to wait.
func TestQuota(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := newClient(t, Options{Quota: 5, Now: now.Now})
	status := func() (int, string) {
		got := c.get("/v1.0" + groupsOfP)
		return got.status, got.header.Get("Retry-After")
	}
	for range 5 {
		if got, _ := status(); got != 200 {
			t.Errorf("in the quota: %d", got)
		}
	}
	if got, wait := status(); got != 429 || wait != "2" {
		t.Errorf("beyond it: %d, Retry-After %q", got, wait)
	}
	now.advance(500 * time.Millisecond)
	if got, wait := status(); got != 429 || wait != "2" {
		t.Errorf("too early: %d, Retry-After %q", got, wait)
	}
	now.advance(1500 * time.Millisecond)
	if got, _ := status(); got != 200 {
		t.Errorf("after the wait: %d", got)
	}
	if got, _ := status(); got != 429 {
		t.Errorf("once more: %d", got)
	}
	own := c.token
	c.token = c.server.UserToken(origin, "another application", "EntitlementManagement.Read.All")
	if got, _ := status(); got != 200 {
		t.Errorf("another application: %d", got)
	}
	c.token = own
	now.advance(time.Minute)
	for range 5 {
		if got, _ := status(); got != 200 {
			t.Errorf("after a rest: %d", got)
		}
	}
	if got, _ := status(); got != 429 {
		t.Errorf("a rest is no credit: %d", got)
	}
}
