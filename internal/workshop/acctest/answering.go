package acctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Answering starts a service whose requests of identity governance are answered by a function; tokens and metadata are
// the emulator's.
func Answering(t *testing.T, answer http.HandlerFunc) *Service {
	t.Helper()
	server := emulator.New(emulator.Options{})
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/identityGovernance/") {
			answer(w, r)
			return
		}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(listener.Close)
	return &Service{Server: server, URL: listener.URL}
}

// AnswerJSON answers with what may or may not be JSON, and says that it is.
func AnswerJSON(w http.ResponseWriter, status int, format string, values ...any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, format, values...)
}
