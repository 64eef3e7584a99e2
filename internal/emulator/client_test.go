package emulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Ids that the tests use.
const (
	catalogC = "33333333-3333-4333-8333-333333333333"
	catalogD = "33333333-3333-4333-8333-444444444444"
	packageP = "11111111-1111-4111-8111-111111111111"
	packageQ = "11111111-1111-4111-8111-222222222222"
	packageR = "11111111-1111-4111-8111-333333333333" // in catalog D
	groupG   = "22222222-2222-4222-8222-222222222222"
	groupH   = "22222222-2222-4222-8222-333333333333" // nested in G
	userU    = "44444444-4444-4444-8444-444444444444"
	userV    = "44444444-4444-4444-8444-555555555555"
	nowhere  = "99999999-9999-4999-8999-999999999999"

	groupType = "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group" // of the route below the catalog

	origin = "https://graph.emulator.test"
	em     = "/identityGovernance/entitlementManagement"
)

const testSeed = `{
  "catalogs": [{"id": "` + catalogC + `", "displayName": "Finance"}, {"id": "` + catalogD + `", "displayName": "Staff"}],
  "users": [{"id": "` + userU + `", "displayName": "Ana Ruiz"}, {"id": "` + userV + `", "displayName": "Bram de Vries"}],
  "groups": [
    {"id": "` + groupG + `", "displayName": "Payment approvers", "securityEnabled": true, "members": ["` + userU + `"], "memberGroups": ["` + groupH + `"]},
    {"id": "` + groupH + `", "displayName": "Leadership", "members": ["` + userU + `", "` + userV + `"]}
  ],
  "accessPackages": [
    {"id": "` + packageP + `", "catalogId": "` + catalogC + `", "displayName": "Payments - create", "grantsGroups": ["` + groupH + `"]},
    {"id": "` + packageQ + `", "catalogId": "` + catalogC + `", "displayName": "Payments - approve"},
    {"id": "` + packageR + `", "catalogId": "` + catalogD + `", "displayName": "Onboarding"}
  ],
  "assignments": [
    {"id": "55555555-5555-4555-8555-111111111111", "accessPackageId": "` + packageP + `", "userId": "` + userU + `"},
    {"id": "55555555-5555-4555-8555-222222222222", "accessPackageId": "` + packageP + `", "userId": "` + userV + `", "state": "expired"},
    {"id": "55555555-5555-4555-8555-333333333333", "accessPackageId": "` + packageQ + `", "userId": "` + userU + `"}
  ]
}`

// client is a caller with a token.
type client struct {
	t         *testing.T
	server    *Server
	transport http.RoundTripper
	origin    string
	token     string
}

// answered is what a client got.
type answered struct {
	status int
	header http.Header
	body   string
}

func newClient(t *testing.T, o Options) *client {
	t.Helper()
	s := New(o)
	if err := s.Load(strings.NewReader(testSeed)); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, server: s, transport: s.Transport(), origin: origin}
	c.login()
	s.ResetJournal()
	return c
}

// login gets a token as a service principal does.
func (c *client) login() {
	c.t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"elm"}, "client_secret": {DefaultSecret}, "scope": {c.origin + "/.default"},
	}
	got := c.send(http.MethodPost, "/contoso/oauth2/v2.0/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
	var token struct {
		AccessToken string `json:"access_token"`
	}
	got.decode(c.t, &token)
	c.token = token.AccessToken
}

// send makes a request. Header is a list of names and values; an empty value takes a header away.
func (c *client) send(method, target, body string, header ...string) answered {
	c.t.Helper()
	response, err := c.try(method, target, body, header...)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, target, err)
	}
	return response
}

func (c *client) try(method, target, body string, header ...string) (answered, error) {
	c.t.Helper()
	if strings.HasPrefix(target, "/") {
		target = c.origin + target
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i+1] == "" {
			r.Header.Del(header[i])
		}
	}
	response, err := c.transport.RoundTrip(r)
	if err != nil {
		return answered{}, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	return answered{response.StatusCode, response.Header, string(text)}, err
}

func (c *client) get(target string) answered {
	c.t.Helper()
	return c.send(http.MethodGet, target, "")
}

func (a answered) decode(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("status %d: %v in %q", a.status, err, a.body)
	}
}

// code gives the code of the error envelope; "-" without one.
func (a answered) code() string {
	var envelope struct {
		Error *struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal([]byte(a.body), &envelope) != nil || envelope.Error == nil {
		return "-"
	}
	return envelope.Error.Code
}

// listPage is one page of any collection.
type listPage struct {
	Value []map[string]any `json:"value"`
	Next  string           `json:"@odata.nextLink"`
	Count *int             `json:"@odata.count"`
}

// all follows the next links of a collection and gives the ids, and the sizes of the pages.
func (c *client) all(target string) (ids []string, sizes []int) {
	c.t.Helper()
	for target != "" {
		got := c.get(target)
		if got.status != http.StatusOK {
			c.t.Fatalf("GET %s: %d %s", target, got.status, got.body)
		}
		var p listPage
		got.decode(c.t, &p)
		for _, each := range p.Value {
			ids = append(ids, each["id"].(string))
		}
		sizes = append(sizes, len(p.Value))
		target = p.Next
	}
	return ids, sizes
}

// clock is a time that tests move.
type clock struct{ now time.Time }

func newClock() *clock { return &clock{time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time           { return c.now }
func (c *clock) advance(by time.Duration) { c.now = c.now.Add(by) }

func groupReference(id string) string {
	return `{"@odata.id":"https://graph.microsoft.com/v1.0/groups/` + id + `"}`
}

func packageReference(id string) string {
	return `{"@odata.id":"https://graph.microsoft.com/v1.0` + em + `/accessPackages/` + id + `"}`
}

func documentBody(id string) string {
	return `{"@odata.type":"` + groupType + `","id":"` + id + `"}`
}
