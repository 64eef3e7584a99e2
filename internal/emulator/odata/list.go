package odata

import (
	"fmt"
	"slices"
	"strings"
)

// oneOf parses the list of texts after "in".
func (f *filter) oneOf(path string) (condition, error) {
	if !f.accept("(") {
		return nil, f.unclear()
	}
	var wanted []string
	for {
		want, isText := textLiteral(f.next())
		if !isText {
			return nil, f.unclear()
		}
		wanted = append(wanted, want)
		if f.accept(")") {
			break
		}
		if !f.accept(",") {
			return nil, f.unclear()
		}
	}
	return func(i Item) (bool, error) {
		value, err := i.property(path)
		text := fmt.Sprint(value)
		return err == nil &&
			slices.ContainsFunc(wanted, func(want string) bool { return strings.EqualFold(text, want) }), err
	}, nil
}

// LongestList is the number of values in the longest list of a filter.
func LongestList(filter string) int {
	longest, values := 0, 0
	inList := false
	for i, token := range filterToken.FindAllString(filter, -1) {
		switch {
		case token == "in" && i > 0:
			inList, values = true, 0
		case token == ")":
			inList = false
		case inList && token != "(" && token != ",":
			values++
			longest = max(longest, values)
		}
	}
	return longest
}
