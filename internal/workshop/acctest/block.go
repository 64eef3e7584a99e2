package acctest

import (
	"fmt"
	"strings"
)

// Argument is a line of a block: a name and a text.
func Argument(name, value string) string { return fmt.Sprintf("%s = %q", name, value) }

// QuotedList is what stands between the brackets of a list of texts.
func QuotedList(texts []string) string {
	var list []string
	for _, text := range texts {
		list = append(list, fmt.Sprintf("%q", text))
	}
	return strings.Join(list, ", ")
}
