package display

import (
	"fmt"
	"strings"
	"unicode"
)

// Diagram is text for a label between double quotes in a Mermaid diagram.
type Diagram struct{ text string }

// NewDiagram cleans a name. Mermaid reads a label as Markdown, and its directives anywhere, so that only letters,
// digits and spaces are safe as they are.
//
// See https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters.
func NewDiagram(raw string) Diagram {
	var label strings.Builder
	for _, r := range Message(raw).text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == ' ' {
			label.WriteRune(r)
		} else {
			fmt.Fprintf(&label, "#%d;", r)
		}
	}
	return Diagram{label.String()}
}

func (d Diagram) String() string { return d.text }
