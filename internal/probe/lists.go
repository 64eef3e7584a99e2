package probe

import (
	"context"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// mostLookedAt is how many access packages are looked at to find one with rules.
const mostLookedAt = 25

// findRules finds an access package with two rules at least, or the one with the most.
func (p *Probe) findRules(ctx context.Context) error {
	p.say("looking for an access package with rules")
	for _, id := range p.packages[:min(len(p.packages), mostLookedAt)] {
		items, last, _, err := p.client.LookThrough(
			ctx, "the groups of an access package", get(published, packagePath(id)+"/"+groupRules),
		)
		if err != nil {
			return err
		}
		if !last.OK() || !last.IsPage {
			continue
		}
		if p.richest.accessPackage == "" || len(items) > len(p.richest.items) {
			p.richest = ruleList{id, items}
		}
		if len(items) > 1 {
			break
		}
	}
	if p.richest.accessPackage == "" {
		return nil
	}
	for _, item := range p.richest.items {
		p.client.Call(item.Text("id"), "group")
	}
	pages, _, err := p.client.Pages(
		ctx,
		"a page of incompatible groups",
		get(published, packagePath(p.richest.accessPackage)+"/"+groupRules),
		mostPages,
	)
	p.learnPaging(pages)
	return err
}

// askQueries finds out what a list of rules makes of query options.
func (p *Probe) askQueries(ctx context.Context) error {
	if p.richest.accessPackage == "" {
		return nil
	}
	list := packagePath(p.richest.accessPackage) + "/" + groupRules
	for _, q := range []struct {
		query   contract.Query
		request record.Request
		decided func(*record.Answer) (honored, known bool)
	}{
		{contract.QueryTop, with(get(published, list), "$top", "1"), p.sawTop},
		{contract.QuerySelect, with(get(published, list), "$select", "id"), p.sawSelect},
		{contract.QueryCount, with(get(published, list), "$count", "true"), sawCount},
		{contract.QueryCountRoute, get(published, list+"/$count"), sawCountRoute},
	} {
		question := "incompatible groups with " + string(q.query)
		p.say(question)
		const untilFilled = 2 // a page without items may come first
		pages, _, err := p.client.Pages(ctx, question, q.request, untilFilled)
		if err != nil {
			return err
		}
		a := filled(pages)
		honored, known := q.decided(a)
		if answer, ok := queryAnswer(a, honored); ok && (known || !a.OK()) {
			p.contract.Queries[q.query] = answer
		}
	}
	return nil
}

// filled is the first page with items, or the first.
func filled(pages []*record.Answer) *record.Answer {
	for _, page := range pages {
		if len(page.Items) > 0 {
			return page
		}
	}
	return pages[0]
}

func sawCountRoute(a *record.Answer) (honored, known bool) { return true, a.Count != nil }

// sawCount needs a page, the first, that has a number.
func sawCount(a *record.Answer) (honored, known bool) { return a.Count != nil, a.IsPage }

// sawTop needs a list that is longer than what was asked for.
func (p *Probe) sawTop(a *record.Answer) (honored, known bool) {
	return len(a.Items) == 1, len(p.richest.items) > 1
}

// sawSelect needs a property to be left out.
func (p *Probe) sawSelect(a *record.Answer) (honored, known bool) {
	if len(p.richest.items) == 0 || len(a.Items) == 0 {
		return false, false
	}
	const left = "displayName"
	_, was := p.richest.items[0][left]
	_, is := a.Items[0][left]
	return !is, was
}

// askLists asks for the lists in all their forms.
func (p *Probe) askLists(ctx context.Context) error {
	if p.richest.accessPackage == "" {
		return nil
	}
	of := packagePath(p.richest.accessPackage) + "/"
	all := []asked{
		{"incompatible groups in beta", get(beta, of+groupRules)},
		{"references of incompatible groups", get(published, of+groupRules+"/$ref")},
		{"incompatible access packages", get(published, of+packageRules)},
		{"incompatible access packages with /$count", get(published, of+packageRules+"/$count")},
		{"access packages that declare this one incompatible", get(published, of+declaredBy)},
	}
	if len(p.richest.items) > 0 {
		all = append(
			all, asked{"one incompatible group", get(published, of+groupRules+"/"+p.richest.items[0].Text("id"))},
		)
	}
	return p.askEach(ctx, all)
}
