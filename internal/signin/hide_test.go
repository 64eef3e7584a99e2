package signin

import (
	"testing"
	"unicode/utf8"
)

// Clipped text is valid UTF-8 and holds no token, whatever the input. Seeds are in testdata/fuzz.
func FuzzClip(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		shown := Clip(text)
		if jwt.MatchString(shown) || !utf8.ValidString(shown) {
			t.Errorf("%q is shown as %q", text, shown)
		}
	})
}

// A secret of a few characters must not spoil every word that has them.
func TestHide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, secret, want string }{
		{"a certificate and a password", "a", "a certificate and a password"},
		{"the password", "pass", "the password"},
		{"you sent planted", "planted", "you sent [hidden]"},
		{"you sent p+l%2Ba", "p l+a-", "you sent p+l%2Ba"},
		{"you sent p+l%2Ba-", "p l+a-", "you sent [hidden]"},
		{"you sent nothing", "", "you sent nothing"},
		{"you sent " + testToken(`{}`), "a", "you sent [hidden]"},
	} {
		if got := hide(test.text, []string{test.secret}); got != test.want {
			t.Errorf("%q without %q is %q, want %q", test.text, test.secret, got, test.want)
		}
	}
}
