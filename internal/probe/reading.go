package probe

import (
	"context"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// Read asks everything that can be asked without changing anything. The error is that nothing could be asked; answers
// that say no are answers.
func (p *Probe) Read(ctx context.Context) error {
	for _, part := range []func(context.Context) error{
		p.askPages, p.findRules, p.askQueries, p.askLists, p.askMissing, p.askCatalogRoute,
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mostPages are enough to see how a service pages.
const mostPages = 3

// askPages asks for collections, and learns which access packages there are.
func (p *Probe) askPages(ctx context.Context) error {
	p.say("pages of access packages")
	pages, _, err := p.client.Pages(
		ctx, "a page of access packages", get(published, entitlement+"accessPackages"), mostPages,
	)
	if err != nil {
		return err
	}
	for _, page := range pages {
		p.learnLicense(get(published, entitlement), page)
		for _, item := range page.Items {
			if id := item.Text("id"); id != "" {
				p.client.Call(id, "access-package")
				p.packages = append(p.packages, id)
			}
		}
	}
	p.learnPaging(pages)
	all := get(published, entitlement+"accessPackages")
	return p.askEach(ctx, []asked{
		{"access packages with $top", with(all, "$top", "1")},
		{"access packages with $select", with(all, "$select", "id")},
		{"access packages with $count", with(all, "$count", "true")},
		{"access packages in beta", get(beta, entitlement+"accessPackages")},
		{"catalogs", get(published, entitlement+"catalogs")},
		{"catalogs in beta", get(beta, entitlement+"accessPackageCatalogs")},
	})
}

// asked is a question that needs no conclusion.
type asked struct {
	question string
	request  record.Request
}

func (p *Probe) askEach(ctx context.Context, all []asked) error {
	for _, one := range all {
		if _, err := p.ask(ctx, one.question, one.request); err != nil {
			return err
		}
	}
	return nil
}

// learnPaging reads the size of a page off those that have another one behind them.
func (p *Probe) learnPaging(pages []*record.Answer) {
	empty, followed := false, false
	for _, page := range pages {
		if !page.IsPage || page.Next == "" {
			continue
		}
		followed = true
		p.contract.NextLink = page.Leads()
		if n := len(page.Items); n > 0 {
			p.contract.PageSize = &n
		} else {
			empty = true
		}
	}
	if followed {
		p.contract.EmptyPages = &empty
	}
}

// learnLicense notes whether entitlement management is licensed.
func (p *Probe) learnLicense(r record.Request, a *record.Answer) {
	if !strings.HasPrefix(r.Path, entitlement) {
		return
	}
	if none := isLicense(a); none || a.OK() {
		p.contract.NoLicense = &none
	}
}

func isLicense(a *record.Answer) bool {
	return a.Status == http.StatusForbidden && a.Code != nil && *a.Code == "NoLicense"
}

// askCatalogRoute reads where the unreviewed page has a POST. A service without that route says so to any method.
func (p *Probe) askCatalogRoute(ctx context.Context) error {
	if p.richest.accessPackage == "" {
		return nil
	}
	a, err := p.ask(ctx, "an access package in beta", get(beta, packagePath(p.richest.accessPackage)))
	if err != nil || !a.OK() {
		return err
	}
	catalog := record.Item(a.Object).Text("catalogId")
	if catalog == "" {
		return nil
	}
	p.client.Call(catalog, "catalog")
	_, err = p.ask(
		ctx, "reading the route below the catalog", get(beta, belowCatalog(catalog, p.richest.accessPackage)),
	)
	return err
}

func belowCatalog(catalog, accessPackage string) string {
	return entitlement + "accessPackageCatalogs/" + catalog + "/accessPackages/" + accessPackage + "/" + groupRules
}

// notOffered reports an answer that says that there is no such route. The code tells it from an answer that speaks of
// an object.
func notOffered(a *record.Answer) bool {
	code := ""
	if a.Code != nil {
		code = *a.Code
	}
	switch a.Status {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	case http.StatusNotFound:
		return code == ""
	case http.StatusBadRequest:
		return code == "ODataUnrecognizedPathException"
	default:
		return false
	}
}

// queryAnswer is what became of a query that was honored if so is set.
func queryAnswer(a *record.Answer, honored bool) (contract.QueryAnswer, bool) {
	switch {
	case a.OK() && honored:
		return contract.Honored, true
	case a.OK():
		return contract.Ignored, true
	case a.Status == http.StatusBadRequest || a.Status == http.StatusNotFound || notOffered(a):
		return contract.Refused, true
	default:
		return "", false
	}
}
