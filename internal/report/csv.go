package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Tables lists the names of all tables.
var Tables = []string{"rules", "conflicts", "gaps", "findings", "changes"}

// TablesOf lists the tables of a report: those of which a missing row means something. A report that didn't look for
// gaps has no table of gaps.
func TablesOf(d *evidence.Document) []string {
	return slices.DeleteFunc(slices.Clone(Tables), func(table string) bool {
		return table == "conflicts" && !d.Counted() || table == "gaps" && !d.GapsExamined ||
			table == "changes" && d.ChangesSince == nil
	})
}

// TableOptions say how a table is written.
type TableOptions struct {
	Separator     rune // a comma, if zero
	ByteOrderMark bool // so that Excel reads UTF-8
}

// CSV makes a table for spreadsheets (RFC 4180). No cell is taken for a formula.
func CSV(d *evidence.Document, name string, options TableOptions) ([]byte, error) {
	s := sort(d)
	var table [][]string
	switch name {
	case "rules":
		table = rows(s.inOrder(), ruleColumns)
	case "conflicts":
		table = rows(s.holders(), holderColumns)
	case "gaps":
		table = rows(s.gapsByKind(), gapColumns)
	case "findings":
		table = rows(slices.Values(s.Findings), findingColumns)
	case "changes":
		table = rows(slices.Values(s.Changes), s.changeColumns())
	default:
		return nil, fmt.Errorf("there is no table %q; the tables are %s", name, strings.Join(Tables, ", "))
	}
	return encode(table, options)
}

func encode(table [][]string, options TableOptions) ([]byte, error) {
	var out bytes.Buffer
	if options.ByteOrderMark {
		out.WriteString("\ufeff")
	}
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if options.Separator != 0 {
		w.Comma = options.Separator
	}
	for _, row := range table {
		for i, cell := range row {
			row[i] = display.NewCell(cell).String()
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// column is a column of a table: its heading, and the cell of an element.
type column[T any] struct {
	heading string
	cell    func(T) string
}

// rows has the headings first, and then a row for each element.
func rows[T any](elements iter.Seq[T], columns []column[T]) [][]string {
	headings := make([]string, 0, len(columns))
	for _, c := range columns {
		headings = append(headings, c.heading)
	}
	all := [][]string{headings}
	for element := range elements {
		cells := make([]string, 0, len(columns))
		for _, c := range columns {
			cells = append(cells, c.cell(element))
		}
		all = append(all, cells)
	}
	return all
}
