package signin

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/azurecli"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

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
	az          azurecli.Command

	mu       sync.Mutex
	flights  map[string]*flight
	place    *cloud
	cached   accessToken
	claims   string               // of a challenge that the next token has to meet
	signedIn bool                 // there has been a token
	failed   *AuthenticationError // for the rest of the run
}

// New checks the configuration. It sends nothing.
func New(cfg Config) (*Session, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	s := &Session{credentials: cfg.Credentials, userAgent: cfg.UserAgent, clock: cfg.Clock, deferred: cfg.Deferred, flights: map[string]*flight{}, az: azurecli.OnPath}
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
		cfg.Transport = cfg.Credentials.toMachine(cfg.Transport)
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
	token, err := s.token(ctx)
	return token.value, err
}

func (s *Session) token(ctx context.Context) (token accessToken, err error) {
	if token, ok := s.current(); ok {
		return token, nil
	}
	err = s.patiently(ctx, func() (err error) {
		token, err = s.sharedToken(ctx)
		return err
	})
	return token, err
}

// Tenant is the ID of the tenant that issued the current access token (its `tid` claim), in lower case: the tenant that requests reach. It asks
// for a token only if there is none yet, so a caller that goes on to send a request costs nothing extra. It is empty if the token doesn't
// name a tenant, which Microsoft allows: then nothing is known, and callers must not treat it as another tenant.
func (s *Session) Tenant(ctx context.Context) (string, error) {
	token, err := s.token(ctx)
	return token.tenant, err
}

// Refused forgets a token that Graph answered with 401, unless it has been replaced already. It reports whether the header of the answer
// is a claims challenge: the token lacks something that Conditional Access wants. Then the next token is asked for with that.
func (s *Session) Refused(token string, header http.Header) bool {
	wanted, challenged := claims.Challenge(header)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cached.value == token {
		s.cached, s.claims = accessToken{}, wanted
	}
	return challenged
}

func (s *Session) wantedClaims() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.claims
}

// Caller tells what the current token says of its holder; nil if there is none or it is not readable.
func (s *Session) Caller() *claims.Caller {
	s.mu.Lock()
	token := s.cached.value
	s.mu.Unlock()
	return claims.ReadCaller(token)
}

func (s *Session) current() (accessToken, bool) {
	now := s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cached, s.cached.usable(now)
}

// sharedToken joins the request for a token that is under way, or makes one.
func (s *Session) sharedToken(ctx context.Context) (accessToken, error) {
	if s.deferred != nil {
		return accessToken{}, s.deferred
	}
	value, err := s.share(ctx, "token", func(ctx context.Context) (any, error) {
		if token, ok := s.current(); ok {
			return token, nil // somebody was faster
		}
		if failed := s.remembered(); failed != nil {
			return nil, failed
		}
		token, err := s.requestToken(ctx)
		if err != nil {
			return nil, s.remember(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.cached, s.claims, s.signedIn = token, "", true
		return token, nil
	})
	token, _ := value.(accessToken)
	return token, err
}

// cloud gives both endpoints; a metadata host is asked once.
func (s *Session) cloud(ctx context.Context) (*cloud, error) {
	if s.deferred != nil {
		return nil, s.deferred
	}
	if c := s.known(); c != nil {
		return c, nil
	}
	value, err := s.share(ctx, "cloud", func(ctx context.Context) (any, error) {
		if c := s.known(); c != nil {
			return c, nil
		}
		if failed := s.remembered(); failed != nil {
			return nil, failed
		}
		attempt, cancel := context.WithTimeout(ctx, longestTokenAttempt)
		defer cancel()
		c, err := s.fetchCloud(attempt)
		if err != nil {
			return nil, s.remember(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.place = c
		return c, nil
	})
	c, _ := value.(*cloud)
	return c, err
}

func (s *Session) known() *cloud {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.place
}
