package main

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// TestPresets: each preset causes the failure that it names. The statuses are those of reading, adding twice and
// reading again.
func TestPresets(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]int{
		"":                    {200, 201, 400, 200},
		"forbidden":           {403, 403, 403, 403},
		"read-only":           {200, 403, 403, 200},
		"no-license":          {403, 403, 403, 403},
		"throttled":           {200, 201, 429, 200},
		"throttled,forbidden": {403, 403, 429, 403},
		"lag":                 {200, 201, 400, 200},
		"replicas":            {200, 201, 400, 200},
		"gateway":             {404, 404, 404, 404},
		"replication":         {200, 201, 400, 200},
		"busy":                {200, 201, 400, 200},
		"quota":               {200, 201, 400, 200},
		"flaky":               {200, 201, 400, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := parse([]string{"-preset", name}, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			server, err := s.emulator()
			if err != nil {
				t.Fatal(err)
			}
			c := caller{t: t, server: server}
			c.login()
			rules := "/identityGovernance/entitlementManagement/accessPackages/ac000000-0000-4000-8000-000000000001/incompatibleGroups"
			below := strings.Replace(rules, "/accessPackages/",
				"/accessPackageCatalogs/f1a0c000-0000-4000-8000-000000000001/accessPackages/", 1)
			group := `{"@odata.type":"#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group","id":"96000000-0000-4000-8000-000000000002"}`
			got := []int{
				c.status("GET", rules, ""),
				c.status("POST", below, group),
				c.status("POST", below, group),
				c.status("GET", rules, ""),
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if listed := strings.Contains(c.body, "Payment approvers"); listed != (want[1] == 201 && name != "lag" && name != "replicas") {
				t.Errorf("listed: %v", listed)
			}
		})
	}
}

// TestLatency: every request takes as long as the flag says.
func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, err := parse([]string{"-latency", "50ms", "-preset", "busy"}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		server, err := s.emulator()
		if err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		c := caller{t: t, server: server}
		c.login()
		if took := time.Since(started); took != 50*time.Millisecond {
			t.Errorf("a token took %s", took)
		}
	})
}

// caller speaks to a server without a port.
type caller struct {
	t           *testing.T
	server      *emulator.Server
	token, body string
}

func (c *caller) login() {
	c.t.Helper()
	c.status(
		"POST",
		"/contoso/oauth2/v2.0/token",
		"grant_type=client_credentials&client_id=elm&client_secret="+emulator.DefaultSecret+"&scope=https://graph.emulator.test/.default",
	)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(c.body), &token); err != nil {
		c.t.Fatal(err)
	}
	c.token = token.AccessToken
}

func (c *caller) status(method, path, body string) int {
	c.t.Helper()
	if c.token != "" {
		path = "/beta" + path
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, "https://graph.emulator.test"+path,
		strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Content-Type", "application/json")
	response, err := c.server.Transport().RoundTrip(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	c.body = string(text)
	return response.StatusCode
}
