// Package guid is the attribute type of the IDs that Microsoft Entra gives its objects. Upper case and azuread's
// `/groups/<guid>` are equal to the canonical form, so they never cause a difference. Anything else is an error at its
// attribute. The package repairs nothing: a value that is right in one place and wrong in another would be a difference
// in every plan.
package guid

import (
	"errors"
	"strings"
)

// form shows a GUID with a zero for each hexadecimal digit. Samples and templates use it as a placeholder.
const form = "00000000-0000-0000-0000-000000000000"

var errPlaceholder = errors.New(
	"expected the GUID of an object, got " + form + ", which is a placeholder that was never replaced. " +
		"Use the object's ID",
)

// Parse returns the canonical, lower-case form of a GUID as Microsoft writes it: 8-4-4-4-12 hexadecimal digits. It
// refuses every other notation and the GUID that is all zeros.
func Parse(text string) (string, error) {
	switch {
	case text == form:
		return "", errPlaceholder
	case !hasForm(text):
		return "", wrong(text)
	}
	return strings.ToLower(text), nil
}

// ParseIn also accepts the path of a Microsoft Graph collection in front ("/groups/<guid>"), as azuread writes IDs.
func ParseIn(collection, text string) (string, error) {
	if path := "/" + collection + "/"; collection != "" && strings.HasPrefix(text, path) {
		if rest := text[len(path):]; hasForm(rest) {
			return Parse(rest)
		}
	}
	return Parse(text)
}

func hasForm(text string) bool {
	if len(text) != len(form) {
		return false
	}
	for i, c := range text {
		if !fits(i, c) {
			return false
		}
	}
	return true
}

// fits reports whether a GUID can have this character at this index.
func fits(i int, c rune) bool {
	if form[i] == '-' {
		return c == '-'
	}
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
