// Package guid is the attribute type of the ids that Microsoft Entra gives its objects.
package guid

import (
	"fmt"
	"strings"
)

const sample = "00000000-0000-0000-0000-000000000000"

// Parse gives the canonical form, lower case, of a GUID as Microsoft writes it: 8-4-4-4-12 hexadecimal digits. It accepts nothing
// else: no braces, no URN, no space around it.
func Parse(text string) (string, error) {
	if len(text) != len(sample) {
		return "", notGUID(text)
	}
	for i := range len(text) {
		if sample[i] == '-' && text[i] != '-' || sample[i] == '0' && !isHex(text[i]) {
			return "", notGUID(text)
		}
	}
	return strings.ToLower(text), nil
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

const longestShown = 100 // bytes of a wrong value that an error repeats

func notGUID(text string) error {
	if text == "" {
		return fmt.Errorf("expected a GUID such as %s, got an empty string", sample)
	}
	if len(text) > longestShown {
		text = text[:longestShown] + "…"
	}
	return fmt.Errorf("expected a GUID such as %s, got %q", sample, text)
}
