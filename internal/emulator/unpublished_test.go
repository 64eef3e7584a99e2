package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Types of groups for which Microsoft documents no rule.
const (
	unifiedGroup = "22222222-2222-4222-8222-444444444444"
	mailGroup    = "22222222-2222-4222-8222-555555555555"
)

// newQuestioned is a client of a tenant that has those groups, and in which P is incompatible with group H.
func newQuestioned(t *testing.T, o Options) *client {
	t.Helper()
	c := newClient(t, o)
	held := c.server.Tenant()
	for _, err := range []error{
		held.Link(IncompatibleGroups, packageP, groupH),
		held.AddGroup(Group{ID: unifiedGroup, GroupTypes: []string{"Unified"}, MailEnabled: true}),
		held.AddGroup(Group{ID: mailGroup, MailEnabled: true, SecurityEnabled: true}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// TestQuestions: the status and the code of each unpublished answer are the tenant's options.
func TestQuestions(t *testing.T) {
	t.Parallel()
	for q, test := range map[contract.Question]struct {
		choose               func(*Options, int)
		method, target, body string
		usual                int
	}{
		contract.UnknownPackage: {
			func(o *Options, status int) { o.UnknownPackage = status },
			http.MethodGet, em + "/accessPackages/" + nowhere + "/incompatibleAccessPackages", "", 404,
		},
		contract.DuplicateLink: {
			func(o *Options, status int) { o.DuplicateLink = status }, http.MethodPost, groupsOfP + "/$ref", groupReference(groupH), 400,
		},
		contract.MissingLink: {
			func(o *Options, status int) { o.MissingLink = status }, http.MethodDelete, otherOfP + "/" + packageR + "/$ref", "", 404,
		},
		contract.UnknownTarget: {
			func(o *Options, status int) { o.UnknownTarget = status }, http.MethodPost, groupsOfP + "/$ref", groupReference(nowhere), 404,
		},
		contract.SelfLink: {
			func(o *Options, status int) { o.SelfLink = status }, http.MethodPost, otherOfP + "/$ref", packageReference(packageP), 400,
		},
		contract.AssignedUnlink: {
			func(o *Options, status int) { o.AssignedUnlink = status }, http.MethodDelete, groupsOfP + "/" + groupH + "/$ref", "", 204,
		},
		contract.Microsoft365Group: {
			func(o *Options, status int) { o.Microsoft365Group = status }, http.MethodPost, groupsOfP + "/$ref", groupReference(unifiedGroup), 204,
		},
		contract.MailEnabledGroup: {
			func(o *Options, status int) { o.MailEnabledGroup = status }, http.MethodPost, groupsOfP + "/$ref", groupReference(mailGroup), 204,
		},
	} {
		for _, status := range []int{0, 204, 400, 403, 404, 409, 422} {
			t.Run(fmt.Sprint(q, status), func(t *testing.T) {
				t.Parallel()
				options, code, want := Options{Codes: map[contract.Question]string{q: "Coded"}}, "Coded", status
				test.choose(&options, status)
				if status == 0 {
					options.Codes, want = nil, test.usual
				}
				c := newQuestioned(t, options)
				switch status {
				case 0:
					code = map[int]string{204: noEnvelope, 400: "InvalidModel", 404: "ResourceNotFound"}[want]
				case http.StatusNoContent:
					code = noEnvelope
				}
				if got := c.send(test.method, "/v1.0"+test.target, test.body); got.status != want || got.code() != code {
					t.Errorf("got %d %q, want %d %q: %s", got.status, got.code(), want, code, got.body)
				}
			})
		}
	}
}

// An access package is incompatible with itself only where the tenant does not look, and then it is listed so.
func TestSelfLink(t *testing.T) {
	t.Parallel()
	for status, listed := range map[int]bool{204: true, 400: false} {
		c := newClient(t, Options{SelfLink: status})
		c.send(http.MethodPost, "/v1.0"+otherOfP+"/$ref", packageReference(packageP))
		if got := c.get("/v1.0" + otherOfP); strings.Contains(got.body, `"id":"`+packageP+`"`) != listed {
			t.Errorf("%d: %s", status, got.body)
		}
	}
}

// TestQueries holds what lists of rules make of query options.
func TestQueries(t *testing.T) {
	t.Parallel()
	const two = "/v1.0" + groupsOfP
	for query, test := range map[contract.Query]struct{ target, honored, ignored string }{
		contract.QueryTop:    {two + "?$top=1", `"@odata.nextLink"`, groupH},
		contract.QuerySelect: {two + "?$select=id", `"value":[{"id":"` + groupG + `"}`, `"displayName"`},
		contract.QueryCount:  {two + "?$count=true", `"@odata.count":2`, `"displayName"`},
	} {
		for answer, want := range map[contract.QueryAnswer]struct {
			status int
			holds  string
		}{contract.Refused: {400, "not supported"}, contract.Ignored: {200, test.ignored}, contract.Honored: {200, test.honored}} {
			t.Run(fmt.Sprint(query, " ", answer), func(t *testing.T) {
				t.Parallel()
				c := newClient(t, Options{Queries: map[contract.Query]contract.QueryAnswer{query: answer}})
				for _, group := range []string{groupG, groupH} {
					if err := c.server.Tenant().Link(IncompatibleGroups, packageP, group); err != nil {
						t.Fatal(err)
					}
				}
				got := c.get(test.target)
				if got.status != want.status || !strings.Contains(got.body, want.holds) {
					t.Errorf("%d %s", got.status, got.body)
				}
				if answer == contract.Ignored && strings.Contains(got.body, test.honored) {
					t.Errorf("it is not ignored: %s", got.body)
				}
			})
		}
	}
	c := newClient(t, Options{Queries: map[contract.Query]contract.QueryAnswer{contract.QueryCountRoute: contract.Refused}})
	if got := c.get(two + "/$count"); got.status != 404 || got.code() != emptyCode {
		t.Errorf("%d %s", got.status, got.body)
	}
}
