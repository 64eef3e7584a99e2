package emulator

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// TestUnpublishedAnswers: each option changes the answer that it names, on every route that can give it.
func TestUnpublishedAnswers(t *testing.T) {
	t.Parallel()
	for _, status := range []int{201, 204, 400, 409} {
		t.Run(fmt.Sprint("duplicate ", status), func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{DuplicateLink: status})
			for range 2 { // the first adds, the others find it there
				c.send(http.MethodPost, belowC, documentBody(groupG))
			}
			below := c.send(http.MethodPost, belowC, documentBody(groupG))
			reference := c.send(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG))
			if below.status != status || reference.status != status {
				t.Errorf("got %d and %d", below.status, reference.status)
			}
			if entity := strings.Contains(below.body, groupType); entity != (status == 201) {
				t.Errorf("body %q", below.body)
			}
		})
	}
	for _, status := range []int{204, 400, 404} {
		t.Run(fmt.Sprint("missing ", status), func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{MissingLink: status})
			if got := c.send(http.MethodDelete, "/v1.0"+otherOfP+"/"+packageQ+"/$ref", ""); got.status != status {
				t.Errorf("got %d", got.status)
			}
			if got := c.send(http.MethodDelete, "/v1.0"+em+"/accessPackages/"+nowhere+"/incompatibleGroups/"+groupG+"/$ref", ""); got.status != 404 {
				t.Errorf("an unknown package: %d", got.status)
			}
		})
	}
	for option, want := range map[int][2]int{400: {400, 400}, 404: {404, 404}, 201: {201, 204}, 204: {201, 204}} {
		t.Run(fmt.Sprint("unknown ", option), func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{UnknownTarget: option})
			below := c.send(http.MethodPost, belowC, documentBody(nowhere))
			reference := c.send(http.MethodPost, "/v1.0"+otherOfP+"/$ref", packageReference(nowhere))
			if below.status != want[0] || reference.status != want[1] {
				t.Errorf("got %d and %d, want %v", below.status, reference.status, want)
			}
			listed := strings.Contains(c.get("/v1.0"+groupsOfP).body, `{"id":"`+nowhere+`"}`)
			if unchecked := option < 400; listed != unchecked {
				t.Errorf("listed: %v", listed)
			}
		})
	}
}

func TestListLagReads(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{ListLagReads: 2, Dialect: DialectPublished})
	held := c.server.Tenant()
	if err := held.Link(IncompatibleGroups, packageP, groupH); err != nil {
		t.Fatal(err)
	}
	held.Settle()
	lists := func() string {
		ids, _ := c.all("/v1.0" + groupsOfP)
		return strings.Join(ids, " ")
	}
	if got := lists(); got != groupH {
		t.Fatalf("before: %s", got)
	}
	c.send(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG))
	c.send(http.MethodDelete, "/v1.0"+groupsOfP+"/"+groupH+"/$ref", "")
	if got := held.Links(IncompatibleGroups, packageP); !slices.Equal(got, []string{groupG}) {
		t.Fatalf("the tenant holds %v", got)
	}
	for i, want := range []string{groupH, groupH, groupG, groupG} {
		if got := c.get("/v1.0" + groupsOfP + "/$count").body; got != "1" {
			t.Errorf("count %d: %s", i, got)
		}
		if got := lists(); got != want {
			t.Errorf("list %d: %s, want %s", i, got, want)
		}
	}
	if duplicate := c.send(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG)); duplicate.status != 400 {
		t.Errorf("a duplicate: %d", duplicate.status)
	}
}

func TestListLag(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := newClient(t, Options{ListLag: time.Minute, Now: now.Now})
	c.send(http.MethodPost, belowC, documentBody(groupG))
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{0, 0}, {59 * time.Second, 0}, {time.Second, 1}} {
		now.advance(step.wait)
		if ids, _ := c.all("/beta" + groupsOfP); len(ids) != step.want {
			t.Errorf("after %s more: %v", step.wait, ids)
		}
	}
}

func TestGroupLag(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := newClient(t, Options{GroupLag: time.Minute, GroupLagReads: 2, Now: now.Now})
	young := guid.New()
	if err := c.server.Tenant().AddGroup(Group{ID: young}); err != nil {
		t.Fatal(err)
	}
	if got := c.get("/v1.0/groups/" + young); got.status != 200 {
		t.Errorf("the directory: %d", got.status)
	}
	if got := c.send(http.MethodPost, belowC, documentBody(groupG)); got.status != 201 {
		t.Errorf("a group of the seed: %d", got.status)
	}
	for _, step := range []struct {
		wait   time.Duration
		status int
		code   string
	}{
		{0, 404, "ResourceNotFoundInOriginSystem"},
		{time.Minute, 404, "ResourceNotFoundInOriginSystem"}, // late enough, but asked for only once before
		{0, 201, noEnvelope},
	} {
		now.advance(step.wait)
		if got := c.send(http.MethodPost, belowC, documentBody(young)); got.status != step.status || got.code() != step.code {
			t.Errorf("got %d %s, want %d", got.status, got.body, step.status)
		}
	}
}
