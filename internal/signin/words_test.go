package signin

import (
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// told is everything that a reader of a failure sees.
func told(e *AuthenticationError) string {
	return strings.Join([]string{e.Error(), e.Advice, e.TraceID, e.CorrelationID, e.Timestamp}, "\n")
}

// mustSay checks that a failure has the wanted words and a next step, and not the hidden ones. It returns the whole
// text.
func mustSay(t *testing.T, err error, want []string, hidden string) string {
	t.Helper()
	var failure *AuthenticationError
	if !errors.As(err, &failure) {
		t.Fatalf("err = %v", err)
	}
	text := told(failure)
	for _, words := range want {
		if !strings.Contains(text, words) {
			t.Errorf("lacks %q:\n%s", words, text)
		}
	}
	if hidden != "" && strings.Contains(text, hidden) {
		t.Errorf("shows %q:\n%s", hidden, text)
	}
	if failure.Advice == "" || len(text) > 3000 {
		t.Errorf("no advice, or too much:\n%s", text)
	}
	return text
}

func testToken(claims string) string {
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// certificateCredentials returns credentials, and the thumbprint as the admin center shows it.
func certificateCredentials(t *testing.T) (Credentials, string) {
	t.Helper()
	c := newCertificate(t, "password")
	return Credentials{TenantID: testTenant, ClientID: testClient, ClientCertificate: c.bundle, ClientCertificatePassword: "password"},
		fmt.Sprintf("%X", sha1.Sum(c.raw))
}
