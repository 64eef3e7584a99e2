package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
)

var errGoneAway = errors.New("the client went away")

func contextThatEnds(t *testing.T) (context.Context, func()) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	return ctx, func() { cancel(errGoneAway) }
}

// TestEveryDoor: the server answers alike through a transport, a listener and TLS, and names itself as it was
// asked.
func TestEveryDoor(t *testing.T) {
	t.Parallel()
	for _, door := range []string{"transport", "http", "https"} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{PageSize: 1})
			c.through(door)
			fill(t, c, 3)
			ids, _ := c.all("/beta" + groupsOfP)
			if len(ids) != 3 {
				t.Errorf("listed %v", ids)
			}
			var document struct {
				Graph string `json:"microsoftGraphResourceId"`
			}
			c.get("/metadata/endpoints?api-version=2022-09-01").decode(t, &document)
			if document.Graph != c.origin+"/" {
				t.Errorf("the metadata leads to %q, not to %s", document.Graph, c.origin)
			}
		})
	}
}

func TestTransportWithAContextThatHasEnded(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{Hang: make(chan struct{})})
	ctx, cancel := contextThatEnds(t)
	cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+"/v1.0"+groupsOfP, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.transport.RoundTrip(r); !errors.Is(err, errGoneAway) {
		t.Errorf("got %v", err)
	}
}

// TestTransportBreaksOffABody: a client whose context ends in the middle of a body gets the context's cause.
func TestTransportBreaksOffABody(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.Inject(Fault{BodySize: 1 << 40})
	ctx, cancel := contextThatEnds(t)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, origin+"/v1.0"+groupsOfP, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.CopyN(io.Discard, response.Body, 100_000); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.Copy(io.Discard, response.Body); !errors.Is(err, errGoneAway) {
		t.Errorf("got %v", err)
	}
}
