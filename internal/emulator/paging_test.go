package emulator

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// fill links P to n new groups and gives their ids, sorted.
func fill(t *testing.T, c *client, n int) []string {
	t.Helper()
	var ids []string
	for range n {
		id := guid.New()
		if err := c.server.Tenant().AddGroup(Group{ID: id}); err != nil {
			t.Fatal(err)
		}
		if err := c.server.Tenant().Link(IncompatibleGroups, packageP, id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func TestPaging(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		options Options
		items   int
		sizes   []int
	}{
		"one page":           {Options{}, 5, []int{5}},
		"no items":           {Options{PageSize: 2}, 0, []int{0}},
		"three pages":        {Options{PageSize: 2}, 5, []int{2, 2, 1}},
		"just filled":        {Options{PageSize: 2}, 4, []int{2, 2}},
		"empty pages":        {Options{PageSize: 2, EmptyPages: true}, 5, []int{0, 2, 0, 2, 0, 1}},
		"nothing but empty":  {Options{EmptyPages: true}, 0, []int{0, 0}},
		"relative to origin": {Options{PageSize: 3, NextLink: NextLinkRelative}, 5, []int{3, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, row.options)
			want := fill(t, c, row.items)
			ids, sizes := c.all("/v1.0" + groupsOfP)
			if !slices.Equal(ids, want) || !slices.Equal(sizes, row.sizes) {
				t.Errorf("got %d items on pages of %v, want %v", len(ids), sizes, row.sizes)
			}
		})
	}
}

func TestPagesSurviveWritesBetweenThem(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{PageSize: 2})
	ids := fill(t, c, 5)
	var first, second listPage
	c.get("/v1.0"+groupsOfP).decode(t, &first)
	if err := c.server.Tenant().Unlink(IncompatibleGroups, packageP, ids[1]); err != nil {
		t.Fatal(err)
	}
	c.get(first.Next).decode(t, &second)
	if got := second.Value[0]["id"]; got != ids[2] {
		t.Errorf("the second page starts with %v, want %s", got, ids[2])
	}
}

func TestTopAndCount(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	var p listPage
	c.get("/v1.0"+em+"/accessPackages?$top=2&$count=true").decode(t, &p)
	if len(p.Value) != 2 || p.Next == "" || p.Count == nil || *p.Count != 3 {
		t.Errorf("got %d items, next %q, count %v", len(p.Value), p.Next, p.Count)
	}
}

func TestTopOfTheDirectory(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	crowd := Group{ID: guid.New(), DisplayName: "Crowd", SecurityEnabled: true}
	for range 150 {
		u := User{ID: guid.New()}
		if err := c.server.Tenant().AddUser(u); err != nil {
			t.Fatal(err)
		}
		crowd.Members = append(crowd.Members, u.ID)
	}
	if err := c.server.Tenant().AddGroup(crowd); err != nil {
		t.Fatal(err)
	}
	for query, sizes := range map[string][]int{"": {100, 50}, "?$top=999": {150}, "?$top=60": {60, 60, 30}} {
		ids, got := c.all("/v1.0/groups/" + crowd.ID + "/transitiveMembers" + query)
		if len(ids) != 150 || !slices.Equal(got, sizes) {
			t.Errorf("%q: got %d members on pages of %v, want %v", query, len(ids), got, sizes)
		}
	}
}

func TestSpoiledNextLinks(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		options Options
		want    string
	}{
		"elsewhere": {Options{NextLinkOrigin: "https://elsewhere.example"}, "https://elsewhere.example/v1.0" + groupsOfP + "?"},
		"loop":      {Options{NextLink: NextLinkLoop}, origin + "/v1.0" + groupsOfP},
		"malformed": {Options{NextLink: NextLinkMalformed}, "http://[::1/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row.options.PageSize = 1
			c := newClient(t, row.options)
			fill(t, c, 2)
			var p listPage
			c.get("/v1.0"+groupsOfP).decode(t, &p)
			if !strings.HasPrefix(p.Next, row.want) {
				t.Errorf("got %q", p.Next)
			}
		})
	}
}

func TestForeignSkipToken(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	for _, token := range []string{"!", "%00", "AA%3D%3D"} {
		if got := c.send(http.MethodGet, "/v1.0"+groupsOfP+"?$skiptoken="+token, ""); got.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", token, got.status, got.body)
		}
	}
}
