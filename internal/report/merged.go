package report

import (
	"bytes"
	"fmt"
	"html/template"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Merged makes one page of several reports, such as those of several tenants or of several months: a row for each, a
// sum, and the findings.
func Merged(documents []*evidence.Document) ([]byte, error) {
	functions := sort(&evidence.Document{}).functions()
	page, err := template.New("merged.html.tmpl").Funcs(functions).ParseFS(files, "page/*.tmpl")
	if err != nil {
		return nil, err
	}
	var all evidence.Summary
	gapsExamined, counted := true, true
	for _, d := range documents {
		counted = counted && d.Counted()
		gapsExamined = gapsExamined && d.GapsExamined
		all.Rules += d.Summary.Rules
		all.Conflicts += d.Summary.Conflicts
		all.OpenConflicts += d.Summary.OpenConflicts
		all.AfterRule += d.Summary.AfterRule
		all.UnknownOrder += d.Summary.UnknownOrder
		all.OpenGaps += d.Summary.OpenGaps
		all.NotCountedRules += d.Summary.NotCountedRules
		all.NotRead += d.Summary.NotRead
	}
	var out bytes.Buffer
	err = page.Execute(&out, struct {
		Policy  string
		Style   template.CSS
		Reports []*evidence.Document
		All     evidence.Summary

		// in every report; otherwise, a sum would be too small
		GapsExamined, Counted bool
	}{
		Policy: fmt.Sprintf(
			"default-src 'none'; style-src '%s'; base-uri 'none'; form-action 'none'", hash(string(style)),
		),
		Style:   style,
		Reports: documents,
		All:     all,

		GapsExamined: gapsExamined, Counted: counted,
	})
	return out.Bytes(), err
}
