package signin

import (
	"context"
	"errors"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostTokenAttempts is how often the provider asks for a token while the failure is temporary.
const mostTokenAttempts = 4

// outcome remembers whether a run could sign in. Without it each resource of a run would ask again, and many refusals
// in a short time lock accounts and look like an attack.
type outcome struct {
	mu       sync.Mutex
	signedIn bool                 // there has been a token
	failed   *AuthenticationError // for the rest of the run
}

func (o *outcome) succeed() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.signedIn = true
}

// failure is the error of every further request, nil if the provider may ask.
func (o *outcome) failure() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.failed == nil {
		return nil
	}
	return o.failed
}

// note keeps a failure that the next attempt would repeat, and gives it back.
func (o *outcome) note(err error) error {
	var failure *AuthenticationError
	if !errors.As(err, &failure) {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if failure.lasting || failure.silent && !o.signedIn {
		o.failed = failure
	}
	return err
}

// giveUp keeps a temporary failure that outlasted the first attempts of a run. A run that was signed in before asks
// again.
func (o *outcome) giveUp(failure *AuthenticationError) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.signedIn && o.failed == nil {
		o.failed = failure
	}
}

// retry repeats a request after temporary failures. Each caller waits within its own timeout and then shares the next
// request.
func (o *outcome) retry(ctx context.Context, clock waiting.Clock, request func() error) error {
	for attempt := 0; ; attempt++ {
		err := request()
		var failure *AuthenticationError
		if !errors.As(err, &failure) || !failure.temporary || o.failure() != nil {
			return err
		}
		if attempt == mostTokenAttempts-1 {
			o.giveUp(failure)
			return err
		}
		wait := waiting.Backoff(attempt)
		if failure.retryAfter != nil {
			wait = *failure.retryAfter
		}
		tflog.Info(ctx, "Signing in failed temporarily; the provider tries again", map[string]any{"wait": wait.String()})
		if waiting.Within(ctx, clock, wait) != nil {
			return err
		}
	}
}
