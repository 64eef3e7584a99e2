package ruleset_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const setType = "elm_access_package_separation_of_duties"

// setOfRules is what setConfig declares, for calls of the protocol.
func setOfRules(groups, packages []string) map[string]any {
	given := map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0)}
	for attribute, ids := range map[string][]string{"incompatible_group_ids": groups, "incompatible_access_package_ids": packages} {
		if ids != nil {
			given[attribute] = acctest.SetOf(ids...)
		}
	}
	return given
}

// The lifecycle of a set on every variant of the service: create, import, update, and destroy.
func TestSet_everyVariant(t *testing.T) {
	t.Parallel()
	acctest.Variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
		t.Helper()
		options.PageSize = 2
		s := acctest.Start(t, options)
		h := acctest.NewHost(t, s, setType, apiVersion)
		apply := func(given map[string]any, groups, packages []string) {
			t.Helper()
			if problems := h.Apply(t, given); len(problems) > 0 {
				t.Fatal(problems)
			}
			acctest.Must(t, holds(s, groups, packages)(nil))
		}
		apply(setOfRules(acctest.Groups(0, 1, 2), acctest.Packages(3)), acctest.Groups(0, 1, 2), acctest.Packages(3))
		want := map[string]string{
			"id": acctest.Package(0), "catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0),
			"incompatible_group_ids": strings.Join(acctest.Groups(0, 1, 2), " "), "incompatible_access_package_ids": acctest.Package(3),
		}
		if got := h.State(t); !maps.Equal(got, want) {
			t.Errorf("made %v", got)
		}
		for _, id := range []string{acctest.Package(0), acctest.CatalogID + "/" + acctest.Package(0)} {
			another := acctest.NewHost(t, s, setType, apiVersion)
			another.Import(t, id)
			if got := another.State(t); !maps.Equal(got, want) {
				t.Errorf("%s is imported as %v", id, got)
			}
		}
		apply(setOfRules(acctest.Groups(1, 2, 4, 5), []string{}), acctest.Groups(1, 2, 4, 5), nil)
		apply(nil, nil, nil)
	})
}

// A state that was moved from another provider lacks its catalog until a refresh. An update that only removes rules
// looks it up, because everything has to be known after an apply.
func TestSet_movedWithoutRefresh(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	for _, id := range acctest.Groups(0, 1) {
		acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), id))
	}
	p := acctest.NewProcess(t, s.Arguments())
	given := func(groups ...string) map[string]any {
		return map[string]any{
			"id": acctest.Package(0), "access_package_id": acctest.Package(0), "incompatible_group_ids": acctest.SetOf(groups...),
		}
	}
	moved := acctest.Instance{Type: setType, Value: p.Config(t, setType, given(acctest.Groups(0, 1)...))}
	fewer := given(acctest.Groups(0)...)
	delete(fewer, "id")
	config := p.Config(t, setType, fewer)
	planned, problems := p.Plan(t.Context(), moved, config)
	if len(problems.Errors) > 0 {
		t.Fatal(problems.Errors)
	}
	updated, problems := p.Apply(t.Context(), moved, planned.Instance, config)
	if len(problems.Errors) > 0 || !updated.Value.IsFullyKnown() {
		t.Errorf("%v: %s", problems.Errors, updated.Value)
	}
	acctest.Must(t, holds(s, acctest.Groups(0), nil)(nil))
}

// A refusal does not fan out: a thousand additions that are refused are a few requests and one diagnostic.
func TestSet_refusalDoesNotFanOut(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"not permitted":       {Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"},
		"signing in fails":    {Path: "/oauth2/", Status: 401, Body: []byte(`{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`)},
		"a wait does not fit": {Method: http.MethodPost, Path: "/incompatibleGroups", Status: 429, Header: http.Header{"Retry-After": {"7200"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{Dialect: emulator.DialectPublished})
			var groups []string
			for i := range 1000 {
				groups = append(groups, fmt.Sprintf("7a000000-0000-4000-8000-%012d", i))
			}
			s.Inject(fault)
			h := acctest.NewHost(t, s, setType, "beta")
			if problems := h.Apply(t, setOfRules(groups, nil)); len(problems) != 1 {
				t.Errorf("%d errors: %q", len(problems), problems)
			}
			if n := s.Requests(http.MethodPost, "/incompatibleGroups"); n > 20 {
				t.Errorf("%d requests for additions that are all refused", n)
			}
		})
	}
}

