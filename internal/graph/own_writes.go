package graph

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// VisibilityWindow is how long something that was written moments ago may stay unseen by entitlement management, or in
// its lists. Half a minute has been reported for groups; Microsoft publishes no figure.
const VisibilityWindow = time.Minute

// ownWrites are the references of one kind that this run made and removed, which lists may not show yet. Within the
// window this run's own word counts for more than a list. Private state has the writes of earlier runs.
type ownWrites struct {
	clock waiting.Clock
	names *names

	mu      sync.Mutex
	writes  map[string]map[string]ownWrite // by access package and target
	added   map[string]time.Time           // by access package, the latest addition
	refused map[string]time.Time           // by access package, the first refusal that may have meant "exists already"
}

// ownWrite is the latest that this run did to a reference.
type ownWrite struct {
	added bool // otherwise removed
	at    time.Time
}

func newOwnWrites(clock waiting.Clock, known *names) *ownWrites {
	return &ownWrites{
		clock:   clock,
		names:   known,
		writes:  map[string]map[string]ownWrite{},
		added:   map[string]time.Time{},
		refused: map[string]time.Time{},
	}
}

// record notes a write that has succeeded.
func (v *ownWrites) record(reference Reference, added bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.clock.Now()
	of := v.writes[reference.AccessPackageID]
	if of == nil {
		of = map[string]ownWrite{}
		v.writes[reference.AccessPackageID] = of
	}
	of[reference.TargetID] = ownWrite{added, now}
	if added {
		v.added[reference.AccessPackageID] = now
	}
}

// latest gives what this run did to a reference last, however long ago.
func (v *ownWrites) latest(reference Reference) (latest ownWrite, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	latest, ok = v.writes[reference.AccessPackageID][reference.TargetID]
	return latest, ok
}

// unseenUntil gives the time until which this run's latest write to the reference, if it was of that sort, may stay
// unseen.
func (v *ownWrites) unseenUntil(reference Reference, added bool) (until time.Time, ok bool) {
	latest, ok := v.latest(reference)
	if !ok || latest.added != added {
		return time.Time{}, false
	}
	until = latest.at.Add(VisibilityWindow)
	return until, until.After(v.clock.Now())
}

// missing is how much longer an access package to which this run has added something may look as if it were not there.
func (v *ownWrites) missing(accessPackageID string) time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.added[accessPackageID].Add(VisibilityWindow).Sub(v.clock.Now())
}

// patience is until when a refusal that may mean "exists already" is worth waiting for the list. All references of an
// access package share it: a thousand that are refused for another reason must not wait a thousand times.
func (v *ownWrites) patience(accessPackageID string) time.Time {
	v.mu.Lock()
	defer v.mu.Unlock()
	first, ok := v.refused[accessPackageID]
	if !ok {
		first = v.clock.Now()
		v.refused[accessPackageID] = first
	}
	return first.Add(VisibilityWindow)
}

// correct adds this run's own writes to a list that was read before it had to show them. Names come only from lists and
// other answers that were read.
func (v *ownWrites) correct(accessPackageID string, listed *Targets) *Targets {
	v.mu.Lock()
	defer v.mu.Unlock()
	wrong := map[string]ownWrite{}
	for target, latest := range v.writes[accessPackageID] {
		if listed.listed.Before(latest.at.Add(VisibilityWindow)) && listed.Has(target) != latest.added {
			wrong[target] = latest
		}
	}
	if len(wrong) == 0 {
		return listed
	}
	corrected := newTargets(listed.listed)
	for _, object := range listed.objects {
		if _, removed := wrong[object.ID]; !removed {
			corrected.put(object)
		}
	}
	for _, target := range slices.Sorted(maps.Keys(wrong)) {
		if wrong[target].added {
			corrected.put(Object{ID: target, DisplayName: v.names.of(target), JustMade: true})
		}
	}
	return corrected
}
