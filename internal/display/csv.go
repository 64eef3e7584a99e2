package display

import "regexp"

// Cell is text for a cell of a CSV file. Quotes and separators are the writer's business.
type Cell struct{ text string }

// NewCell cleans text that a spreadsheet would take for a formula. A program may split the file at another separator
// than the one it was written with, so that a formula can also begin behind a comma, a semicolon, a bar or a quote.
//
// See https://owasp.org/www-community/attacks/CSV_Injection.
func NewCell(raw string) Cell {
	return Cell{formula.ReplaceAllString(Message(raw).text, "$1'$2")}
}

func (c Cell) String() string { return c.text }

var formula = regexp.MustCompile(`(^|[,;|"'][\s"']*)([=+\-@])`)
