package graph_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// listed is how many entries the list has that is decoded: more than any tenant is known to have.
const listed = 10_000

// canned answers lists of incompatible groups with the same body again and again, and leaves the rest to the emulator,
// without a network.
type canned struct {
	body string
	rest http.Handler
}

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/incompatibleGroups") {
		recorder := httptest.NewRecorder()
		c.rest.ServeHTTP(recorder, r)
		return recorder.Result(), nil
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(c.body)), Request: r,
	}, nil
}

// newCanned gives a client that lists a whole collection on one page.
func newCanned(b *testing.B) (*graph.Client, string) {
	b.Helper()
	var body strings.Builder
	body.WriteString(`{"@odata.context":"https://graph.microsoft.com/beta/$metadata#groups","value":[`)
	for i := range listed {
		if i > 0 {
			body.WriteByte(',')
		}
		fmt.Fprintf(&body, `{"id":%q,"displayName":"Group %d","description":"Members of group %d","securityEnabled":true,"mailEnabled":false,"groupTypes":[]}`,
			acctest.Group(i), i, i)
	}
	body.WriteString(`]}`)
	client, err := graph.New(wire.Config{Config: signin.Config{
		MetadataHost: "http://127.0.0.1:1",
		Credentials:  signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
		Transport:    canned{body.String(), emulator.New(emulator.Options{})},
	}})
	if err != nil {
		b.Fatal(err)
	}
	return client, body.String()
}

func BenchmarkListOf10000(b *testing.B) {
	client, body := newCanned(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		client.IncompatibleGroups().Forget(acctest.Package(0))
		targets, err := client.IncompatibleGroups().List(b.Context(), acctest.Package(0), graph.ListOptions{})
		if err != nil || len(targets.All()) != listed {
			b.Fatalf("%v", err)
		}
	}
}

// A refresh looks each of its links up in the list that all of them share.
func BenchmarkLookupIn10000(b *testing.B) {
	client, _ := newCanned(b)
	b.ReportAllocs()
	id := acctest.Group(listed / 2)
	for b.Loop() {
		targets, err := client.IncompatibleGroups().List(b.Context(), acctest.Package(0), graph.ListOptions{})
		if err != nil || !targets.Has(id) {
			b.Fatalf("%v", err)
		}
	}
}
