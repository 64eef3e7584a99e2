package odata

import (
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// SkipToken is the query option of next links.
const SkipToken = "$skiptoken"

// Pages answers with collections, in the form that the tenant's options set.
type Pages struct{ Options *contract.Options }

// Page answers with one page of a collection. The page token holds the last ID, so that a change between two pages
// neither hides nor repeats other items.
//
// See https://learn.microsoft.com/graph/paging.
func (p Pages) Page(c *exchange.Call, items []Item) exchange.Answer {
	after, empty, err := p.cursor(c.Query.Get(SkipToken))
	if err != nil {
		return badQuery(err)
	}
	o, err := parseOptions(c.Query.Get)
	if err != nil {
		return badQuery(err)
	}
	rest := slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return i.ID <= after })
	shown := rest[:min(len(rest), p.pageSize(c))]
	if empty {
		shown = nil
	}
	o.pages = &expander{pages: p, path: c.Origin() + "/" + c.Version + "/" + c.Path, inList: true}
	values, err := renderRelated(shown, o)
	if err != nil {
		return badQuery(err)
	}
	content := Fields{"@odata.context": context(c), "value": values}
	if c.Query.Get("$count") == "true" && after == "" {
		content["@odata.count"] = len(items)
	}
	switch {
	case empty:
		content["@odata.nextLink"] = p.nextLink(c, markPage, after)
	case len(shown) < len(rest):
		content["@odata.nextLink"] = p.nextLink(c, markFilled, shown[len(shown)-1].ID)
	}
	return exchange.OK(content)
}

const (
	usualPage   = 100
	largestPage = 999
)

// size is the number of items on a page without $top.
func (p Pages) size() int {
	if p.Options.PageSize > 0 {
		return p.Options.PageSize
	}
	return usualPage
}

// pageSize is the tenant's page size, or a smaller $top. A tenant that sets none gives larger pages of a group's list.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (p Pages) pageSize(c *exchange.Call) int {
	largest := p.size()
	if p.Options.PageSize <= 0 && strings.HasPrefix(c.Path, "groups") {
		largest = largestPage
	}
	if top, err := strconv.Atoi(c.Query.Get("$top")); err == nil && top > 0 {
		return min(largest, top)
	}
	return p.size()
}

// A page token is a mark and an ID. The mark says whether the empty page before the next page was already sent.
const (
	markPage   = "+"
	markFilled = "-"
)

// cursor reads a page token. Without one, the collection starts, with an empty page if the tenant has them.
func (p Pages) cursor(token string) (after string, empty bool, err error) {
	if token == "" {
		return "", p.Options.EmptyPages, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(text) == 0 {
		return "", false, errors.New("the skip token is not one of this service")
	}
	mark, after := string(text[:1]), string(text[1:])
	return after, mark == markFilled && p.Options.EmptyPages, nil
}

func skipToken(mark, after string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(mark + after))
}

// nextLink points to the page after an ID.
func (p Pages) nextLink(c *exchange.Call, mark, after string) string {
	query := c.Request.URL.Query()
	query.Set(SkipToken, skipToken(mark, after))
	target := c.Request.URL.EscapedPath() + "?" + query.Encode()
	switch p.Options.NextLink {
	case contract.NextLinkLoop:
		return c.Origin() + c.Request.URL.RequestURI()
	case contract.NextLinkRelative:
		return target
	case contract.NextLinkMalformed:
		return "http://[::1/not a link"
	}
	if p.Options.NextLinkOrigin != "" {
		return p.Options.NextLinkOrigin + target
	}
	return c.Origin() + target
}
