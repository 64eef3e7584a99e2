package graph_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// respond makes a client whose requests are answered by a function.
func respond(t *testing.T, answer http.HandlerFunc) *service {
	t.Helper()
	s := &service{Service: acctest.Answering(t, answer), clock: acctest.NewClock()}
	s.client = s.newClient(t, wire.Beta)
	return s
}

// A service or gateway that repeats the request's headers in its answer must not bring the token into an error.
func TestHostile_echoedToken(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]func(w http.ResponseWriter, token string){
		"message": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":"UnAuthorized","message":"The header was Bearer %s."}}`, token)
		},
		"code": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":%q,"message":""}}`, token)
		},
		"request id": func(w http.ResponseWriter, token string) {
			w.Header().Set("request-id", token)
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":"UnAuthorized","message":""}}`)
		},
		"request id in the body": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":"UnAuthorized","message":"","innerError":{"request-id":%q}}}`, token)
		},
		"date": func(w http.ResponseWriter, token string) {
			w.Header().Set("Date", token)
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":"UnAuthorized","message":""}}`)
		},
		"content type": func(w http.ResponseWriter, token string) {
			w.Header().Set("Content-Type", "text/"+token)
			_, _ = io.WriteString(w, "x")
		},
		"next link": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusOK, `{"value":[],"@odata.nextLink":"http://[%s"}`, token)
		},
		"host of a next link": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusOK, `{"value":[],"@odata.nextLink":"https://%s/"}`, token)
		},
		"entry": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusOK, `{"value":[{"id":["%s"]}]}`, token)
		},
		"added id": func(w http.ResponseWriter, token string) {
			acctest.AnswerJSON(w, http.StatusCreated, `{"id":%q,"value":[]}`, token)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var seen atomic.Value
			s := respond(t, func(w http.ResponseWriter, r *http.Request) {
				token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
				seen.Store(token)
				answer(w, token)
			})
			_, err := s.client.IncompatibleGroups().List(within(t, s), acctest.Package(0), graph.ListOptions{})
			if name == "added id" {
				_, err = s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0))
			}
			if err == nil {
				t.Fatal("no error")
			}
			token, _ := seen.Load().(string)
			if token == "" {
				t.Fatal("no token was sent: the test shows nothing")
			}
			text := fmt.Sprintf("%v", err)
			var e *wire.Error
			if errors.As(err, &e) {
				text += e.Code + e.Message + e.RequestID + e.Date
			}
			if parts := strings.Split(token, "."); strings.Contains(text, token) || strings.Contains(text, parts[1]) {
				t.Errorf("the token is in %s", text)
			}
		})
	}
}

// A list that cannot be read to its end is an error, never a shorter list: what is missing would be dropped from state.
func TestHostile_unreadableLists(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"empty":               ``,
		"null":                `null`,
		"nothing":             `{}`,
		"no collection":       `{"@odata.context":"x"}`,
		"null collection":     `{"value":null}`,
		"an error with 200":   `{"error":{"code":"ResourceNotFound","message":"The resource was not found."}}`,
		"another type":        `{"value":{}}`,
		"a list":              `[]`,
		"cut":                 `{"value":[{"id":"` + acctest.Group(0) + `"}`,
		"cut behind a value":  `{"value":[]`,
		"two documents":       `{"value":[]}{"value":[]}`,
		"an entry without id": `{"value":[{"displayName":"x"}]}`,
		"an entry of another": `{"value":["` + acctest.Group(0) + `"]}`,
		"a null entry":        `{"value":[null]}`,
		"a number as link":    `{"value":[],"@odata.nextLink":5}`,
		"HTML":                `<html><body>Sign in</body></html>`,
		"invalid UTF-8 key":   "{\"val\xffue\":[]}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respond(t, func(w http.ResponseWriter, _ *http.Request) { acctest.AnswerJSON(w, http.StatusOK, "%s", body) })
			targets, err := s.client.IncompatibleGroups().List(within(t, s), acctest.Package(0), graph.ListOptions{})
			if err == nil || graph.IsGone(err) {
				t.Errorf("List = %v, %v", targets, err)
			}
		})
	}
}

// Only Graph's own 404 about a resource means that something is gone.
func TestHostile_notFoundByOthers(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"HTML":          "<html>404 Not Found</html>",
		"nothing":       "",
		"another shape": `{"statusCode":404,"message":"Resource not found"}`,
		"no code":       `{"error":{"code":"","message":"No HTTP resource was found that matches the request URI."}}`,
		"unknown":       `{"error":{"code":"UnknownError","message":""}}`,
		"OAuth shape":   `{"error":"not_found","error_description":"x"}`,
		"another code":  `{"error":{"code":"RoleNotFound","message":"The role was not found."}}`,
		"a tenant":      `{"error":{"code":"TenantNotFound","message":"The tenant was not found."}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := respond(t, func(w http.ResponseWriter, _ *http.Request) { acctest.AnswerJSON(w, http.StatusNotFound, "%s", body) })
			if _, err := s.client.IncompatibleGroups().List(within(t, s), acctest.Package(0), graph.ListOptions{}); err == nil || graph.IsGone(err) {
				t.Errorf("List: %v", err)
			}
			if err := s.client.IncompatibleGroups().Remove(within(t, s), acctest.Package(0), acctest.Group(0)); err == nil {
				t.Error("Remove takes it for gone")
			}
		})
	}
}

// Only a code about the access package itself means that it no longer exists. A code about a group on its list doesn't.
func TestHostile_groupIsNoAccessPackage(t *testing.T) {
	t.Parallel()
	for code, gone := range map[string]bool{
		"ResourceNotFound": true, "itemNotFound": true, "Request_ResourceNotFound": false, "ResourceNotFoundInOriginSystem": false,
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := respond(t, func(w http.ResponseWriter, _ *http.Request) {
				acctest.AnswerJSON(w, http.StatusNotFound, `{"error":{"code":%q,"message":""}}`, code)
			})
			ctx := within(t, s)
			if _, err := s.client.IncompatibleGroups().List(ctx, acctest.Package(0), graph.ListOptions{}); graph.IsGone(err) != gone {
				t.Errorf("List: %v", err)
			}
			var missing *graph.MissingError
			if _, err := s.client.IncompatibleGroups().Add(ctx, reference(0, 0)); !errors.As(err, &missing) && gone {
				t.Errorf("Add: %v", err)
			}
		})
	}
}

// A service, or someone between, that answers with a name in an error must not write into the terminal, the plan or the
// runner's log.
func TestHostile_words(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		encoded, err := json.Marshal(name.Text)
		acctest.Must(t, err)
		s := respond(t, func(w http.ResponseWriter, _ *http.Request) {
			acctest.AnswerJSON(w, http.StatusForbidden, `{"error":{"code":%s,"message":%s,"innerError":{"request-id":%s}}}`, encoded, encoded, encoded)
		})
		_, err = s.client.AccessPackage(within(t, s), acctest.Package(0))
		var e *wire.Error
		if !errors.As(err, &e) {
			t.Fatalf("%s: %v", name.Attack, err)
		}
		for _, text := range []string{e.Error(), e.Code, e.Message, e.RequestID} {
			if err := hostile.InText(text); err != nil || strings.Contains(text, "\n") {
				t.Errorf("%s: %q: %v", name.Attack, text, err)
			}
		}
	}
}
