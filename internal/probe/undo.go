package probe

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// made is a rule that a request of this run was about. It is noted before the request is sent.
type made struct {
	rule

	state state
}

type state int

const (
	doubtful state = iota // the effect of a request is unknown
	present
	absent // by the word of the service: it refused, or removed
)

// add sends a request that may make a rule.
func (p *Probe) add(ctx context.Context, question string, a adding) (*record.Answer, error) {
	at := slices.IndexFunc(p.made, func(m *made) bool { return m.rule == a.rule })
	if at < 0 {
		p.made = append(p.made, &made{rule: a.rule, state: absent})
		at = len(p.made) - 1
	}
	m := p.made[at]
	before := m.state
	m.state = doubtful
	answer, err := p.ask(ctx, question, a.request)
	switch {
	case err != nil || answer.Refused(): // or it was not sent at all
		m.state = before
	case answer.OK():
		m.state = present
	}
	return answer, err
}

// remove takes a rule away.
func (p *Probe) remove(ctx context.Context, question string, r rule) (*record.Answer, error) {
	answer, err := p.ask(ctx, question, r.removal())
	if err != nil || !answer.OK() {
		return answer, err
	}
	for _, m := range p.made {
		if m.rule == r {
			m.state = absent
		}
	}
	return answer, nil
}

// LeftError names the rules that are still there, or may be.
type LeftError struct{ Rules []string }

func (e *LeftError) Error() string {
	return "These rules may still exist:\n  * " + strings.Join(
		e.Rules, "\n  * ",
	) + "\nRun the same command with -undo instead of -write to remove them. Or use the admin center: Identity " +
		"Governance, Entitlement management, the access package, Separation of duties."
}

// Undo removes every rule that this run made or may have made, and looks whether they are gone. It is a [*LeftError] if
// not.
func (p *Probe) Undo(ctx context.Context) error {
	doubts := false
	for _, m := range slices.Backward(p.made) {
		if m.state == absent {
			continue
		}
		doubts = doubts || m.state == doubtful
		if _, err := p.remove(ctx, "removing what is left", m.rule); err != nil {
			return p.left(err)
		}
	}
	if doubts { // what was lost on the way in may still arrive
		if err := p.clock.SleepUntil(ctx, p.clock.Now().Add(lateArrival)); err != nil {
			return p.left(err)
		}
	}
	return p.verify(ctx)
}

// lateArrival is how long a request that got no answer may still have an effect.
const lateArrival = 10 * time.Second

// settled is how long a list has to lack a rule that the service once had and would not remove.
const settled = 30 * time.Second

// verify reads the lists until they contain none of the rules. It also removes a rule that a lost request added after
// all.
func (p *Probe) verify(ctx context.Context) error {
	for since := p.clock.Now(); ; {
		waited := p.clock.Now().Sub(since)
		var open []*made
		for _, m := range p.made {
			items, _, complete, err := p.client.LookThrough(
				ctx, "checking that nothing is left", get(published, m.path()),
			)
			if err != nil {
				return p.left(err)
			}
			listed := !complete || has(items, m.target)
			switch {
			case listed && m.state == absent:
				m.state = doubtful
			case !listed && (m.state != present || waited >= settled):
				m.state = absent
			}
			if m.state != absent {
				open = append(open, m)
			}
		}
		if len(open) == 0 {
			return nil
		}
		if waited >= longestLag {
			return p.left(nil)
		}
		p.say("Waiting for the lists to confirm the removal.")
		if err := p.clock.SleepUntil(ctx, p.clock.Now().Add(seldom)); err != nil {
			return p.left(err)
		}
		for _, m := range open {
			if _, err := p.client.Look(ctx, "removing what is left", m.removal()); err != nil {
				return p.left(err)
			}
		}
	}
}

// left is what may still be there.
func (p *Probe) left(cause error) error {
	e := &LeftError{}
	for _, m := range p.made {
		if m.state != absent {
			e.Rules = append(e.Rules, fmt.Sprintf("%s %s of access package %s", m.list, m.target, m.accessPackage))
		}
	}
	if cause != nil {
		return fmt.Errorf("%w\n%w", cause, e)
	}
	return e
}

// Leftovers finds what a run that was cut off left behind. [Probe.Undo] removes that.
func (p *Probe) Leftovers(ctx context.Context, t TestObjects) ([]string, error) {
	var found []string
	for _, r := range t.candidates() {
		items, last, complete, err := p.client.LookThrough(
			ctx, "rules that an earlier run left", get(published, r.path()),
		)
		if err != nil {
			return nil, err
		}
		if !complete {
			return nil, fmt.Errorf(
				"the rules of access package %s can't be read: the service answered %d", r.accessPackage, last.Status,
			)
		}
		if has(items, r.target) {
			p.made = append(p.made, &made{rule: r, state: present})
			found = append(found, fmt.Sprintf("%s %s of access package %s", r.list, r.target, r.accessPackage))
		}
	}
	return found, nil
}
