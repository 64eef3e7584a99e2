package record

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	largestAnswer  = 4 << 20          // bytes
	longestAttempt = time.Minute      // of real time
	longestWait    = 10 * time.Minute // that a service may ask for
	mostAttempts   = 6
)

// patiently repeats a request while that is safe and promises something: when there is a new token, when the service
// asked to wait, and, if it writes nothing new, when the answer got lost.
func (c *Client) patiently(ctx context.Context, question string, r Request) (*Answer, error) {
	renewed := false
	for attempt := 1; ; attempt++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		token, err := c.session.Token(ctx)
		if err != nil {
			return nil, err
		}
		c.scrubber.hide(token)
		a, err := c.send(ctx, r, token)
		if err != nil {
			return nil, err
		}
		a.Attempts = attempt
		if a.Status == http.StatusUnauthorized && !renewed {
			renewed = true
			c.session.Refused(token, a.Header)
			continue
		}
		wait, worth := c.wait(r, a)
		if !worth || attempt == mostAttempts {
			return a, nil
		}
		if a.Status == http.StatusTooManyRequests {
			c.Keep(question+" (throttled)", r, a)
		}
		c.progress(fmt.Sprintf("The service throttles requests. Retrying in %s.", wait.Round(time.Second)))
		if err := waiting.Within(ctx, c.clock, wait); err != nil {
			return nil, err
		}
	}
}

// wait is how long to wait before a request is sent again, and whether it is worth it.
func (c *Client) wait(r Request, a *Answer) (time.Duration, bool) {
	lost := a.Status == 0 || a.Status == http.StatusBadGateway || a.Status == http.StatusServiceUnavailable ||
		a.Status == http.StatusGatewayTimeout
	if a.Status != http.StatusTooManyRequests && (!lost || r.Method == http.MethodPost) {
		return 0, false
	}
	asked, ok := waiting.RetryAfter(a.Header, c.clock.Now())
	return max(asked, waiting.Backoff(a.Attempts-1)), !ok || asked <= longestWait
}

// send makes one attempt. It isn't canceled when ctx ends, because then its effect would be unknown.
func (c *Client) send(ctx context.Context, r Request, token string) (*Answer, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	c.origin = endpoint.Scheme + "://" + endpoint.Host
	attempt, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestAttempt)
	defer cancel()
	request, err := c.request(attempt, r, endpoint)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	a := &Answer{endpoint: endpoint, asked: request.URL}
	response, err := c.http.Do(request)
	if err != nil {
		a.Failure = unanswered(err)
		return a, nil
	}
	defer func() { _ = response.Body.Close() }()
	a.Status, a.Header = response.StatusCode, response.Header
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer+1))
	switch {
	case err != nil:
		a.Failure = unanswered(err)
	case len(body) > largestAnswer:
		a.Failure = fmt.Sprintf("the answer is larger than %d MiB", largestAnswer>>20)
	default:
		a.read(body)
		c.scrubber.learn(body)
	}
	return a, nil
}

func (c *Client) request(ctx context.Context, r Request, endpoint *url.URL) (*http.Request, error) {
	target := r.link
	if target == nil {
		target = endpoint.JoinPath(r.Version, r.Path)
		target.RawQuery = strings.ReplaceAll(r.Query.Encode(), "+", "%20") // OData reads a plus as a plus
	}
	if !sameOrigin(target, endpoint) {
		return nil, errors.New("refusing to send the access token to a host other than Microsoft Graph")
	}
	var body io.Reader
	if r.Body != nil {
		encoded, err := json.Marshal(r.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, r.Method, target.String(), body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.userAgent)
	request.Header.Set("client-request-id", guid.New())
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return request, nil
}

// unanswered says why there is no answer, in words of our own: those of net/http name hosts.
func unanswered(err error) string {
	if waiting.IsContextEnd(err) {
		return "no answer in time"
	}
	return "the connection failed or was closed"
}

// sameOrigin compares scheme, host and port; a default port may be written out or not.
func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) &&
		port(a) == port(b) &&
		a.User == nil
}

func port(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	return map[string]string{"http": "80", "https": "443"}[strings.ToLower(u.Scheme)]
}
