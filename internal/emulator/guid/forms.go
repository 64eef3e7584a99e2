// Package guid reads and creates the IDs of the emulated tenant.
package guid

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Canonical gives the lower-case form of a GUID, and whether the text is a GUID.
func Canonical(text string) (string, bool) {
	if len(text) != 36 {
		return "", false
	}
	for i, c := range []byte(text) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return "", false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
				return "", false
			}
		}
	}
	return strings.ToLower(text), true
}

// New gives a random GUID.
func New() string {
	var random [16]byte
	_, _ = rand.Read(random[:]) // can't fail: crypto/rand ends the program instead
	return formatGUID(random[:], 4)
}

// Derived gives the same GUID for the same parts, for objects whose ID the seed doesn't set.
func Derived(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return formatGUID(sum[:16], 8)
}

func formatGUID(b []byte, version byte) string {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	text := hex.EncodeToString(b)
	return strings.Join([]string{text[:8], text[8:12], text[12:16], text[16:20], text[20:32]}, "-")
}
