package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/azurecli"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Session knows the endpoint of Microsoft Graph and holds the token for it. It sends nothing until a caller needs one
// of them. Callers that need the same thing share one request.
type Session struct {
	source    source
	metadata  *url.URL // nil when the cloud is known by name
	client    *http.Client
	userAgent string
	clock     waiting.Clock
	deferred  error
	outcome   outcome
	tokens    waiting.Flight[graphToken]
	clouds    waiting.Flight[*cloud]

	mu      sync.Mutex // never held across a request
	place   *cloud
	cached  graphToken
	claims  string // that the next token must have, from a claims challenge
	service serviceClock
}

// New checks the configuration. It sends nothing.
func New(cfg Config) (*Session, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	s := &Session{userAgent: cfg.UserAgent, clock: cfg.Clock, deferred: cfg.Deferred}
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
	advice := adviser{credentials: &cfg.Credentials}
	if advice.method, err = cfg.Credentials.method(); err != nil {
		return err
	}
	s.source = source{adviser: advice, cli: cliSource{adviser: advice, az: azurecli.OnPath}}
	if advice.method == managedIdentity {
		cfg.Transport = cfg.Credentials.toMachine(cfg.Transport)
	}
	s.client = &http.Client{Transport: cfg.Transport, CheckRedirect: RefuseRedirect}
	routeTokenRequests()
	return nil
}

// Endpoint is the origin of Microsoft Graph, such as https://graph.microsoft.com.
func (s *Session) Endpoint(ctx context.Context) (*url.URL, error) {
	var c *cloud
	err := s.outcome.retry(ctx, s.clock, func() (err error) {
		c, err = s.cloud(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	return c.graph, nil
}

// Token is the access token for the endpoint. The provider requests a new one when there is none or it is about to
// expire.
func (s *Session) Token(ctx context.Context) (string, error) {
	token, err := s.token(ctx)
	return token.value, err
}

// Tenant is the ID of the tenant that issued the current access token (its `tid` claim), in lower case: the tenant
// that requests reach. It asks for a token only if there is none yet, so a caller that goes on to send a request costs
// nothing extra. It is empty if the token doesn't name a tenant, which Microsoft allows: then nothing is known, and
// callers must not treat it as another tenant.
func (s *Session) Tenant(ctx context.Context) (string, error) {
	token, err := s.token(ctx)
	return token.tenant, err
}

// Refused drops a token that Graph answered with 401, unless another one has replaced it. It reports whether the
// answer is a claims challenge: Conditional Access requires claims that the token lacks, and the provider adds them to
// the request for the next token.
func (s *Session) Refused(token string, header http.Header) bool {
	wanted, challenged := claims.Challenge(header)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cached.value == token {
		s.cached, s.claims = graphToken{}, wanted
	}
	date, _ := http.ParseTime(header.Get("Date"))
	s.service.learn(date, s.clock.Now())
	s.service.refused = true
	return challenged
}

// Caller is what the current token says of the caller, nil without a token or for one that isn't readable.
func (s *Session) Caller() *claims.Caller {
	s.mu.Lock()
	token := s.cached.value
	s.mu.Unlock()
	return claims.ReadCaller(token)
}

func (s *Session) token(ctx context.Context) (token graphToken, err error) {
	if token, ok := s.current(); ok {
		return token, nil
	}
	err = s.outcome.retry(ctx, s.clock, func() (err error) {
		token, err = s.sharedToken(ctx)
		return err
	})
	return token, err
}

func (s *Session) current() (graphToken, bool) {
	now := s.clock.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cached, s.cached.usable(now)
}

// sharedToken joins the request for a token that is under way, or makes one.
func (s *Session) sharedToken(ctx context.Context) (graphToken, error) {
	if s.deferred != nil {
		return graphToken{}, s.deferred
	}
	token, err := s.tokens.Do(ctx, func(ctx context.Context) (graphToken, error) {
		if token, ok := s.current(); ok {
			return token, nil // another caller's request has just ended
		}
		if err := s.outcome.failure(); err != nil {
			return graphToken{}, err
		}
		token, err := s.newToken(ctx)
		return token, s.outcome.note(err)
	})
	if c := s.known(); c != nil && s.source.method == azureCLI && ctx.Err() != nil &&
		errors.Is(err, context.DeadlineExceeded) {
		err = s.source.cli.outOfTime(c, err)
	}
	return token, err
}

func (s *Session) newToken(ctx context.Context) (graphToken, error) {
	c, err := s.cloud(ctx)
	if err != nil {
		return graphToken{}, err
	}
	s.mu.Lock()
	x := s.exchange()
	x.claims = s.claims
	service := s.service
	s.mu.Unlock()
	token, err := s.source.request(ctx, x, c, &service)
	if err != nil {
		return graphToken{}, err
	}
	s.outcome.succeed()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cached, s.claims, s.service = token, "", service
	return token, nil
}

func (s *Session) exchange() *exchange {
	return &exchange{client: s.client, userAgent: s.userAgent, clock: s.clock}
}

// cloud has both endpoints. A metadata host is asked once.
func (s *Session) cloud(ctx context.Context) (*cloud, error) {
	if s.deferred != nil {
		return nil, s.deferred
	}
	if c := s.known(); c != nil {
		return c, nil
	}
	return s.clouds.Do(ctx, func(ctx context.Context) (*cloud, error) {
		if c := s.known(); c != nil {
			return c, nil
		}
		if err := s.outcome.failure(); err != nil {
			return nil, err
		}
		c, err := fetchCloud(ctx, s.exchange(), s.metadata, s.source.credentials.secrets())
		if err != nil {
			return nil, s.outcome.note(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.place = c
		return c, nil
	})
}

func (s *Session) known() *cloud {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.place
}
