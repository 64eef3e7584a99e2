package rule_test

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

func TestList_scopes(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for _, version := range []string{"beta", "v1.0"} {
			s := acctest.Start(t, emulator.Options{PageSize: 3})
			fillLists(t, s, k)
			one := []string{acctest.Package(4) + "/" + k.TargetID(0), acctest.Package(4) + "/" + k.TargetID(2), acctest.Package(4) + "/" + k.TargetID(4)}
			slices.Sort(one)
			var catalog []string
			for i := 0; i < 20; i += 2 {
				for target := range 3 {
					catalog = append(catalog, acctest.Package(i)+"/"+k.TargetID(2*target))
				}
			}
			for name, test := range map[string]struct {
				in   scope
				want []string
			}{
				"access package": {scope{"access_package_id": strings.ToUpper(acctest.Package(4))}, one},
				"catalog":        {scope{"catalog_id": strings.ToUpper(acctest.CatalogID)}, catalog},
				"other catalog":  {scope{"catalog_id": acctest.OtherCatalogID}, []string{acctest.OtherPackage + "/" + k.TargetID(0)}},
				"tenant":         {nil, append(slices.Clone(catalog), acctest.OtherPackage+"/"+k.TargetID(0))},
				"no rules":       {scope{"access_package_id": acctest.Package(3)}, nil},
			} {
				l := newLister(t, s, k, version)
				got := ids(l.list(t, test.in, 0, false))
				slices.Sort(got)
				slices.Sort(test.want)
				if !slices.Equal(got, test.want) {
					t.Errorf("%s on %s:\n%q, want\n%q", name, version, got, test.want)
				}
			}
		}
	})
}

func TestList_resource(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for _, version := range []string{"beta", "v1.0"} {
			for name, in := range map[string]scope{"access package": {"access_package_id": acctest.OtherPackage}, "catalog": {"catalog_id": acctest.OtherCatalogID}} {
				s := acctest.Start(t, emulator.Options{})
				fillLists(t, s, k)
				want := listResult{
					Name:     "Other ✕ " + k.TargetName(0),
					Identity: map[string]string{"access_package_id": acctest.OtherPackage, k.Target: k.TargetID(0)},
				}
				got := newLister(t, s, k, version).list(t, in, 0, false)
				if fmt.Sprint(got) != fmt.Sprint([]listResult{want}) {
					t.Errorf("%s on %s: got %v, want %v", name, version, got, want)
				}
				want.Resource = map[string]string{
					"id": acctest.OtherPackage + "/" + k.TargetID(0), "catalog_id": acctest.OtherCatalogID, "access_package_id": acctest.OtherPackage, k.Target: k.TargetID(0),
				}
				got = newLister(t, s, k, version).list(t, in, 0, true)
				if fmt.Sprint(got) != fmt.Sprint([]listResult{want}) {
					t.Errorf("%s on %s: got %v, want %v", name, version, got, want)
				}
			}
		}
	})
}

// A deleted group has no name, but it still has rules.
func TestList_nameless(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)), s.Tenant().DeleteGroup(acctest.Group(1)))
	got := newLister(t, s, acctest.Kinds[0], "beta").list(t, scope{"access_package_id": acctest.Package(0)}, 0, true)
	if len(got) != 1 || got[0].Name != "Package 0 ✕ "+acctest.Group(1) {
		t.Errorf("got %v", got)
	}
}

// Nothing is asked for that a limit makes useless: neither pages of access packages nor their rules.
func TestList_limit(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for limit, lists := range map[int64]int{1: 1, 3: 1, 4: 3, 7: 5, 30: 19, 0: 20} {
			s := acctest.Start(t, emulator.Options{PageSize: 4})
			fillLists(t, s, k)
			want := int(limit)
			if limit == 0 {
				want = 30
			}
			if got := newLister(t, s, k, "beta").list(t, scope{"catalog_id": acctest.CatalogID}, limit, true); len(got) != want {
				t.Errorf("limit %d: %d results: %v", limit, len(got), ids(got))
			}
			asked := s.Requests(http.MethodGet, "/"+string(k.Kind))
			pages := s.Requests(http.MethodGet, "/accessPackages") - asked
			if wantPages := (lists + 3) / 4; pages != wantPages || asked != lists {
				t.Errorf("limit %d: %d lists and %d pages of access packages, want %d and %d", limit, asked, pages, lists, wantPages)
			}
		}
	})
}

// The query returns found rules before it reads the rest, and stops reading when the caller leaves.
func TestList_streams(t *testing.T) {
	t.Parallel()
	k := acctest.Kinds[0]
	s := acctest.Start(t, emulator.Options{PageSize: 3})
	fillLists(t, s, k)
	for result := range newLister(t, s, k, "v1.0").stream(t, t.Context(), nil, 0, false) {
		if result.Problem != "" {
			t.Fatal(result.Problem)
		}
		break
	}
	if pages, lists := s.Requests(http.MethodGet, "/accessPackages")-s.Requests(http.MethodGet, "/incompatible"), s.Requests(http.MethodGet, "/incompatible"); pages != 1 || lists != 1 {
		t.Errorf("%d pages and %d lists before the first result", pages, lists)
	}
}

