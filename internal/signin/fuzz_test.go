package signin

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

// Errors stay short, valid UTF-8, and free of tokens, whatever a token service, a proxy, or `az` answers.
func FuzzRefusal(f *testing.F) {
	f.Add(401, "application/json", `{"error":"invalid_client","error_description":"AADSTS7000215: No. Trace ID: a Correlation ID: b Timestamp: 2026-11-25 09:00:00Z","error_codes":[1]}`, "")
	f.Add(302, "", "", "https://elsewhere.example/?x")
	f.Add(203, "text/html", "<html>", "")
	f.Add(400, "application/json", `{"error":1,"error_codes":["x"],"trace_id":{}}`, "%")
	f.Fuzz(func(t *testing.T, status int, contentType, body, location string) {
		s := source{adviser: adviser{method: clientSecret, credentials: &Credentials{ClientSecret: "planted"}}}
		x := &exchange{host: "login.example", login: true, status: status, body: []byte(body), header: http.Header{"Content-Type": {contentType}, "Location": {location}}}
		var failure *AuthenticationError
		if !errors.As(s.failure(x, errNoToken), &failure) || failure.Advice == "" {
			t.Fatalf("%#v", failure)
		}
		text := told(failure)
		if jwt.MatchString(failure.Message) || strings.Contains(failure.Message, "planted") || !utf8.ValidString(text) || len(text) > 4*longestText {
			t.Errorf("%q", text)
		}
		if failure.temporary && failure.lasting {
			t.Error("it passes and stays")
		}
	})
}
