package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// mostPages bounds one collection. The largest that Microsoft documents (300,000 assignments) fits at 100 a page.
const mostPages = 10_000

// page is one answer of a collection. Value is a pointer because a page without it is no page, and certainly no empty
// one.
type page[T any] struct {
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
		var p page[T]
		r := first
		r.Method, r.Into = http.MethodGet, &p
		if err := c.Do(ctx, &r); err != nil {
			return err
		}
		return follow(ctx, c, r, p, visit)
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

// Object is an answer whose properties are decoded one by one.
type Object map[string]json.RawMessage

// Text reads the first of the properties that is a text and not empty.
func (o Object) Text(properties ...string) string {
	for _, property := range properties {
		var text string
		if json.Unmarshal(o[property], &text) == nil && text != "" {
			return text
		}
	}
	return ""
}

// EachExpanded calls visit with every item of a collection that the answer to the request holds expanded, and of the
// pages that follow it. A collection that is absent or null is an error: it was asked for, and taking it for an empty
// one would hide what is in it. After an expired link, [Client.Again] asks for the answer again.
func EachExpanded[T any](
	ctx context.Context, c *Client, r Request, answer Object, property string, visit func(item T) error,
) error {
	var p page[T]
	value, ok := answer[property]
	if ok {
		if err := json.Unmarshal(value, &p.Value); err != nil {
			return &Error{Operation: r.Operation, Cause: fmt.Errorf("the collection %q can't be read: %w", property, err)}
		}
	}
	if p.Value == nil {
		return &Error{
			Operation: r.Operation,
			Cause:     fmt.Errorf("the answer lacks the requested collection %q", property),
		}
	}
	if link, ok := answer[property+"@odata.nextLink"]; ok {
		if err := json.Unmarshal(link, &p.NextLink); err != nil {
			return &Error{
				Operation: r.Operation,
				Cause:     fmt.Errorf("the next link of %q can't be read: %w", property, err),
			}
		}
	}
	return follow(ctx, c, r, p, func(item T) (bool, error) { return true, visit(item) })
}

// follow visits the items of a page, and of the pages that its next links lead to.
func follow[T any](ctx context.Context, c *Client, r Request, p page[T], visit func(T) (bool, error)) error {
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
		p = page[T]{}
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
