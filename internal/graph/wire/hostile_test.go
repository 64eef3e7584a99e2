package wire_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A failed attempt at a page must not leave items in the next attempt.
func TestHostile_pageAfterBadPage(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	s := respond(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			acctest.AnswerJSON(w, http.StatusOK, `{"@odata.nextLink":"https://elsewhere.example/","value":"no list"}`)
			return
		}
		acctest.AnswerJSON(w, http.StatusOK, `{"value":[{"id":%q}]}`, acctest.Group(0))
	})
	if items, err := list(within(t, s), s.client, 0); err != nil || items != 1 {
		t.Errorf("%d items, %v", items, err)
	}
}

// Next links lead on within Graph or nowhere.
func TestHostile_nextLinks(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(foreign.Close)
	host := strings.TrimPrefix(foreign.URL, "http://")
	for name, next := range map[string]string{
		"foreign":           foreign.URL + "/beta/groups",
		"foreign https":     "https://" + host + "/",
		"protocol-relative": "//" + host + "/",
		"user":              "http://graph@" + host + "/",
		"backslash":         `\\\\` + host + `\\`,
		"malformed":         "http://[::1/",
		"another scheme":    "ftp://" + host + "/",
		"opaque":            "mailto:somebody@example.com",
		"itself":            "?",
		"a control":         "http://" + host + "/\\u0000",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respond(t, func(w http.ResponseWriter, _ *http.Request) {
				acctest.AnswerJSON(w, http.StatusOK, `{"value":[],"@odata.nextLink":"%s"}`, next)
			})
			if items, err := list(within(t, s), s.client, 0); err == nil {
				t.Errorf("%d items", items)
			}
			if visits.Load() > 0 {
				t.Error("the other server was asked")
			}
		})
	}
}

// Pages without end stop with an error although every link is new.
func TestHostile_endlessPages(t *testing.T) {
	t.Parallel()
	client, err := wire.New(wire.Config{Config: signin.Config{
		MetadataHost: "http://127.0.0.1", UserAgent: "test", Transport: &endlessPages{rest: emulator.New(emulator.Options{}).Transport()},
		Credentials: credentials,
	}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := list(t.Context(), client, 0); err == nil || !strings.Contains(err.Error(), "pages") {
		t.Errorf("List: %v", err)
	}
}

// endlessPages answers every list with another next link, and leaves the rest to others.
type endlessPages struct {
	rest  http.RoundTripper
	pages atomic.Int32
}

func (e *endlessPages) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "/identityGovernance/") {
		return e.rest.RoundTrip(r)
	}
	body := fmt.Sprintf(`{"value":[],"@odata.nextLink":"?page=%d"}`, e.pages.Add(1))
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: r,
	}, nil
}

// A redirect is answered with an error; the token goes to the first address only, whatever the second is.
func TestHostile_redirects(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	foreign := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(foreign.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := respond(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, foreign.URL, status) })
			if err := add(within(t, s), s.client, 0, 0); err == nil || !strings.Contains(err.Error(), "redirects to another address; the provider doesn't follow it") {
				t.Errorf("Add: %v", err)
			}
			if _, err := list(within(t, s), s.client, 0); err == nil {
				t.Error("List followed the redirect")
			}
			if visits.Load() > 0 {
				t.Error("the other server was asked")
			}
		})
	}
}
