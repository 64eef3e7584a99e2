package audit_test

import (
	"net/http"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A 404 about a part of an access package that exists is an error. A result without that access package would look
// complete.
func TestAudit_partMissing(t *testing.T) {
	t.Parallel()
	own := "/accessPackages/" + acctest.Package(0)
	for name, c := range map[string]struct {
		path string
		read func(*testing.T, *graph.Client) error
	}{
		"rules": {own + "/incompatibleGroups", func(t *testing.T, client *graph.Client) error {
			t.Helper()
			_, err := audit.Rules(t.Context(), client, "")
			return err
		}},
		"rules of one": {own + "/accessPackagesIncompatibleWith", func(t *testing.T, client *graph.Client) error {
			t.Helper()
			_, err := audit.RulesOf(t.Context(), client, acctest.Package(0))
			return err
		}},
		"conflicts": {"/assignments", func(t *testing.T, client *graph.Client) error {
			t.Helper()
			_, err := audit.Conflicts(t.Context(), client, audit.ConflictOptions{Stage: graph.Delivered})
			return err
		}},
		"gaps": {own + "/incompatibleAccessPackages", func(t *testing.T, client *graph.Client) error {
			t.Helper()
			_, err := audit.Gaps(t.Context(), client, audit.GapOptions{})
			return err
		}},
		"why": {own + "/incompatibleGroups", func(t *testing.T, client *graph.Client) error {
			t.Helper()
			_, err := audit.Why(t.Context(), client, acctest.Package(0), graph.Person{ID: acctest.User(1)}, nil)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			acctest.Must(t,
				s.Tenant().AddUser(emulator.User{ID: acctest.User(1)}),
				s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(1), AccessPackageID: acctest.Package(0), UserID: acctest.User(1)}),
				s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
			)
			if err := c.read(t, newClient(t, s, wire.V1)); err != nil {
				t.Fatal(err)
			}
			s.Inject(emulator.Fault{Path: c.path, Status: http.StatusNotFound, Code: "ResourceNotFound"})
			err := c.read(t, newClient(t, s, wire.V1))
			if err == nil || graph.IsGone(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}
