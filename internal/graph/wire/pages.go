package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// mostPages bounds one collection. The largest that Microsoft documents (300,000 assignments) fits at 100 a page.
const mostPages = 10_000

// Page is one answer of a collection. Value is a pointer because a page without it is no page, and certainly no empty
// one.
type Page[T any] struct {
	Value    *[]T   `json:"value"`
	NextLink string `json:"@odata.nextLink"`
}

// Each calls visit with every item of a collection, page by page, until it returns false. If the service refuses a page
// after the first because the link to it has expired, Each reads the collection again, once: visit must bear to see an
// item twice.
//
// See https://learn.microsoft.com/graph/paging.
func Each[T any](ctx context.Context, c *Client, first Request, visit func(item T) (more bool, err error)) error {
	return c.Again(ctx, first.Operation, func() error {
		var p Page[T]
		r := first
		r.Method, r.Into = http.MethodGet, &p
		if err := c.Do(ctx, &r); err != nil {
			return err
		}
		return Follow(ctx, c, r, p, visit)
	})
}

// Again reads something that has pages, and reads it once more if the link to a later page has expired.
func (c *Client) Again(ctx context.Context, operation string, read func() error) error {
	err := read()
	if isExpiredPage(err) {
		tflog.Info(
			ctx,
			"The link to the next page has expired; reading the list again",
			map[string]any{"operation": operation},
		)
		err = read()
	}
	return err
}

// isExpiredPage reports that a page after the first was refused. Microsoft publishes no code for that; a link that the
// service gave itself can't be wrong otherwise.
func isExpiredPage(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.laterPage && (e.Status == http.StatusBadRequest || e.Status == http.StatusGone)
}

// Follow visits the items of a page that answered the request, and of the pages that its next links lead to. A page
// that is absent or null is an error: it was asked for, and taking it for an empty one would hide what is in it.
func Follow[T any](ctx context.Context, c *Client, r Request, p Page[T], visit func(T) (bool, error)) error {
	seen := map[string]bool{}
	for range mostPages {
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
			return &Error{Operation: r.Operation, Cause: errors.New("the service's next links form a loop")}
		}
		seen[p.NextLink] = true
		next, err := c.nextLink(ctx, &r, p.NextLink)
		if err != nil {
			return &Error{Operation: r.Operation, Cause: err}
		}
		p = Page[T]{}
		r = Request{Operation: r.Operation, Method: http.MethodGet, Into: &p, link: next}
		if err := c.Do(ctx, &r); err != nil {
			return err
		}
	}
	return &Error{Operation: r.Operation, Cause: fmt.Errorf("the collection has more than %d pages", mostPages)}
}

// nextLink checks where the next page is. Only its origin is checked: a page elsewhere would be read with this
// tenant's token.
func (c *Client) nextLink(ctx context.Context, r *Request, text string) (*url.URL, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	next, err := r.url(endpoint, c.version).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the service's next link can't be read: %q", shown(text))
	}
	if !sameOrigin(next, endpoint) {
		return nil, fmt.Errorf(
			"the service's next link leads to %s, away from Microsoft Graph at %s; it is not followed",
			shown(origin(next)),
			origin(endpoint),
		)
	}
	return next, nil
}
