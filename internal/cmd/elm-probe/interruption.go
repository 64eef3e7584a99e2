package main

import (
	"context"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/probe"
)

// longestUndo limits how long the probe tries to remove its rules.
const longestUndo = 15 * time.Minute

// interruptible returns two contexts. The first signal cancels work: the current request completes, and the probe
// removes its rules. The second signal cancels undo, too. A third ends the process.
func (s surroundings) interruptible() (work, undo context.Context, stop func()) {
	work, endWork := context.WithCancel(context.Background())
	undo, endUndo := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() {
		for _, step := range []struct {
			end  func()
			text string
		}{
			{endWork, "Interrupted. Removing the rules that this run added. Interrupt again to stop immediately."},
			{endUndo, "Interrupted again."},
		} {
			select {
			case <-s.signals:
				s.say(step.text)
				step.end()
			case <-stopped:
				return
			}
		}
		s.release()
	}()
	return work, undo, func() {
		close(stopped)
		endWork()
		endUndo()
	}
}

// removeRules removes the rules of the probe. Its time limit begins now, because the work before may have taken long.
func removeRules(ctx context.Context, p *probe.Probe) error {
	ctx, end := context.WithTimeout(ctx, longestUndo)
	defer end()
	return p.Undo(ctx)
}
