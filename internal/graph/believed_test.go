package graph_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A service that ignores a filter gives the rules of other catalogs, and may keep back those that were asked for.
func TestAccessPackages_filterIgnored(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		s := start(t, emulator.Options{}, version)
		s.answer("/accessPackages", `{"value":[
			{"id":"`+acctest.Package(0)+`","catalogId":"`+acctest.CatalogID+`"},{"id":"`+acctest.Package(1)+`","catalogId":"`+acctest.OtherCatalogID+`"}]}`)
		var err error
		for _, failure := range s.client.AccessPackages(within(t, s), acctest.CatalogID) {
			err = failure
		}
		if err == nil || !strings.Contains(err.Error(), "ignored the filter") {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// A group without members is believed only when the group is there.
func TestMembers_empty(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	empty, err := s.client.Members(within(t, s), acctest.Group(1))
	if err != nil || empty.All.Count() != 0 || s.Requests(http.MethodGet, "/groups/"+acctest.Group(1)) != 2 {
		t.Errorf("%v, %v after %d requests", empty.All.IDs(), err, s.Requests(http.MethodGet, "/groups/"+acctest.Group(1)))
	}
	s.answer("/transitiveMembers", `{"value":[]}`)
	if _, err := s.client.Members(within(t, s), acctest.Missing); !graph.IsGone(err) {
		t.Errorf("a group that doesn't exist: %v", err)
	}
}

// Devices and nested groups are members, but don't count as users. A member without a type counts as a user.
func TestMembers_users(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.answer("/transitiveMembers", `{"value":[
		{"@odata.type":"#microsoft.graph.user","id":"`+acctest.User(1)+`"},{"id":"`+acctest.User(2)+`"},
		{"@odata.type":"#microsoft.graph.device","id":"`+acctest.Missing+`"},{"@odata.type":"#microsoft.graph.group","id":"`+acctest.Group(2)+`"}]}`)
	members, err := s.client.Members(within(t, s), acctest.Group(1))
	if err != nil || members.All.Count() != 4 || strings.Join(members.UsersWithout(nil).IDs(), " ") != acctest.User(1)+" "+acctest.User(2) {
		t.Errorf("%v, %v, %v", members.All.IDs(), members.UsersWithout(nil).IDs(), err)
	}
}
