package explain_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

func TestWords_forbidden(t *testing.T) {
	t.Parallel()
	rules := explain.Permission{Scopes: []string{"EntitlementManagement.ReadWrite.All"}, Role: "Access package manager"}
	groups := explain.Permission{Scopes: []string{"GroupMember.Read.All", "Group.Read.All"}}
	const consent, role = "*App registrations → API permissions*", "*Roles and administrators*"
	application := func(roles ...string) *claims.Caller {
		return &claims.Caller{Application: true, AppID: "an-app", Roles: roles}
	}
	user := &claims.Caller{AppID: "an-app", Scopes: []string{"User.Read"}}
	for name, test := range map[string]struct {
		caller *claims.Caller
		needed explain.Permission
		want   []string
		hidden []string
	}{
		"no token": {nil, rules, []string{"The request needs the permission EntitlementManagement.ReadWrite.All, or the entitlement management role"}, nil},
		"an application and rules": {
			application("User.Read.All"), rules, []string{"an-app with the application permissions User.Read.All", consent, "app role assignment", role}, nil,
		},
		"an application and groups": {
			application(), groups,
			[]string{"(none)", "The request needs the permission GroupMember.Read.All or Group.Read.All.", consent, "app role assignment"},
			[]string{role, "a role", "catalog"},
		},
		"an application that may": {
			application("Group.Read.All", "User.Read.All"), groups,
			[]string{"which has the permission that the request needs. Its permissions: Group.Read.All, User.Read.All. ", "a few minutes", "sign-in log (service principal sign-ins)"},
			[]string{consent},
		},
		"a user and rules":  {user, rules, []string{"with the scopes User.Read", "Sign in as an application"}, []string{"directory role"}},
		"a user and groups": {user, groups, []string{"with the scopes User.Read", "The request needs the permission GroupMember.Read.All"}, []string{"Identity Governance"}},
	} {
		_, next := explain.Words(&wire.Error{Status: http.StatusForbidden, Caller: test.caller}, test.needed)
		for _, want := range test.want {
			if !strings.Contains(next, want) {
				t.Errorf("%s lacks %q: %s", name, want, next)
			}
		}
		for _, not := range test.hidden {
			if strings.Contains(next, not) {
				t.Errorf("%s says %q: %s", name, not, next)
			}
		}
	}
}

// A 404 that a gateway sent isn't reported as Microsoft Graph's.
func TestWords_inBetween(t *testing.T) {
	t.Parallel()
	title, next := explain.Words(&wire.Error{Status: http.StatusNotFound, InBetween: true}, explain.Permission{})
	if title != "A proxy or gateway answered for Microsoft Graph" || !strings.Contains(next, "let requests to Microsoft Graph pass") {
		t.Errorf("%s: %s", title, next)
	}
}

// Every failure has a next step.
func TestWords_anythingElse(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want string
	}{
		{&wire.Error{Status: http.StatusConflict}, "a proxy or gateway between it and this machine answered"},
		{&wire.Error{Status: http.StatusNotFound}, "The answer isn't from Microsoft Graph"},
		{&wire.Error{Status: http.StatusConflict, Message: "No."}, "give the IDs below to Microsoft support"},
		{errors.New("no request was made"), "Try again."},
	} {
		if title, next := explain.Words(test.err, explain.Permission{}); title != "Microsoft Graph request failed" || !strings.Contains(next, test.want) {
			t.Errorf("%v: %s: %s", test.err, title, next)
		}
	}
}
