package graph_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Holders equal a count by hand, over random populations, page sizes and versions.
func TestHolders_bruteForce(t *testing.T) {
	t.Parallel()
	for i := range 12 {
		seed := fmt.Sprint(i)
		t.Run(seed, func(t *testing.T) {
			t.Parallel()
			version := []wire.APIVersion{wire.Beta, wire.V1}[i%2]
			s := start(t, emulator.Options{PageSize: 1 + i%7, EmptyPages: i%3 == 0}, version)
			p := acctest.Populate(t, s.Tenant(), seed)
			for one := range acctest.PopulatedPackages {
				holders, err := s.client.Holders(within(t, s), acctest.Package(one), graph.Delivered)
				if err != nil || !equal(holders, p.Holders(one)) {
					t.Errorf("package %d: %v, %v, want %v", one, holders, err, p.Holders(one))
				}
				for other := range acctest.PopulatedPackages {
					if one == other {
						continue
					}
					others, err := s.client.Holders(within(t, s), acctest.Package(other), graph.Delivered)
					both := holders.And(others)
					want := map[string]bool{}
					for id := range p.Holders(one) {
						if p.Holders(other)[id] {
							want[id] = true
						}
					}
					if err != nil || !equal(both, want) {
						t.Errorf("packages %d and %d: %v, %v, want %v", one, other, both, err, want)
					}
				}
			}
			for group := range acctest.PopulatedGroups {
				found, err := s.client.Members(within(t, s), acctest.PopulatedGroup(group))
				acctest.Must(t, err)
				members := asSet(found.All)
				for n := range acctest.PopulatedUsers {
					if members[acctest.User(n)] != p.IsMember(group, acctest.User(n)) {
						t.Errorf("group %d: user %d is member: %v", group, n, members[acctest.User(n)])
					}
				}
			}
		})
	}
}

func equal(got graph.Holders, want map[string]bool) bool {
	return maps.Equal(asSet(got.Users), want) && got.Users.Count() == len(want)
}

func asSet(subjects graph.Subjects) map[string]bool {
	set := map[string]bool{}
	for _, id := range subjects.IDs() {
		set[id] = true
	}
	return set
}

// A mistyped ID is an error. Otherwise it would look like a package without conflicts.
func TestHolders_unknownAccessPackage(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	if _, err := s.client.Holders(within(t, s), acctest.Missing, graph.Delivered); !graph.IsGone(err) {
		t.Errorf("Holders: %v", err)
	}
	holders, err := s.client.Holders(within(t, s), acctest.Package(0), graph.Delivered)
	if err != nil || holders.Users.Count() != 0 {
		t.Errorf("nobody: %v, %v", holders, err)
	}
}
