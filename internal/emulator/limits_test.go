package emulator

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestRequestsAtATime: the service takes so many requests at a time and no more, and that one that was
// refused has had no effect.
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

// TestQuota: each application has a bucket of its own, which fills steadily, and a refusal says how long to wait.
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

// answering does something when the answer begins to arrive.
type answering struct {
	*httptest.ResponseRecorder

	then func()
}

func (a answering) WriteHeader(status int) {
	a.ResponseRecorder.WriteHeader(status)
	a.then()
}

// TestAnsweredIsNotUnderWay: a client with an answer, even an injected one, may send another request while the server
// still ends the first.
func TestAnsweredIsNotUnderWay(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]Fault{"usual": nil, "fault": {{Times: 1, Status: http.StatusBadGateway}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{Concurrency: 1})
			for _, f := range faults {
				c.server.Inject(f)
			}
			ask := func() *http.Request {
				r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/v1.0"+groupsOfP, nil)
				r.Header.Set("Authorization", "Bearer "+c.token)
				return r
			}
			next := httptest.NewRecorder()
			c.server.ServeHTTP(answering{httptest.NewRecorder(), func() { c.server.ServeHTTP(next, ask()) }}, ask())
			if next.Code != http.StatusOK {
				t.Errorf("the next is answered %d", next.Code)
			}
		})
	}
}

// TestLatency: each answer comes as late as it is to, and that a request counts as under way meanwhile.
func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		c := newClient(t, Options{Latency: time.Second, Concurrency: 1}) // and gets a token
		statuses := make(chan int, 2)
		ask := func() {
			got, err := c.try(http.MethodGet, "/v1.0"+groupsOfP, "")
			if err != nil {
				got.status = -1
			}
			statuses <- got.status
		}
		go ask()
		synctest.Wait()
		go ask()
		if got := []int{<-statuses, <-statuses}; !slices.Contains(got, 200) || !slices.Contains(got, 429) {
			t.Errorf("got %v", got)
		}
		if got := c.get("/v1.0" + groupsOfP); got.status != 200 {
			t.Errorf("afterwards: %d", got.status)
		}
		if took := time.Since(started); took != 3*time.Second {
			t.Errorf("a token and lists, two of them at a time, took %s", took)
		}
	})
}
