package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// mostPages bounds one collection. The largest that Microsoft documents (300,000 assignments) fits at 100 a page.
const mostPages = 10_000

// page is one answer of a collection. Value is a pointer because a page without it is no page, and certainly no empty one.
type page struct {
	Value    *[]json.RawMessage `json:"value"`
	NextLink string             `json:"@odata.nextLink"`
}

// UnmarshalJSON starts from nothing: an attempt that failed half-way must not leave its next link to the one after it.
func (p *page) UnmarshalJSON(data []byte) error {
	type plain page
	var fresh plain
	err := json.Unmarshal(data, &fresh)
	*p = page(fresh)
	return err
}

// Each calls visit with every item of a collection, page by page, until it returns false.
//
// See https://learn.microsoft.com/graph/paging.
func (c *Client) Each(ctx context.Context, first Request, visit func(item json.RawMessage) (more bool, err error)) error {
	r := first
	r.Method = http.MethodGet
	seen := map[string]bool{}
	for range mostPages {
		var p page
		r.Into = &p
		if err := c.Do(ctx, &r); err != nil {
			return err
		}
		if p.Value == nil {
			return &Error{Operation: r.Operation, Cause: errors.New("the answer holds no collection")}
		}
		for _, item := range *p.Value {
			more, err := visit(item)
			if err != nil {
				return &Error{Operation: r.Operation, Cause: err}
			}
			if !more {
				return nil
			}
		}
		if p.NextLink == "" {
			return nil
		}
		if seen[p.NextLink] {
			return &Error{Operation: r.Operation, Cause: errors.New("the service's next links run in a circle")}
		}
		seen[p.NextLink] = true
		next, err := c.nextLink(ctx, &r, p.NextLink)
		if err != nil {
			return &Error{Operation: r.Operation, Cause: err}
		}
		r = Request{Operation: r.Operation, Method: http.MethodGet, link: next}
	}
	return &Error{Operation: r.Operation, Cause: fmt.Errorf("the collection has more than %d pages", mostPages)}
}

// nextLink checks where the next page is. It is opaque but for its origin: a page elsewhere would be read with this tenant's token.
func (c *Client) nextLink(ctx context.Context, r *Request, text string) (*url.URL, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	current := r.link
	if current == nil {
		current = c.resolve(endpoint, r)
	}
	next, err := current.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the service's next link cannot be read: %q", shown(text))
	}
	if !sameOrigin(next, endpoint) {
		return nil, fmt.Errorf("the service's next link leads to %s, away from Microsoft Graph at %s; it is not followed", shown(origin(next)), origin(endpoint))
	}
	return next, nil
}
