package odata

import (
	"fmt"
	"strings"
)

// options are the query options of one level: the request's own, or those in the parentheses of an $expand.
type options struct {
	selected []string
	expanded []expansion
}

type expansion struct {
	name    string
	options options
}

func parseOptions(get func(option string) string) (options, error) {
	var o options
	if text := get("$select"); text != "" {
		o.selected = strings.Split(text, ",")
	}
	for part := range splitTop(get("$expand"), ',') {
		name, inner, nested := strings.Cut(part, "(")
		e := expansion{name: strings.TrimSpace(name)}
		if nested {
			own := map[string]string{}
			for option := range splitTop(strings.TrimSuffix(inner, ")"), ';') {
				key, value, _ := strings.Cut(option, "=")
				if key != "$select" && key != "$expand" {
					return o, fmt.Errorf("%q cannot be used inside $expand", key)
				}
				own[key] = value
			}
			var err error
			if e.options, err = parseOptions(func(option string) string { return own[option] }); err != nil {
				return o, err
			}
		}
		o.expanded = append(o.expanded, e)
	}
	return o, nil
}

// splitTop splits at the separators that are outside parentheses.
func splitTop(text string, separator rune) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		depth, from := 0, 0
		for i, r := range text {
			switch {
			case r == '(':
				depth++
			case r == ')':
				depth--
			case r == separator && depth == 0:
				if !yield(text[from:i]) {
					return
				}
				from = i + 1
			}
		}
		if from < len(text) {
			yield(text[from:])
		}
	}
}
