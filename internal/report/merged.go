package report

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/names"
)

// Merged makes one page of several reports, such as those of several tenants or of several months: a row for each, and
// the findings. It has a sum only if each report is about another tenant: two reports of one tenant can have the same
// rules, and the same conflict of two access packages.
func Merged(documents []*evidence.Document) ([]byte, error) {
	functions := sort(&evidence.Document{}).functions()
	page, err := template.New("merged.html.tmpl").Funcs(functions).ParseFS(files, "page/*.tmpl")
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		Policy  string
		Style   template.CSS
		Reports []*evidence.Document
		Sum     *sum // nil if it would count something twice
	}{
		Policy: fmt.Sprintf(
			"default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'", hash(string(style)),
		),
		Style:   style,
		Reports: documents,
		Sum:     add(documents),
	})
	return out.Bytes(), err
}

// scope names the catalogs that a report is about; empty for all of the tenant.
func scope(d *evidence.Document) (catalogs []string) {
	all := names.Of(d)
	for _, id := range d.Scope {
		catalogs = append(catalogs, display.Message(all[id]).Or(id))
	}
	return catalogs
}

// sum adds up the numbers of several reports. A number that one of them doesn't know has no sum.
type sum struct {
	Rules, MissingRules, NotInScopeRules, NotCountedRules, NotRead, Findings int
	Conflicts, OpenConflicts, AfterRule, UnknownOrder, OpenGaps              int

	GapsExamined, Counted, Compared bool // in every report
}

// add gives nil if two reports are, or may be, about one tenant.
func add(documents []*evidence.Document) *sum {
	all := sum{GapsExamined: true, Counted: true, Compared: true}
	tenants := map[string]bool{}
	for _, d := range documents {
		if d.TenantID == nil || tenants[*d.TenantID] {
			return nil
		}
		tenants[*d.TenantID] = true
		all.Counted = all.Counted && d.Counted()
		all.GapsExamined = all.GapsExamined && d.GapsExamined
		all.Compared = all.Compared && len(d.Risks) > 0
		all.Rules += d.Summary.Rules
		all.Conflicts += evidence.Known(d.Summary.Conflicts)
		all.OpenConflicts += evidence.Known(d.Summary.OpenConflicts)
		all.AfterRule += evidence.Known(d.Summary.AfterRule)
		all.UnknownOrder += evidence.Known(d.Summary.UnknownOrder)
		all.OpenGaps += evidence.Known(d.Summary.OpenGaps)
		all.MissingRules += d.Summary.MissingRules
		all.NotInScopeRules += d.Summary.NotInScopeRules
		all.NotCountedRules += d.Summary.NotCountedRules
		all.NotRead += d.Summary.NotRead
		all.Findings += d.Summary.Findings
	}
	return &all
}
