package signin

import (
	"fmt"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

const (
	// allowedSkew is how far apart clocks may be. Microsoft's services tolerate as much.
	allowedSkew = 5 * time.Minute
	// precision is how exactly the difference is known: an answer's Date has whole seconds and was on its way.
	precision = 30 * time.Second
)

// serviceClock is what a service's answers tell of its time.
type serviceClock struct {
	ahead   time.Duration // of this machine's clock
	known   bool
	refused bool // the service has refused a token that was outside its lifetime
}

// learn takes the time from the Date of an answer.
func (s *serviceClock) learn(date, now time.Time) {
	if !date.IsZero() {
		s.ahead, s.known = date.Sub(now), true
	}
}

// checkToken gives the error of a token that the service would refuse because its lifetime has not begun or is over,
// nil for any other.
func (s *serviceClock) checkToken(m method, token string, now time.Time) *AuthenticationError {
	from, until := claims.Lifetime(token)
	there, skew := now.Add(s.ahead), allowedSkew
	if s.refused {
		skew = precision
	}
	tooEarly := !from.IsZero() && there.Add(skew).Before(from)
	tooLate := !until.IsZero() && !there.Add(-skew).Before(until)
	if !s.known || !tooEarly && !tooLate {
		return nil
	}
	e := &AuthenticationError{Purpose: m.purpose(), lasting: true}
	e.Message = fmt.Sprintf("the token that arrived is %s, but the service's clock shows %s",
		claims.WordLifetime(from, until), claims.WordTime(there))
	difference := strings.TrimSuffix(s.ahead.Abs().Round(time.Minute).String(), "0s")
	switch {
	case s.ahead > allowedSkew:
		e.Advice = fmt.Sprintf("Set the clock of this machine, which is about %s slow.", difference)
	case s.ahead < -allowedSkew:
		e.Advice = fmt.Sprintf("Set the clock of this machine, which is about %s fast.", difference)
	case m == azureCLI:
		e.Advice = "The clock of this machine is right, so the Azure CLI has kept an old token. Run `az account clear`, " +
			"then sign in again."
	default:
		e.Advice = "The clock of this machine is right. Check the clock of the machine that issues the token."
	}
	return e
}
