package signin

import "net/http"

// RefuseRedirect is the CheckRedirect of a client that carries tokens or secrets: they stay where they were sent.
func RefuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// withoutProxy is for a service on the machine itself, which no proxy can reach.
func withoutProxy(carrier http.RoundTripper) http.RoundTripper {
	transport, ok := carrier.(*http.Transport)
	if !ok {
		return carrier
	}
	direct := transport.Clone()
	direct.Proxy = nil
	return direct
}
