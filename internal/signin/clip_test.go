package signin

import (
	"testing"
	"unicode/utf8"
)

// Whatever text comes from outside, what is shown holds no token and no broken letters. Seeds are in testdata/fuzz.
func FuzzClip(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		shown := Clip(text)
		if jwt.MatchString(shown) || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q", text, shown)
		}
	})
}
