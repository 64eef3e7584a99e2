package wire_test

import (
	"net/http"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// IsHopeless tells the failures that stop a batch of requests from the others.
func TestIsHopeless(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    emulator.Fault
		hopeless bool
	}{
		"not permitted":      {emulator.Fault{Status: http.StatusForbidden}, true},
		"token refused":      {emulator.Fault{Status: http.StatusUnauthorized}, true},
		"sign-in refused":    {emulator.Fault{Path: "oauth2/v2.0/token", Status: http.StatusUnauthorized}, true},
		"throttled for long": {emulator.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}}, true},
		"refused":            {emulator.Fault{Status: http.StatusBadRequest}, false},
		"failing":            {emulator.Fault{Status: http.StatusInternalServerError}, false},
		"cut":                {emulator.Fault{Drop: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.Inject(test.fault)
			err := add(within(t, s), s.client, 0, 0)
			if err == nil || wire.IsHopeless(err) != test.hopeless {
				t.Errorf("hopeless is %v: %v", !test.hopeless, err)
			}
		})
	}
}
