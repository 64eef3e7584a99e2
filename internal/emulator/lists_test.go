package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// listed is what one list of P's groups shows.
func (c *client) listed() string {
	ids, _ := c.all("/v1.0" + groupsOfP)
	return strings.Join(ids, " ")
}

// prepared is a tenant that has had the rule about H for a long time.
func prepared(t *testing.T, o Options) (*client, *Tenant) {
	t.Helper()
	c := newClient(t, o)
	held := c.server.Tenant()
	if err := held.Link(IncompatibleGroups, packageP, groupH); err != nil {
		t.Fatal(err)
	}
	held.Settle()
	return c, held
}

// TestChangesOfAnotherAdministratorLag: a client can't tell from a list whether another administrator has just changed
// the rules.
func TestChangesOfAnotherAdministratorLag(t *testing.T) {
	t.Parallel()
	now := newClock()
	for name, o := range map[string]Options{"reads": {ListLagReads: 2}, "time": {ListLag: time.Minute, Now: now.Now}} {
		c, held := prepared(t, o)
		if err := held.Link(IncompatibleGroups, packageP, groupG); err != nil {
			t.Fatal(err)
		}
		if err := held.Unlink(IncompatibleGroups, packageP, groupH); err != nil {
			t.Fatal(err)
		}
		got := []string{c.listed(), c.listed()}
		now.advance(time.Minute)
		if got = append(got, c.listed()); fmt.Sprint(got) != fmt.Sprint([]string{groupH, groupH, groupG}) {
			t.Errorf("%s: lists show %v", name, got)
		}
	}
}

func TestSettleEndsEveryLag(t *testing.T) {
	t.Parallel()
	c, held := prepared(t, Options{ListLag: time.Hour, ListLagReads: 100})
	c.send(http.MethodPost, addReferenceToP, groupReference(groupG))
	before := c.listed()
	held.Settle()
	if after := c.listed(); before != groupH || after != groupG+" "+groupH {
		t.Errorf("listed before: %s, after: %s", before, after)
	}
}

// TestReplicasDisagree: one list shows a rule and the next one doesn't, until the replica that lags has caught up.
func TestReplicasDisagree(t *testing.T) {
	t.Parallel()
	now := newClock()
	c, held := prepared(t, Options{ReplicasDisagree: true, ListLag: time.Minute, Now: now.Now, PageSize: 1})
	c.send(http.MethodPost, addReferenceToP, groupReference(groupG))
	if err := held.Unlink(IncompatibleGroups, packageP, groupH); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{groupG, groupH, groupG, groupH} {
		if got := c.listed(); got != want {
			t.Errorf("list %d: %s, want %s", i, got, want)
		}
	}
	now.advance(time.Minute)
	if got := c.listed() + c.listed(); got != groupG+groupG {
		t.Errorf("afterwards: %s", got)
	}
}

// TestReplicasAnswerWholeLists: all pages of a list are one replica's.
func TestReplicasAnswerWholeLists(t *testing.T) {
	t.Parallel()
	c, held := prepared(t, Options{ReplicasDisagree: true, ListLagReads: 10, PageSize: 1})
	if err := held.Link(IncompatibleGroups, packageP, groupG); err != nil {
		t.Fatal(err)
	}
	if got := []string{c.listed(), c.listed()}; got[0] != groupG+" "+groupH || got[1] != groupH {
		t.Errorf("lists show %q", got)
	}
}

// TestAmbiguousWriteUnderAStaleList: a list shows the removed rule while adding it again ends in an answer that doesn't
// tell whether it had an effect.
func TestAmbiguousWriteUnderAStaleList(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 500, 503, 504} {
		for _, effect := range []bool{false, true} {
			c, held := prepared(t, Options{ListLag: time.Hour})
			if err := held.Unlink(IncompatibleGroups, packageP, groupH); err != nil {
				t.Fatal(err)
			}
			c.server.Inject(Fault{Method: http.MethodPost, Status: status, AfterEffect: effect, Times: 1})
			got := c.send(http.MethodPost, addReferenceToP, groupReference(groupH))
			inForce := len(held.Links(IncompatibleGroups, packageP)) == 1
			if got.status != status || inForce != effect || c.listed() != groupH {
				t.Errorf("%d with effect %v: answered %d, in force %v, listed %s", status, effect, got.status, inForce, c.listed())
			}
		}
	}
}
