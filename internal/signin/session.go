package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/sync/singleflight"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostTokenAttempts is how often a token is asked for when the service cannot be reached or is unwell.
const mostTokenAttempts = 4

// Session knows where Microsoft Graph is and holds the token for it. It sends nothing before it is asked for either. Its lock is
// never held across a request; callers who need the same thing share one request.
type Session struct {
	credentials Credentials
	method      method
	metadata    *url.URL // nil when the cloud is known by name
	client      *http.Client
	userAgent   string
	clock       waiting.Clock
	deferred    error

	flight singleflight.Group

	mu     sync.Mutex
	place  *cloud
	cached accessToken
}

// New checks the configuration. It sends nothing.
func New(cfg Config) (*Session, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	s := &Session{credentials: cfg.Credentials, userAgent: cfg.UserAgent, clock: cfg.Clock, deferred: cfg.Deferred}
	if cfg.Deferred == nil {
		if err := s.prepare(cfg); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *Session) prepare(cfg Config) (err error) {
	if strings.ContainsAny(cfg.UserAgent, "\r\n") {
		return fmt.Errorf("the user agent %q has more than one line", cfg.UserAgent)
	}
	if cfg.MetadataHost != "" {
		s.metadata, err = parseMetadataHost(cfg.MetadataHost)
	} else {
		s.place, err = namedCloud(cfg.Environment)
	}
	if err != nil {
		return err
	}
	if s.method, err = s.credentials.method(); err != nil {
		return err
	}
	if s.method == managedIdentity {
		cfg.Transport = withoutProxy(cfg.Transport)
	}
	s.client = &http.Client{Transport: cfg.Transport, CheckRedirect: RefuseRedirect}
	routeTokenRequests()
	return nil
}

// Endpoint is the origin of Microsoft Graph, such as https://graph.microsoft.com.
func (s *Session) Endpoint(ctx context.Context) (*url.URL, error) {
	var c *cloud
	err := s.patiently(ctx, func() (err error) {
		c, err = s.cloud(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c.graph, nil
}

// Token gives the access token for endpoint, a new one if need be.
func (s *Session) Token(ctx context.Context) (string, error) {
	if token, ok := s.current(); ok {
		return token.value, nil
	}
	var token accessToken
	err := s.patiently(ctx, func() (err error) {
		token, err = s.sharedToken(ctx)
		return err
	})
	return token.value, err
}

// Drop forgets a token that Graph does not take, unless it has been replaced already.
func (s *Session) Drop(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cached.value == token {
		s.cached = accessToken{}
	}
}

// Caller tells what the current token says of its holder; nil if there is none or it is not readable.
func (s *Session) Caller() *Caller {
	s.mu.Lock()
	token := s.cached.value
	s.mu.Unlock()
	return parseCaller(token)
}

func (s *Session) current() (accessToken, bool) {
	now := s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cached, s.cached.usable(now)
}

// sharedToken joins the request for a token that is under way, or makes one. It outlives the caller who began it: others wait too.
func (s *Session) sharedToken(ctx context.Context) (accessToken, error) {
	if s.deferred != nil {
		return accessToken{}, s.deferred
	}
	shared := context.WithoutCancel(ctx)
	result := s.flight.DoChan("token", func() (any, error) {
		if token, ok := s.current(); ok {
			return token, nil // somebody was faster
		}
		token, err := s.requestToken(shared)
		if err == nil {
			s.mu.Lock()
			s.cached = token
			s.mu.Unlock()
		}
		return token, err
	})
	value, err := await(ctx, result)
	if err != nil {
		return accessToken{}, err
	}
	token, _ := value.(accessToken)
	return token, nil
}

// cloud gives both endpoints; a metadata host is asked once.
func (s *Session) cloud(ctx context.Context) (*cloud, error) {
	if s.deferred != nil {
		return nil, s.deferred
	}
	if c := s.known(); c != nil {
		return c, nil
	}
	shared := context.WithoutCancel(ctx)
	result := s.flight.DoChan("cloud", func() (any, error) {
		if c := s.known(); c != nil {
			return c, nil
		}
		attempt, cancel := context.WithTimeout(shared, longestTokenAttempt)
		defer cancel()
		c, err := s.fetchCloud(attempt)
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		s.place = c
		s.mu.Unlock()
		return c, nil
	})
	value, err := await(ctx, result)
	if err != nil {
		return nil, err
	}
	c, _ := value.(*cloud)
	return c, nil
}

func (s *Session) known() *cloud {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.place
}

func await(ctx context.Context, result <-chan singleflight.Result) (any, error) {
	select {
	case r := <-result:
		return r.Val, r.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// patiently tries again what failed for a passing reason. Everyone waits by their own timeout and then shares the next request.
func (s *Session) patiently(ctx context.Context, try func() error) error {
	for attempt := 0; ; attempt++ {
		err := try()
		var failure *AuthenticationError
		if !errors.As(err, &failure) || !failure.temporary || attempt == mostTokenAttempts-1 {
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
