package signin

import "net/http"

// RefuseRedirect is the CheckRedirect of a client that carries tokens or secrets: they stay where they were sent.
func RefuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
