package wire

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// No bytes from outside cause a panic or break a bound. Seeds are in testdata/fuzz.

func FuzzErrorBody(f *testing.F) {
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		response := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {contentType}, "Request-Id": {body}}}
		e := newStatusError(&Request{Operation: "testing"}, response, []byte(body))
		const longest = 1000 + len("…")
		for _, text := range []string{e.Code, e.Message, e.RequestID} {
			if len(text) > longest || !utf8.ValidString(text) {
				t.Errorf("not fit to be shown: %q", text)
			}
		}
		_ = e.Error()
		shown := (&transportError{errors.New(body)}).Error()
		if !visible(shown) || utf8.RuneCountInString(shown) > 1001 || token.MatchString(shown) {
			t.Errorf("%q is shown as %q", body, shown)
		}
		var into Page[json.RawMessage]
		if err := decode(response, []byte(body), &into); err == nil && !strings.Contains(contentType, "json") {
			t.Errorf("%q was read as JSON", contentType)
		}
	})
}

var token = regexp.MustCompile(`eyJ[A-Za-z0-9_-]*\.`)

func visible(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
}

func FuzzNextLink(f *testing.F) {
	c, err := New(Config{Config: signin.Config{Credentials: signin.Credentials{UseCLI: true}}}) // asked for the endpoint only
	if err != nil {
		f.Fatal(err)
	}
	r := &Request{Operation: "testing", Path: "/groups"}
	f.Fuzz(func(t *testing.T, link string) {
		next, err := c.nextLink(t.Context(), r, link)
		if err != nil {
			return
		}
		// The address that net/http would use decides.
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, next.String(), http.NoBody)
		if err != nil {
			return
		}
		if request.URL.Scheme != "https" || !strings.EqualFold(request.URL.Hostname(), "graph.microsoft.com") || port(request.URL) != "443" {
			t.Errorf("%q leads to %s", link, request.URL)
		}
	})
}