// An error names some of many rules that failed, each for a reason of its own, and counts the others.
func TestSet_manyFailures(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Dialect: emulator.DialectPublished})
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: http.StatusBadRequest, Code: "InvalidModel"})
	h := acctest.NewHost(t, s, setType, "beta")
	var groups []string
	for i := range 30 {
		groups = append(groups, acctest.Group(i))
	}
	problems := h.Apply(t, setOfRules(groups, nil))
	if len(problems) != 1 || strings.Count(problems[0], "- group ") != 25 || !strings.Contains(problems[0], "- and 5 more") {
		t.Errorf("got %q", problems)
	}
}

// imperative finds a sentence that tells someone what to do.
var imperative = regexp.MustCompile(`(?:^|[.:] )(?:Add|Apply|Ask|Assign|Check|Correct|Destroy|Find|Give|Grant|Have|If the|Import|Raise|Remove|Report|Set|Sign|Write) `)

// The error about a group that was deleted ends with one next step, whatever else happens to the set.
func TestSet_deletedGroup(t *testing.T) {
	t.Parallel()
	deleted := []string{acctest.Missing, "dead0000-0000-4000-8000-000000000001"}
	for name, c := range map[string]struct {
		before, after map[string]any
		fault         emulator.Fault
		want          string
	}{
		"create": {after: setOfRules(append(acctest.Groups(0), deleted[0]), nil), want: "the group " + acctest.Missing + ", although the provider waited for new objects. Check `incompatible_group_ids`."},
		"alone":  {after: setOfRules(deleted[:1], nil), want: "the group " + acctest.Missing + ", although the provider waited for new objects. Check `incompatible_group_ids`."},
		"two":    {after: setOfRules(append(acctest.Groups(0), deleted...), nil), want: "2 of these objects, although the provider waited for new objects. Check `incompatible_group_ids`."},
		"two kinds": {
			after: setOfRules(deleted[:1], deleted[1:]),
			want:  "2 of these objects, although the provider waited for new objects. Check `incompatible_group_ids` and `incompatible_access_package_ids`.",
		},
		"update": {
			before: setOfRules(acctest.Groups(0, 1), nil), after: setOfRules(append(acctest.Groups(0), deleted[0]), nil),
			want: "the group " + acctest.Missing + ", although the provider waited for new objects. Check `incompatible_group_ids`.",
		},
		"another failure": {
			before: setOfRules(acctest.Groups(0, 1), nil), after: setOfRules(append(acctest.Groups(0), deleted[0]), acctest.Packages(3)),
			fault: emulator.Fault{Method: http.MethodPost, Path: "/incompatibleAccessPackages", Status: 403, Code: "UnAuthorized"},
			want:  "the group " + acctest.Missing + ", although the provider waited for new objects. Check `incompatible_group_ids`.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			h := acctest.NewHost(t, s, setType, "beta")
			if c.before != nil {
				if problems := h.Apply(t, c.before); len(problems) > 0 {
					t.Fatal(problems)
				}
			}
			if c.fault.Status != 0 {
				s.Inject(c.fault)
			}
			problems := strings.Join(h.Apply(t, c.after), "\n")
			if !strings.Contains(problems, "Entitlement management still doesn't find "+c.want) {
				t.Errorf("not a word of %q:\n%s", c.want, problems)
			}
			if steps := imperative.FindAllString(problems, -1); len(steps) != 1 {
				t.Errorf("%d next steps %q:\n%s", len(steps), steps, problems)
			}
		})
	}
}
