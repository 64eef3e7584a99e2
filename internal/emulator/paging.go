package emulator

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
)

// page answers one page of a collection. The page token says after which id to go on, so that writes between two pages neither hide
// nor repeat what was there all the time. See https://learn.microsoft.com/graph/paging.
func (s *Server) page(c *call, items []item) answer {
	after, empty, err := s.cursor(c.query.Get(skipToken))
	if err != nil {
		return badQuery(err)
	}
	o, err := parseOptions(c.query.Get)
	if err != nil {
		return badQuery(err)
	}
	rest := slices.DeleteFunc(slices.Clone(items), func(i item) bool { return i.id <= after })
	shown := rest[:min(len(rest), s.pageSize(c))]
	if empty {
		shown = nil
	}
	values, err := renderRelated(shown, o)
	if err != nil {
		return badQuery(err)
	}
	content := fields{"@odata.context": c.context(), "value": values}
	if c.query.Get("$count") == "true" && after == "" {
		content["@odata.count"] = len(items)
	}
	switch {
	case empty:
		content["@odata.nextLink"] = s.nextLink(c, markPage, after)
	case len(shown) < len(rest):
		content["@odata.nextLink"] = s.nextLink(c, markFilled, shown[len(shown)-1].id)
	}
	return ok(content)
}

// pageSize is the tenant's, or less if the client asks for less.
func (s *Server) pageSize(c *call) int {
	if top, err := strconv.Atoi(c.query.Get("$top")); err == nil && top > 0 {
		return min(s.options.PageSize, top)
	}
	return s.options.PageSize
}

// A page token is a mark and an id. The mark says whether the empty page that may come before a page was served.
const (
	markPage   = "+"
	markFilled = "-"
)

// cursor reads a page token. Without one the collection starts, with an empty page when the tenant is given to that.
func (s *Server) cursor(token string) (after string, empty bool, err error) {
	if token == "" {
		return "", s.options.EmptyPages, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(text) == 0 {
		return "", false, errors.New("the skip token is not one of this service")
	}
	mark, after := string(text[:1]), string(text[1:])
	return after, mark == markFilled && s.options.EmptyPages, nil
}

// nextLink leads to the page after an id.
func (s *Server) nextLink(c *call, mark, after string) string {
	query := c.request.URL.Query()
	query.Set(skipToken, base64.RawURLEncoding.EncodeToString([]byte(mark+after)))
	target := c.request.URL.EscapedPath() + "?" + query.Encode()
	switch s.options.NextLink {
	case NextLinkLoop:
		return c.origin() + c.request.URL.RequestURI()
	case NextLinkRelative:
		return target
	case NextLinkMalformed:
		return "http://[::1/not a link"
	}
	if s.options.NextLinkOrigin != "" {
		return s.options.NextLinkOrigin + target
	}
	return c.origin() + target
}
