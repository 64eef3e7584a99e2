package main

import (
	"context"
	"time"
)

// longestUndo bounds how long is tried to undo what was done.
const longestUndo = 15 * time.Minute

// interruptible gives two contexts. The first signal ends the one of the work: the request under way comes to its end, and everything is undone.
// The second ends the one of undoing, too, and a third the process.
func (s surroundings) interruptible() (work, undo context.Context, stop func()) {
	work, endWork := context.WithCancel(context.Background())
	undo, endUndo := context.WithTimeout(context.Background(), longestUndo)
	stopped := make(chan struct{})
	go func() {
		for _, step := range []struct {
			end  func()
			text string
		}{
			{endWork, "Interrupted. What was done is undone first; interrupt again to leave it as it is."},
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
