package guid

import (
	"fmt"
	"strings"
	"unicode"
)

const (
	digits    = 32 // of a GUID
	mostNamed = 4  // characters that an error names
)

// reading is a text as somebody meant it who wanted to write a GUID.
type reading struct {
	digits  string   // hexadecimal, look-alikes included
	strange []string // characters that do not belong there, with their positions
	hidden  []string // those of them that look like others, or like nothing
	foreign int      // how many of them mean nothing in a GUID
}

// read takes each character for what it looks like, and names those that are not what they look like.
func read(text string) reading {
	var r reading
	var found strings.Builder
	position := 0
	for _, c := range text {
		position++
		digit, means := meaning(c)
		if digit != 0 {
			found.WriteRune(digit)
		}
		if c == '-' || digit == c {
			continue
		}
		strange := fmt.Sprintf("%s at position %d", name(c), position)
		r.strange = append(r.strange, strange)
		switch {
		case !means:
			r.foreign++
		case hides(c):
			r.hidden = append(r.hidden, strange)
		}
	}
	r.digits = strings.ToLower(found.String())
	return r
}

// meaning gives the hexadecimal digit that a character is or looks like, 0 for none. It means something when it is a digit, a hyphen, or
// something that people put around or between them.
func meaning(c rune) (digit rune, means bool) {
	switch {
	case strings.ContainsRune("0123456789abcdefABCDEF", c):
		return c, true
	case 0xFF01 <= c && c <= 0xFF5E: // full-width forms of ASCII
		return meaning(c - 0xFF01 + '!')
	case lookAlikes[c] != 0:
		return lookAlikes[c], true
	case strings.ContainsRune("{}()[]<>\"'`,;:/\\_=", c):
		return 0, true
	}
	return 0, unicode.In(c, unicode.Pd, unicode.Zs, unicode.Zl, unicode.Zp, unicode.Cc, unicode.Cf, unicode.Pi, unicode.Pf) || c == 0x2212
}

// lookAlikes are the letters of other scripts that fonts draw as hexadecimal digits.
var lookAlikes = map[rune]rune{
	0x0430: 'a', 0x0441: 'c', 0x0435: 'e', 0x0410: 'a', 0x0412: 'b', 0x0421: 'c', 0x0415: 'e', 0x0417: '3', // Cyrillic
	0x0391: 'a', 0x0392: 'b', 0x0395: 'e', 0x03B1: 'a', // Greek
}

// names are those that people meet: from word processors, web pages, chats and files.
var names = map[rune]string{
	0x00A0: "no-break space", 0x00AD: "soft hyphen", 0x2010: "hyphen", 0x2011: "non-breaking hyphen", 0x2012: "figure dash", 0x2013: "en dash",
	0x2014: "em dash", 0x2018: "quotation mark", 0x2019: "quotation mark", 0x201C: "quotation mark", 0x201D: "quotation mark",
	0x200B: "zero-width space", 0x200C: "zero-width non-joiner", 0x200D: "zero-width joiner", 0x202F: "narrow no-break space",
	0x2060: "word joiner", 0x2212: "minus sign", 0xFEFF: "byte order mark", '\n': "line break", '\r': "carriage return", '\t': "tab",
}

// name shows an ASCII character, and names any other: it may look like one, or like nothing.
func name(c rune) string {
	code := fmt.Sprintf("U+%04X", c)
	switch {
	case c == ' ':
		return "a space"
	case ' ' < c && c < 0x7F:
		return fmt.Sprintf("%q", string(c))
	case names[c] != "":
		return fmt.Sprintf("%s (%s)", code, names[c])
	case unicode.Is(unicode.Cyrillic, c):
		return code + " (a Cyrillic letter)"
	case unicode.Is(unicode.Greek, c):
		return code + " (a Greek letter)"
	case 0xFF01 <= c && c <= 0xFF5E:
		return code + " (full-width)"
	}
	return code
}

// hides reports whether a character looks like one of a GUID, or like nothing.
func hides(c rune) bool {
	_, means := meaning(c)
	return means && (c < ' ' || c >= 0x7F)
}

func (r reading) problem() string {
	if len(r.strange) == 0 {
		return "Its hyphens are not where they belong"
	}
	verb := " does not belong there"
	if len(r.strange) > 1 {
		verb = " do not belong there"
	}
	return list(r.strange) + verb
}

// also names what nobody can see, besides the problem that has been told.
func (r reading) also() string {
	if len(r.hidden) == 0 {
		return ""
	}
	return "; it has " + list(r.hidden)
}

func list(named []string) string {
	if more := len(named) - mostNamed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(named[:mostNamed], ", "), more)
	}
	last := len(named) - 1
	if last == 0 {
		return named[0]
	}
	return strings.Join(named[:last], ", ") + " and " + named[last]
}

// canonical puts the digits into the form of a GUID.
func (r reading) canonical() string {
	d := r.digits
	return strings.Join([]string{d[:8], d[8:12], d[12:16], d[16:20], d[20:]}, "-")
}
