// Package guid is the attribute type of the ids that Microsoft Entra gives its objects.
package guid

import (
	"errors"
	"strings"
)

// form has a zero for each hexadecimal digit of a GUID. Read as a GUID it is the placeholder of samples and templates.
const form = "00000000-0000-0000-0000-000000000000"

var errPlaceholder = errors.New("expected the GUID of an object, got " + form + ", which is a placeholder that was never replaced. " +
	"Write the object's id")

// Parse gives the canonical form, lower case, of a GUID as Microsoft writes it: 8-4-4-4-12 hexadecimal digits. It accepts nothing
// else: no braces, no URN, no space around it, and not the GUID that is all zeros. The error says what to write instead.
func Parse(text string) (string, error) {
	switch {
	case text == form:
		return "", errPlaceholder
	case !hasForm(text):
		return "", wrong(text)
	}
	return strings.ToLower(text), nil
}

// ParseIn also takes the path of a Microsoft Graph collection in front ("/groups/<guid>"), as other providers write ids.
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
	for i := range len(text) {
		if form[i] == '-' && text[i] != '-' || form[i] == '0' && !isHex(text[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
