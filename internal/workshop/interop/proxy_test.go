package interop

import (
	"net/http"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/proxy"
)

// builtIn are the hosts that msgraph talks to, whatever it is configured with.
var builtIn = []string{"graph.microsoft.com", "login.microsoftonline.com"}

// throughProxy has handler answer for those hosts, and gives the environment that sends a program there.
func throughProxy(t *testing.T, handler http.Handler) []string {
	t.Helper()
	p, err := proxy.Start(handler, builtIn, t.TempDir(), func(reason string) { t.Error(reason) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p.Environment()
}
