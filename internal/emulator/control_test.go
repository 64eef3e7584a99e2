package emulator

import (
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

func TestOwnEndpoints(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	link := "/emulator/links/incompatibleGroups/" + packageP + "/" + groupG
	for _, step := range []struct {
		method, target, body string
		status               int
		holds                string
	}{
		{"GET", "/healthz", "", 200, "ok"},
		{"GET", "/emulator/planets", "", 404, ""},
		{"GET", "/planets", "", 404, ""},
		{"PUT", link, "", 204, ""},
		{"PUT", link, "", 409, "already exists"},
		{"GET", "/v1.0" + groupsOfP, "", 200, groupG},
		{"DELETE", link, "", 204, ""},
		{"POST", link, "", 405, ""},
		{"PUT", "/emulator/links/incompatibleUsers/" + packageP + "/" + groupG, "", 404, "incompatibleUsers"},
		{"DELETE", "/emulator/links/incompatibleUsers/" + packageP + "/" + groupG, "", 404, "incompatibleUsers"},
		{"PUT", "/emulator/links/incompatibleGroups/" + packageP + "/finance", "", 400, "finance"},
		{"PUT", "/emulator/links/incompatibleGroups/finance/" + groupG, "", 400, "finance"},
		{"DELETE", "/emulator/links/incompatibleGroups/finance/" + groupG, "", 400, "finance"},
		{"PUT", "/emulator/links/incompatibleGroups/" + packageP + "/" + strings.Replace(groupG, "-", "-0", 1)[:36], "", 400, "GUID"},
		{"PUT", "/emulator/links/incompatibleGroups/" + groupG + "/" + groupG, "", 409, "unknown access package"},
		{"POST", "/emulator/faults", `{"status":418,"times":1,"header":{"Retry-After":"2"},"body":"tea"}`, 204, ""},
		{"GET", "/v1.0" + groupsOfP, "", 418, "tea"},
		{"POST", "/emulator/faults", `{"statsu":503}`, 400, "statsu"},
		{"POST", "/emulator/faults", `{"status":42}`, 400, "status"},
		{"POST", "/emulator/faults", `{"status":503}`, 204, ""},
		{"DELETE", "/emulator/faults", "", 204, ""},
		{"GET", "/emulator/faults", "", 405, ""},
		{"GET", "/v1.0" + groupsOfP, "", 200, ""},
		{"GET", "/emulator/journal", "", 200, `"status":418`},
		{"POST", "/emulator/journal", "", 405, ""},
		{"DELETE", "/emulator/journal", "", 204, ""},
		{"GET", "/emulator/journal", "", 200, "[]"},
	} {
		if got := c.send(step.method, step.target, step.body); got.status != step.status || !strings.Contains(got.body, step.holds) {
			t.Errorf("%s %s: %d %s", step.method, step.target, got.status, got.body)
		}
	}
}

// The page for users lists every field of a fault, and its example is a fault that the emulator takes.
func TestOwnEndpointsAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../examples/another-repository/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for field := range reflect.TypeFor[faultBody]().Fields() {
		if name := field.Tag.Get("json"); !strings.Contains(string(page), "| `"+name+"`") && !strings.Contains(string(page), ", `"+name+"`") {
			t.Errorf("nothing about %s", name)
		}
	}
	example := regexp.MustCompile(`-d '(.*)'`).FindSubmatch(page)
	if example == nil {
		t.Fatal("no example")
	}
	c := newClient(t, Options{})
	if got := c.send(http.MethodPost, "/emulator/faults", string(example[1])); got.status != 204 {
		t.Errorf("%s: %d %s", example[1], got.status, got.body)
	}
	if got := c.send(http.MethodPost, addReferenceToP, groupReference(groupG)); got.status != 503 {
		t.Errorf("the example's fault: %d", got.status)
	}
}

func TestOwnEndpointsAreForThisMachine(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	for address, want := range map[string]int{"192.0.2.1:1000": 403, "[2001:db8::1]:1000": 403, "127.0.0.1:1000": 200, "[::1]:1000": 200, "": 403} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/emulator/journal", nil)
		r.RemoteAddr = address
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%q: %d, want %d", address, w.Code, want)
		}
	}
}

func TestRequestsAreBounded(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	if got := c.send(http.MethodPost, belowC, strings.Repeat(" ", exchange.LongestBody+1)); got.status != 413 {
		t.Errorf("a long body: %d", got.status)
	}
	if got := c.send(http.MethodPost, belowC, documentBody(groupG), "Content-Type", "text/plain"); got.status != 415 {
		t.Errorf("a content type that is not JSON: %d", got.status)
	}
	if got := c.send(http.MethodPost, belowC, documentBody(groupG), "Content-Type", ""); got.status != 415 {
		t.Errorf("no content type: %d", got.status)
	}
}

func TestAccessPackageOverTheAPI(t *testing.T) {
	t.Parallel()
	for version, catalog := range map[string]string{"v1.0": `"catalog":{"id":"` + catalogC + `"}`, "beta": `"catalogId":"` + catalogC + `"`} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{})
			all := "/" + version + em + "/accessPackages"
			for _, body := range []string{`{}`, `{"displayName":"Payroll"}`, `{` + catalog + `}`} {
				if got := c.send(http.MethodPost, all, body); got.status != 400 {
					t.Errorf("%s: %d", body, got.status)
				}
			}
			var made struct{ ID, DisplayName string }
			created := c.send(http.MethodPost, all, `{"displayName":"Payroll",`+catalog+`}`)
			created.decode(t, &made)
			if created.status != 201 || made.DisplayName != "Payroll" {
				t.Fatalf("%d %s", created.status, created.body)
			}
			one := all + "/" + made.ID
			if got := c.send(http.MethodPatch, one, `{"description":"Salaries"}`); got.status != 204 {
				t.Errorf("update: %d %s", got.status, got.body)
			}
			if got := c.get(one); !strings.Contains(got.body, "Salaries") || !strings.Contains(got.body, "Payroll") {
				t.Errorf("read: %s", got.body)
			}
			statuses := []int{c.send(http.MethodDelete, one, "").status, c.send(http.MethodDelete, one, "").status, c.send(http.MethodPatch, one, "{}").status}
			if !slices.Equal(statuses, []int{204, 404, 404}) {
				t.Errorf("delete: %v", statuses)
			}
			if got := c.send(http.MethodDelete, all+"/"+packageP, ""); got.status != 400 {
				t.Errorf("delete with assignments: %d", got.status)
			}
		})
	}
}
