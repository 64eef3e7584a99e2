package functions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

var _ function.Function = (*view)(nil)

// view makes something to read from the evidence of the data source elm_separation_of_duties_report.
type view struct {
	name, summary, description string

	table   bool     // whether a parameter names a table
	options []string // that the last arguments may name
	render  func(d *evidence.Document, table string, chosen map[string]bool) (string, error)
}

// NewReportHTML makes the function report_html.
func NewReportHTML() function.Function {
	return &view{
		name:    "report_html",
		summary: "A report as one HTML page.",
		description: "Renders a report as a page that needs no network and no other file, with a filter, a matrix, and " +
			"every rule. Names are escaped, and a content security policy allows only the page's own script and style.",
		render: func(d *evidence.Document, _ string, _ map[string]bool) (string, error) {
			page, err := report.HTML(d)
			return string(page), err
		},
	}
}

// NewReportMarkdown makes the function report_markdown.
func NewReportMarkdown() function.Function {
	return &view{
		name:    "report_markdown",
		summary: "A report as Markdown.",
		description: fmt.Sprintf("Renders a report as Markdown with a Mermaid diagram, for a wiki or a job summary. With "+
			"the option `short`, the text fits in a comment of a pull request (%d characters) and says how much it omits.",
			report.CommentLimit),
		options: []string{"short"},
		render: func(d *evidence.Document, _ string, chosen map[string]bool) (string, error) {
			if chosen["short"] {
				return report.ShortMarkdown(d), nil
			}
			return report.Markdown(d), nil
		},
	}
}

// NewReportCSV makes the function report_csv.
func NewReportCSV() function.Function {
	return &view{
		name:    "report_csv",
		summary: "A table of a report as CSV.",
		description: "Renders one table of a report for spreadsheets (RFC 4180). Cells that look like formulas are " +
			"escaped. The option `bom` writes a byte-order mark, so that Excel reads UTF-8, and `semicolon` separates cells " +
			"with semicolons.",
		table:   true,
		options: []string{"bom", "semicolon"},
		render: func(d *evidence.Document, table string, chosen map[string]bool) (string, error) {
			options := report.TableOptions{ByteOrderMark: chosen["bom"]}
			if chosen["semicolon"] {
				options.Separator = ';'
			}
			text, err := report.CSV(d, table, options)
			return string(text), err
		},
	}
}

// Metadata names the function.
func (v *view) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = v.name
}

// Definition takes the evidence first.
func (v *view) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: v.summary, MarkdownDescription: v.description,
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "evidence",
				MarkdownDescription: "The attribute `json` of the data source `elm_separation_of_duties_report`, or a file that " +
					"`elm-report run` wrote.",
			},
		},
		Return: function.StringReturn{},
	}
	if v.table {
		resp.Definition.Parameters = append(resp.Definition.Parameters, function.StringParameter{
			Name: "table", MarkdownDescription: "The table: `" + strings.Join(report.Tables, "`, `") + "`.",
		})
	}
	if v.options != nil {
		choice := "`" + strings.Join(v.options, "`, `") + "`."
		if len(v.options) > 1 {
			choice = "Any of " + choice
		}
		resp.Definition.VariadicParameter = function.StringParameter{Name: "options", MarkdownDescription: choice}
	}
}

// Run depends on nothing but its arguments.
func (v *view) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text, table string
	var options types.Tuple
	into := []any{&text}
	if v.table {
		into = append(into, &table)
	}
	if v.options != nil {
		into = append(into, &options)
	}
	if resp.Error = req.Arguments.Get(ctx, into...); resp.Error != nil {
		return
	}
	d, err := evidence.Decode([]byte(text))
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	chosen := map[string]bool{}
	for i, element := range options.Elements() {
		option, _ := element.(types.String)
		chosen[option.ValueString()] = true
		if !slices.Contains(v.options, option.ValueString()) {
			resp.Error = function.NewArgumentFuncError(int64(len(into)-1+i), fmt.Sprintf(
				"there is no option %q; the options are %s", option.ValueString(), strings.Join(v.options, ", ")))
			return
		}
	}
	result, err := v.render(d, table, chosen)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, result)
}
