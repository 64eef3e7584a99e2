package probe

import (
	"context"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// Lists are asked for every second at first, and for three minutes.
const (
	oftenFor   = 20 * time.Second
	often      = time.Second
	seldom     = 5 * time.Second
	longestLag = 3 * time.Minute
	neverShown = "the list didn't show the change within three minutes"
)

// await asks for a list until it shows what was done, and notes how long that took. A list that never does is an
// answer, too.
func (p *Probe) await(ctx context.Context, question string, r rule, there bool) (shown bool, err error) {
	p.say(question)
	since := p.clock.Now()
	for lists := 1; ; lists++ {
		items, last, complete, err := p.client.LookThrough(ctx, question, get(published, r.path()))
		if err != nil {
			return false, err
		}
		waited := p.clock.Now().Sub(since)
		shown = complete && has(items, r.target) == there
		if shown || waited >= longestLag {
			last.Lists, last.Seconds = lists, record.Seconds(waited)
			if shown {
				p.learnLag(*last.Seconds)
			} else {
				last.Failure = neverShown
			}
			p.client.Keep(question, get(published, r.path()), last)
			return shown, nil
		}
		pause := often
		if waited >= oftenFor {
			pause = seldom
		}
		if err := p.clock.SleepUntil(ctx, p.clock.Now().Add(pause)); err != nil {
			return false, err
		}
	}
}

// learnLag keeps the longest.
func (p *Probe) learnLag(seconds int) {
	if p.contract.ListLagSeconds == nil || *p.contract.ListLagSeconds < seconds {
		p.contract.ListLagSeconds = &seconds
	}
}

func has(items []record.Item, id string) bool {
	for _, item := range items {
		if strings.EqualFold(item.Text("id"), id) {
			return true
		}
	}
	return false
}
