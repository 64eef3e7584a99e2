package record

import "context"

// Pages asks for a collection page by page, not more than there may be, and keeps each. It reports whether that was all
// of it.
func (c *Client) Pages(
	ctx context.Context, question string, r Request, most int,
) (pages []*Answer, complete bool, err error) {
	return c.pages(ctx, question, r, most, true)
}

// LookThrough gives the items of a whole collection without keeping anything, and reports whether it was read to its
// end.
func (c *Client) LookThrough(
	ctx context.Context, question string, r Request,
) (items []Item, last *Answer, complete bool, err error) {
	const most = 50
	pages, complete, err := c.pages(ctx, question, r, most, false)
	for _, page := range pages {
		items = append(items, page.Items...)
		last = page
	}
	return items, last, complete, err
}

func (c *Client) pages(
	ctx context.Context, question string, r Request, most int, keep bool,
) (pages []*Answer, complete bool, err error) {
	seen := map[string]bool{}
	for range most {
		a, err := c.Look(ctx, question, r)
		if err != nil {
			return pages, false, err
		}
		if keep {
			c.Keep(question, r, a)
		}
		pages = append(pages, a)
		if !a.OK() || !a.IsPage || seen[a.Next] {
			return pages, false, nil
		}
		next, ok := a.next()
		if !ok {
			return pages, a.Next == "", nil
		}
		seen[a.Next] = true
		r = next
	}
	return pages, false, nil
}