func TestList_errors(t *testing.T) {
	t.Parallel()
	k := acctest.Kinds[0]
	list := "/accessPackages/" + acctest.Package(2) + "/incompatibleGroups"
	for name, test := range map[string]struct {
		in      scope
		options emulator.Options
		fault   emulator.Fault
		want    string
		found   int // rules before the error
	}{
		"unknown access package": {in: scope{"access_package_id": acctest.Missing}, want: "Access package not found"},
		"unknown catalog":        {in: scope{"catalog_id": acctest.Missing}, want: "Catalog not found"},
		"forbidden": {
			in: scope{"catalog_id": acctest.CatalogID}, fault: emulator.Fault{Path: list, Status: http.StatusForbidden, Code: "UnAuthorized"},
			want: "Not permitted by Microsoft Graph", found: 3,
		},
		"broken": {fault: emulator.Fault{Path: list, Truncate: true}, want: "Unexpected answer", found: 3},
		"broken page": {
			in: scope{"catalog_id": acctest.CatalogID}, options: emulator.Options{PageSize: 3, NextLink: "malformed"},
			want: "next link can't be read", found: 6,
		},
		"deleted meanwhile": {fault: emulator.Fault{Path: path.Dir(list), Status: http.StatusNotFound, Code: "ResourceNotFound"}, found: 28},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, test.options)
			fillLists(t, s, k)
			if test.fault.Path != "" {
				s.Inject(test.fault)
			}
			got := newLister(t, s, k, "beta").list(t, test.in, 0, false)
			if test.want != "" {
				if last := got[len(got)-1].Problem; !strings.Contains(last, test.want) {
					t.Errorf("got %q, want %q", last, test.want)
				}
				got = got[:len(got)-1]
			}
			if len(got) != test.found {
				t.Errorf("%d rules, want %d: %v", len(got), test.found, ids(got))
			}
		})
	}
}

// A caller who may read one catalog sees what is in it.
func TestList_scopedCaller(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{Roles: []string{}, CatalogScope: []string{acctest.OtherCatalogID}})
		fillLists(t, s, k)
		if got := ids(newLister(t, s, k, "beta").list(t, nil, 0, true)); !slices.Equal(got, []string{acctest.OtherPackage + "/" + k.TargetID(0)}) {
			t.Errorf("got %q", got)
		}
	})
}

func TestList_interrupted(t *testing.T) {
	t.Parallel()
	k := acctest.Kinds[0]
	s := acctest.Start(t, emulator.Options{PageSize: 3})
	fillLists(t, s, k)
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	var got []listResult
	for result := range newLister(t, s, k, "beta").stream(t, ctx, nil, 0, false) {
		interrupt()
		got = append(got, result)
	}
	if last := got[len(got)-1].Problem; !strings.Contains(last, "Interrupted") || len(got) > 13 {
		t.Errorf("%d results, the last: %q", len(got), last)
	}
}

func TestList_invalidConfig(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for name, test := range map[string]struct {
			in   scope
			want string
		}{
			"two scopes":  {scope{"access_package_id": acctest.Package(0), "catalog_id": acctest.CatalogID}, "Invalid Attribute Combination"},
			"no GUID":     {scope{"access_package_id": "payments"}, "Invalid GUID"},
			"one scope":   {scope{"access_package_id": acctest.Package(0)}, ""},
			"whole scope": {nil, ""},
		} {
			s := acctest.Start(t, emulator.Options{})
			l := newLister(t, s, k, "beta")
			response, err := l.server.ValidateListResourceConfig(t.Context(), &tfprotov6.ValidateListResourceConfigRequest{
				TypeName: k.Resource, Config: l.config(t, test.in),
			})
			acctest.Must(t, err)
			problem := ""
			for _, d := range response.Diagnostics {
				problem += d.Summary
			}
			if (test.want == "") != (problem == "") || !strings.Contains(problem, test.want) || s.Requests("", "") > 0 {
				t.Errorf("%s: %q after %d requests, want %q", name, problem, s.Requests("", ""), test.want)
			}
		}
	})
}

// Anyone who may rename an access package or a group writes into the terminal of the administrator who queries.
func TestList_hostileNames(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for i, name := range hostile.Names {
			s := acctest.Start(t, emulator.Options{})
			target := "9f0a9000-0000-4000-8000-00000000ff00"
			acctest.Must(t, s.Tenant().UpdateAccessPackage(acctest.Package(0), func(p *emulator.AccessPackage) { p.DisplayName = name.Text }))
			if k.Kind == emulator.IncompatibleGroups {
				acctest.Must(t, s.Tenant().AddGroup(emulator.Group{ID: target, DisplayName: name.Text}))
			} else {
				acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: target, CatalogID: acctest.CatalogID, DisplayName: name.Text}))
			}
			acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), target))
			found := newLister(t, s, k, []string{"beta", "v1.0"}[i%2]).list(t, scope{"access_package_id": acctest.Package(0)}, 0, false)
			if len(found) != 1 {
				t.Fatalf("%s: %v", name.Attack, found)
			}
			if err := hostile.InText(found[0].Name); err != nil || strings.Contains(found[0].Name, "\n") || len(found[0].Name) > 400 {
				t.Errorf("%s is shown as %q: %v", name.Attack, found[0].Name, err)
			}
		}
	})
}
