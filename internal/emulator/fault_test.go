package emulator

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

const addReferenceToP = "/v1.0" + groupsOfP + "/$ref"

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fault  Fault
		status int
		code   string
		linked bool
	}{
		"throttled":         {Fault{Status: 429}, 429, "TooManyRequests", false},
		"own words":         {Fault{Status: 403, Code: "NoLicense", Message: "No."}, 403, "NoLicense", false},
		"no usual code":     {Fault{Status: 504}, 504, "UnknownError", false},
		"after the effect":  {Fault{Status: 503, AfterEffect: true}, 503, "serviceNotAvailable", true},
		"a body of its own": {Fault{Status: 502, Body: []byte("<html>"), ContentType: "text/html"}, 502, noEnvelope, false},
		"only a header":     {Fault{Header: http.Header{"X-Extra": {"1"}}}, 204, noEnvelope, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{})
			c.server.Inject(row.fault)
			got := c.send(http.MethodPost, addReferenceToP, groupReference(groupG))
			linked := len(c.server.Tenant().Links(IncompatibleGroups, packageP)) == 1
			if got.status != row.status || got.code() != row.code || linked != row.linked {
				t.Errorf("got %d %s, linked %v", got.status, got.body, linked)
			}
			if got.header.Get("request-id") == "" {
				t.Error("no request-id")
			}
			for header := range row.fault.Header {
				if got.header.Get(header) == "" {
					t.Errorf("no %s", header)
				}
			}
			if row.fault.ContentType != "" && got.header.Get("Content-Type") != row.fault.ContentType {
				t.Errorf("content type %q", got.header.Get("Content-Type"))
			}
		})
	}
}

func TestWhichRequestsAFaultStrikes(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fault Fault
		want  []int
	}{
		"for ever":         {Fault{}, []int{500, 500, 500, 500, 500, 500}},
		"once":             {Fault{Times: 1}, []int{500, 200, 200, 200, 200, 200}},
		"after some":       {Fault{Skip: 2, Times: 2}, []int{200, 200, 500, 500, 200, 200}},
		"every other":      {Fault{Every: 2}, []int{200, 500, 200, 500, 200, 500}},
		"every third late": {Fault{Skip: 1, Every: 3}, []int{200, 200, 200, 500, 200, 200}},
		"another method":   {Fault{Method: http.MethodPost}, []int{200, 200, 200, 200, 200, 200}},
		"another path":     {Fault{Path: "assignments"}, []int{200, 200, 200, 200, 200, 200}},
		"this path":        {Fault{Path: "incompatibleGroups", Times: 1}, []int{500, 200, 200, 200, 200, 200}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{})
			row.fault.Status = 500
			c.server.Inject(row.fault)
			var got []int
			for range row.want {
				got = append(got, c.get("/v1.0"+groupsOfP).status)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
			c.server.ClearFaults()
			if after := c.get("/v1.0" + groupsOfP).status; after != 200 {
				t.Errorf("cleared: %d", after)
			}
		})
	}
}

func TestTheYoungestFaultComesFirst(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{Status: 500, Times: 1})
	c.server.Inject(Fault{Status: 429, Times: 1})
	if first, second := c.get("/v1.0"+groupsOfP).status, c.get("/v1.0"+groupsOfP).status; first != 429 || second != 500 {
		t.Errorf("got %d, then %d", first, second)
	}
}

func TestFaultsLeaveOtherEndpointsAloneUnlessNamed(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{Status: 500})
	c.login()
	c.server.Inject(Fault{Path: "/oauth2/v2.0/token", Status: 500})
	if got := c.send(http.MethodPost, "/contoso/oauth2/v2.0/token", ""); got.status != 500 {
		t.Errorf("got %d", got.status)
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	whole := c.get("/v1.0" + rulesOfP).body
	c.server.Inject(Fault{Truncate: true})
	got := c.get("/v1.0" + rulesOfP)
	if got.status != 200 || got.body != whole[:len(whole)/2] {
		t.Errorf("got %d %q of %q", got.status, got.body, whole)
	}
}

func TestBodySize(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{Body: []byte("{"), BodySize: 100_000})
	if got := c.get("/v1.0" + rulesOfP); got.status != 200 || len(got.body) != 100_001 {
		t.Errorf("got %d with %d bytes", got.status, len(got.body))
	}
}

// TestDrop: a client sees a broken connection and never an answer, over every kind of connection.
func TestDrop(t *testing.T) {
	t.Parallel()
	for _, door := range []string{"transport", "http", "https"} {
		for _, afterEffect := range []bool{false, true} {
			t.Run(door, func(t *testing.T) {
				t.Parallel()
				c := newClient(t, Options{})
				c.through(door)
				c.server.Inject(Fault{Method: http.MethodPost, Drop: true, AfterEffect: afterEffect})
				answer, err := c.try(http.MethodPost, addReferenceToP, groupReference(groupG))
				if err == nil {
					t.Errorf("answered %d", answer.status)
				}
				if door == "transport" && !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("got %v", err)
				}
				if linked := len(c.server.Tenant().Links(IncompatibleGroups, packageP)) == 1; linked != afterEffect {
					t.Errorf("linked: %v", linked)
				}
				journal := c.server.Journal()
				if last := journal[len(journal)-1]; last.Method != http.MethodPost || last.Status != 0 {
					t.Errorf("the journal ends with %+v", last)
				}
			})
		}
	}
}

func TestHang(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	release := make(chan struct{})
	c.server.Inject(Fault{Hang: release, Times: 1})
	arrived := make(chan struct{})
	c.server.Observe(func(m Moment, r *http.Request) {
		if m == Before && r.Method == http.MethodPost {
			close(arrived)
		}
	})
	done := make(chan int)
	go func() {
		got, err := c.try(http.MethodPost, addReferenceToP, groupReference(groupG))
		if err != nil {
			got.status = -1
		}
		done <- got.status
	}()
	<-arrived
	if links := c.server.Tenant().Links(IncompatibleGroups, packageP); len(links) != 0 {
		t.Errorf("the effect came before the answer was due: %v", links)
	}
	close(release)
	if status := <-done; status != 204 {
		t.Errorf("got %d", status)
	}
}

func TestHangEndsWithTheClient(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{Hang: make(chan struct{}), AfterEffect: true})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, origin+"/v1.0"+groupsOfP, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextThatEnds(t)
	c.server.Observe(func(Moment, *http.Request) { cancel() })
	if _, err := c.transport.RoundTrip(r.WithContext(ctx)); !errors.Is(err, errGoneAway) {
		t.Errorf("got %v", err)
	}
}

// through has the client use a real listener.
func (c *client) through(door string) {
	c.t.Helper()
	var listener *httptest.Server
	switch door {
	case "http":
		listener = httptest.NewServer(c.server)
	case "https":
		listener = httptest.NewUnstartedServer(c.server)
		listener.EnableHTTP2 = true
		listener.StartTLS()
	default:
		return
	}
	c.t.Cleanup(listener.Close)
	c.origin, c.transport = listener.URL, listener.Client().Transport
	c.login()
	if !strings.HasPrefix(c.origin, door+"://") {
		c.t.Fatalf("%s is not %s", c.origin, door)
	}
}
