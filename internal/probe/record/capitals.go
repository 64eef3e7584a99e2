package record

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The service speaks English, where what is written with a capital in the middle of a sentence is a name, or one of
// these words.
var plainCapitals = wordSet(
	"A ABAC AD AND API An Azure CORS CSDL DELETE EDM ELM Entra GET GMT GUID Graph Group Guid HEAD HTTP HTTPS I ID IDs " +
		"IGA JSON MFA Microsoft NOT No OPTIONS OR PATCH POST PUT RBAC REST Reason Resource SKU SKUs Security TLS Teams The " +
		"URI URIs URL URLs UTC User",
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

var (
	wordOf = regexp.MustCompile(`\p{L}[\p{L}\p{M}'’-]*`)
	// Müller-Lüdenscheidt, O'Brien, CONTOSO, and every word of a script without capitals; but not InvalidModel.
	nameLike = regexp.MustCompile(`^\p{Lu}[\p{Ll}\p{M}]*(?:['’-]\p{L}[\p{Ll}\p{M}]*)*['’-]?$|^\p{Lu}+$|\p{Lo}`)
)

// withoutCapitals takes out what looks like a name. The first word of a sentence stays if the next one does not look
// like one.
func withoutCapitals(text string) string {
	var b strings.Builder
	at := 0
	words := wordOf.FindAllStringIndex(text, -1)
	for i, w := range words {
		word := text[w[0]:w[1]]
		if !isName(text, w) || opens(text[:w[0]]) && i+1 < len(words) && !isName(text, words[i+1]) && !hasLo(word) {
			continue
		}
		b.WriteString(text[at:w[0]] + "<name>")
		at = w[1]
	}
	return b.String() + text[at:]
}

// isName reports a word that looks like a name and is no part of an identifier.
func isName(text string, w []int) bool {
	word := text[w[0]:w[1]]
	before, _ := utf8.DecodeLastRuneInString(text[:w[0]])
	after, size := utf8.DecodeRuneInString(text[w[1]:])
	beyond, _ := utf8.DecodeRuneInString(text[min(w[1]+size, len(text)):])
	part := strings.ContainsRune("._@$#/<", before) && w[0] > 0 || unicode.IsDigit(before) ||
		strings.ContainsRune("_@#>", after) && size > 0 ||
		unicode.IsDigit(after) ||
		after == '.' && unicode.IsLetter(beyond)
	return !part && nameLike.MatchString(word) && !plainCapitals[word]
}

// opens reports that a sentence begins behind a text.
func opens(before string) bool {
	before = strings.TrimSpace(before)
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:")
}

func hasLo(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Lo, r) })
}
