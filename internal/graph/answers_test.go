package graph_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// answer makes the service answer with a body that the emulator would not give by itself.
func (s *service) answer(path, body string) {
	s.Inject(emulator.Fault{Path: path, Status: http.StatusOK, ContentType: "application/json", Body: []byte(body)})
}

// Only delivered assignments count, also if the service lists others.
func TestHolders_onlyDelivered(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.answer("/assignments", `{"value":[
		{"id":"1","state":"delivered","target":{"objectId":"`+strings.ToUpper(acctest.User(1))+`"}},
		{"id":"2","state":"expired","target":{"objectId":"`+acctest.User(2)+`"}},
		{"id":"3","target":{"objectId":"`+acctest.User(3)+`"}}]}`)
	got, err := s.client.Holders(within(t, s), acctest.Package(0), graph.Delivered)
	if err != nil || !equal(got, map[string]bool{acctest.User(1): true, acctest.User(3): true}) {
		t.Errorf("%v, %v", got, err)
	}
}

// Holders counts each assignment by the type of its subject, and later states only on request. No single assignment
// fails the list.
func TestHolders_subjects(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.answer("/assignments", `{"value":[
		{"id":"1","state":"delivered","target":{"id":"s1","objectId":"`+acctest.User(1)+`","subjectType":"user"}},
		{"id":"2","state":"delivered","target":{"id":"s1","objectId":"`+acctest.User(1)+`","subjectType":"user"}},
		{"id":"3","state":"delivered","target":{"id":"s2","objectId":"`+acctest.User(2)+`","subjectType":"servicePrincipal"}},
		{"id":"4","state":"delivered","target":{"id":"s3","objectId":"`+acctest.User(3)+`","subjectType":"agentIdentity"}},
		{"id":"5","state":"delivered","target":{"id":"S4","objectId":null,"subjectType":"notSpecified"}},
		{"id":"6","state":"delivered","target":{"id":"s4"}},
		{"id":"7","state":"delivered","target":null},
		{"id":"8","state":"delivered"},
		{"id":"9","state":"Delivering","target":{"id":"s5","objectId":"`+acctest.User(5)+`","subjectType":"notSpecified"}},
		{"id":"10","state":"partiallyDelivered","target":{"id":"s6","objectId":"`+acctest.User(6)+`"}},
		{"id":"11","state":"expired","target":{"id":"s7","objectId":"`+acctest.User(7)+`"}},
		{"id":"12","target":{"id":"s8","objectId":"`+acctest.User(8)+`"}}]}`)
	for stage, users := range map[graph.Stage][]string{
		graph.Delivered:  {acctest.User(1), acctest.User(8)},
		graph.Delivering: {acctest.User(1), acctest.User(5), acctest.User(6), acctest.User(8)},
	} {
		got, err := s.client.Holders(within(t, s), acctest.Package(0), stage)
		acctest.Must(t, err)
		if found := got.Users.IDs(); !slices.Equal(found, users) {
			t.Errorf("%s: users %v, want %v", stage, found, users)
		}
		if found := got.ServicePrincipals.IDs(); !slices.Equal(found, []string{acctest.User(2), acctest.User(3)}) {
			t.Errorf("%s: service principals %v", stage, found)
		}
		if found := got.Unattributed.IDs(); !slices.Equal(found, []string{"7", "8", "s4"}) {
			t.Errorf("%s: without an object id: %v", stage, found)
		}
	}
}

// Owners of a group don't count as members.
func TestGrantedGroups_onlyMembership(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	grant := func(role, system, id string) string {
		return `{"role":{"originId":"` + role + `"},"scope":{"originSystem":"` + system + `","originId":"` + id + `"}}`
	}
	s.answer("/accessPackages/", `{"id":"`+acctest.Package(0)+`","resourceRoleScopes":[`+strings.Join([]string{
		grant("Member_"+acctest.Group(1), "AadGroup", strings.ToUpper(acctest.Group(1))),
		grant("Owner_"+acctest.Group(2), "AadGroup", acctest.Group(2)),
		grant("4d1e2f30-0000-4000-8000-000000000001", "AadApplication", acctest.Group(3)),
	}, ",")+`],"assignmentPolicies":[]}`)
	got, err := s.client.GrantedGroups(within(t, s), acctest.Package(0))
	if err != nil || !slices.Equal(got, []string{acctest.Group(1)}) {
		t.Errorf("%v, %v", got, err)
	}
}

// A malformed answer is an error, never a shorter list.
func TestAnswers_malformed(t *testing.T) {
	t.Parallel()
	operations := map[string]func(context.Context, *graph.Client) error{
		"AccessPackages": func(ctx context.Context, c *graph.Client) error { return firstError(c.AccessPackages(ctx, "")) },
		"Members": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Members(ctx, acctest.Group(0))
			return err
		},
		"Holders": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Holders(ctx, acctest.Package(0), graph.Delivered)
			return err
		},
		"AccessPackagesIncompatibleWith": func(ctx context.Context, c *graph.Client) error {
			_, err := c.AccessPackagesIncompatibleWith(ctx, acctest.Package(0))
			return err
		},
		"Catalog": func(ctx context.Context, c *graph.Client) error { return c.CatalogExists(ctx, acctest.CatalogID) },
		"Group": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Group(ctx, acctest.Group(0))
			return err
		},
	}
	for name, operation := range operations {
		for _, body := range []string{`{}`, `{"value":null}`, `{"value":[{}]}`, `{"value":[7]}`, `{"value":[{"id":1}]}`, `[]`} {
			t.Run(name+" "+body, func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{}, wire.Beta)
				s.answer("", body)
				if err := operation(within(t, s), s.client); err == nil {
					t.Error("no error")
				}
			})
		}
	}
}
