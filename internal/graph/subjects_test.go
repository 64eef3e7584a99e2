package graph

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Sets behave as maps do, over random members met in random order.
func TestSubjects_asMaps(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 0))
		draw := func() (set Subjects, want map[string]bool) {
			set, want = Subjects{}, map[string]bool{}
			for range random.IntN(300) {
				id := fmt.Sprint(random.IntN(400))
				set.add(id, 0)
				want[id] = true
			}
			return set, want
		}
		one, wantOne := draw()
		other, wantOther := draw()
		maps.DeleteFunc(wantOther, func(id string, _ bool) bool { return !wantOne[id] })
		for name, pair := range map[string]struct {
			got  Subjects
			want map[string]bool
		}{"set": {one, wantOne}, "both": {one.And(other), wantOther}, "both, turned": {other.And(one), wantOther}} {
			if got := pair.got.IDs(); !slices.Equal(got, slices.Sorted(maps.Keys(pair.want))) || pair.got.Count() != len(pair.want) {
				t.Errorf("seed %d, %s: %v, want %v", seed, name, got, pair.want)
			}
		}
	}
}
