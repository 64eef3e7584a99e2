package graph_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Changes made through the API come back in order, also over many pages, and a time span limits them.
func TestChanges(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	s := start(t, emulator.Options{PageSize: 1, Now: func() time.Time { now = now.Add(1234 * time.Millisecond); return now }}, wire.V1)
	for group := range 3 {
		_, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, group))
		acctest.Must(t, err)
	}
	acctest.Must(t, s.client.IncompatibleGroups().Remove(within(t, s), acctest.Package(0), acctest.Group(1)))
	_, err := s.client.IncompatibleAccessPackages().Add(within(t, s), graph.Reference{CatalogID: acctest.CatalogID, AccessPackageID: acctest.Package(1), TargetID: acctest.Package(2)})
	acctest.Must(t, err)
	changes, err := s.client.Changes(within(t, s), time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), time.Time{})
	acctest.Must(t, err)
	var got []string
	for i, c := range changes {
		if c.Result != "success" || !c.Actor.Application || c.Actor.ID == "" || c.CorrelationID == "" || i > 0 && c.Time.Before(changes[i-1].Time) {
			t.Errorf("%+v", c)
		}
		got = append(got, fmt.Sprintf("%s %v %s %s", c.Collection, c.Added, c.AccessPackageID, c.TargetID))
	}
	want := []string{
		"incompatibleGroups true " + acctest.Package(0) + " " + acctest.Group(0),
		"incompatibleGroups true " + acctest.Package(0) + " " + acctest.Group(1),
		"incompatibleGroups true " + acctest.Package(0) + " " + acctest.Group(2),
		"incompatibleGroups false " + acctest.Package(0) + " " + acctest.Group(1),
		"incompatibleAccessPackages true " + acctest.Package(1) + " " + acctest.Package(2),
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	some, err := s.client.Changes(within(t, s), changes[1].Time, changes[2].Time)
	if err != nil || len(some) != 2 || some[0].ID != changes[1].ID || some[1].ID != changes[2].ID {
		t.Errorf("%d of the span, %v", len(some), err)
	}
}

// The entries' shape is not published. One that is odd is as empty as it is odd, and hides no other.
func TestChanges_anyShape(t *testing.T) {
	t.Parallel()
	const p, q, g = "11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-222222222222", "22222222-2222-4222-8222-222222222222"
	for name, row := range map[string]struct {
		entry string
		want  string // package, target, actor, named resources
	}{
		"as expected": {`{"id":"1","initiatedBy":{"user":null,"app":{"servicePrincipalId":"AA","displayName":"elm"}},"targetResources":[` +
			`{"id":"` + strings.ToUpper(p) + `","type":"AccessPackage"},{"id":"` + g + `","type":"Group"}]}`, p + " " + g + " aa 2"},
		"the other order": {`{"id":"1","targetResources":[{"id":"` + g + `","type":"Group"},{"id":"` + p + `","type":"Access Package"}]}`, p + " " + g + "  2"},
		"with a catalog": {
			`{"id":"1","targetResources":[{"id":"c","type":"AccessPackageCatalog"},{"id":"` + p + `","type":"AccessPackage"},{"id":"` + g + `","type":"Group"}]}`,
			p + " " + g + "  3",
		},
		"types unknown":         {`{"id":"1","targetResources":[{"id":"` + p + `","type":"Other"},{"id":"` + g + `"}]}`, "   2"},
		"more than two":         {`{"id":"1","targetResources":[{"id":"` + p + `","type":"AccessPackage"},{"id":"` + q + `","type":"AccessPackage"}]}`, "   2"},
		"no list":               {`{"id":"1","targetResources":{"id":"` + p + `"}}`, "   0"},
		"nulls":                 {`{"id":"1","targetResources":null,"initiatedBy":null,"activityDateTime":null}`, "   0"},
		"numbers":               {`{"id":1,"targetResources":[7],"initiatedBy":"me","activityDateTime":5,"result":{}}`, "   1"},
		"a user":                {`{"id":"1","initiatedBy":{"user":{"id":"U","userPrincipalName":"ana"}}}`, "  u 0"},
		"a user without an id":  {`{"id":"1","initiatedBy":{"user":{"id":null,"userPrincipalName":"ana"},"app":null}}`, "  ana 0"},
		"an application's id":   {`{"id":"1","initiatedBy":{"app":{"appId":"B","servicePrincipalId":null}}}`, "  b 0"},
		"no object":             {`"entry"`, "   0"},
		"no time that is known": {`{"id":"1","activityDateTime":"yesterday"}`, "   0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.V1)
			s.Inject(emulator.Fault{Path: "/auditLogs/", Skip: 3, Times: 1, Body: []byte(`{"value":[]}`), ContentType: "application/json"})
			s.Inject(emulator.Fault{Path: "/auditLogs/", Times: 1, Body: []byte(`{"value":[` + row.entry + `]}`), ContentType: "application/json"})
			changes, err := s.client.Changes(within(t, s), time.Now(), time.Time{})
			if err != nil || len(changes) != 1 {
				t.Fatalf("%d changes, %v", len(changes), err)
			}
			c := changes[0]
			if got := fmt.Sprintf("%s %s %s %d", c.AccessPackageID, c.TargetID, cmp.Or(c.Actor.ID, c.Actor.Name), len(c.Resources)); got != row.want || c.Collection != "incompatibleGroups" || !c.Added {
				t.Errorf("got %q, want %q: %+v", got, row.want, c)
			}
		})
	}
}

// A log that cannot be read is an error, and never an empty one.
func TestChanges_refused(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}}, wire.V1)
	if _, err := s.client.Changes(within(t, s), time.Now(), time.Time{}); !wire.IsForbidden(err) {
		t.Errorf("%v", err)
	}
	if got := s.Requests(http.MethodGet, "/auditLogs/directoryAudits"); got != 1 {
		t.Errorf("%d requests", got)
	}
}
