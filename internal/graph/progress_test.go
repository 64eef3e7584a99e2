package graph_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// TF_LOG=info shows why nothing happens for a while, and for how long.
func TestProgress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options emulator.Options
		fault   emulator.Fault
		says    string
	}{
		"throttled":   {fault: emulator.Fault{Status: 429, Header: http.Header{"Retry-After": {"30"}}}, says: "throttles requests"},
		"failing":     {fault: emulator.Fault{Status: 502}, says: "Unexpected answer"},
		"replication": {options: emulator.Options{ListLagReads: 3}, fault: emulator.Fault{Method: http.MethodPost, Status: 503, AfterEffect: true}, says: "doesn't show the change yet"},
		"signing in":  {fault: emulator.Fault{Path: "oauth2/v2.0/token", Status: 429, Header: http.Header{"Retry-After": {"30"}}}, says: "Signing in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, test.options, wire.Beta)
			test.fault.Times = 1
			s.Inject(test.fault)
			var log bytes.Buffer
			if _, err := s.client.IncompatibleGroups().Add(tflogtest.RootLogger(within(t, s), &log), reference(0, 0)); err != nil {
				t.Fatal(err)
			}
			lines, err := tflogtest.MultilineJSONDecode(&log)
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines {
				message, _ := line["@message"].(string)
				if level := line["@level"]; (level == "info" || level == "warn") && strings.Contains(message, test.says) && line["wait"] != nil {
					return
				}
			}
			t.Errorf("nobody is told %q: %v", test.says, lines)
		})
	}
}
