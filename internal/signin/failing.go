package signin

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostTokenAttempts is how often a token is asked for when the service cannot be reached or has a fault.
const mostTokenAttempts = 4

// patiently tries again what failed for a passing reason. Everyone waits by their own timeout and then shares the next request.
func (s *Session) patiently(ctx context.Context, try func() error) error {
	for attempt := 0; ; attempt++ {
		err := try()
		var failure *AuthenticationError
		if !errors.As(err, &failure) || !failure.temporary || s.remembered() != nil {
			return err
		}
		if attempt == mostTokenAttempts-1 {
			s.giveUp(failure)
			return err
		}
		wait := waiting.Backoff(attempt)
		if failure.retryAfter != nil {
			wait = *failure.retryAfter
		}
		tflog.Info(ctx, "Signing in failed for a passing reason; trying again", map[string]any{"wait": wait.String()})
		if waiting.Within(ctx, s.clock, wait) != nil {
			return err
		}
	}
}

// remember keeps a failure that asking again would not mend. Without that each resource of a run would ask, and many refusals in a short
// time lock accounts and look like an attack.
func (s *Session) remember(err error) error {
	var failure *AuthenticationError
	if !errors.As(err, &failure) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure.lasting || failure.silent && !s.signedIn {
		s.failed = failure
	}
	return err
}

func (s *Session) remembered() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		return nil
	}
	return s.failed
}

// giveUp makes a failure lasting that did not pass in a run's first attempts. A run that was signed in before may get through again.
func (s *Session) giveUp(failure *AuthenticationError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.signedIn && s.failed == nil {
		s.failed = failure
	}
}
