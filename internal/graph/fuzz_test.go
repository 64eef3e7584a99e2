package graph

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// Whatever bytes come from outside, nothing panics and no bound is broken. Seeds are in testdata/fuzz.

func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait, ok := retryAfter(http.Header{"Retry-After": {value}}, now)
		if wait < 0 || wait > longestRetryAfter || !ok && wait != 0 {
			t.Errorf("%q means %s, %v", value, wait, ok)
		}
	})
}

func FuzzErrorBody(f *testing.F) {
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		response := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}, "Request-Id": {body}}}
		e := newStatusError("testing", response, []byte(body))
		const ellipsis = len("…")
		for _, text := range []string{e.Code, e.Message, e.RequestID} {
			if len(text) > longestMessage+ellipsis || !utf8.ValidString(text) {
				t.Errorf("not fit to be shown: %q", text)
			}
		}
		if IsGone(e) && (status != http.StatusNotFound || e.Code == "") {
			t.Errorf("%d %q counts as gone", status, body)
		}
		_ = e.Error()
		_ = isRouteNotOffered(e)
		var into page
		if err := decode(response, []byte(body), &into); err == nil && !strings.Contains(contentType, "json") {
			t.Errorf("%q was read as JSON", contentType)
		}
	})
}

func FuzzNextLink(f *testing.F) {
	graph, err := url.Parse("https://graph.microsoft.com")
	if err != nil {
		f.Fatal(err)
	}
	c := &Client{version: Beta, session: &session{place: &cloud{login: "https://login.microsoftonline.com", graph: graph}}}
	r := &request{operation: "testing", path: accessPackagePath("x") + "/incompatibleGroups"}
	f.Fuzz(func(t *testing.T, link string) {
		next, err := c.nextLink(t.Context(), r, link)
		if err != nil {
			return
		}
		// What counts is where net/http would send it.
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, next.String(), http.NoBody)
		if err != nil {
			return
		}
		if request.URL.Scheme != "https" || !strings.EqualFold(request.URL.Hostname(), "graph.microsoft.com") || port(request.URL) != "443" {
			t.Errorf("%q leads to %s", link, request.URL)
		}
	})
}

func FuzzShown(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		shown := clip(text)
		if jwt.MatchString(shown) || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q", text, shown)
		}
		var e *Error
		if errors.As(noAnswer(&request{operation: "testing"}, "id", errors.New(text)), &e) && jwt.MatchString(e.Error()) {
			t.Errorf("%q is shown as %q", text, e)
		}
	})
}
