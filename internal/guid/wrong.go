package guid

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// rewritten matches an ID that began with a slash after Git Bash took it for a path and put its own folder in front.
var rewritten = regexp.MustCompile(`^[A-Za-z]:[/\\].*?[/\\]((?:` + pattern + `/){0,2}` + pattern + `)$`)

const pattern = `[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`

// Rewritten explains a GUID, or several joined by slashes, in front of which a shell has put a folder. It returns nil
// for every other text.
func Rewritten(text string) error {
	found := rewritten.FindStringSubmatch(text)
	if found == nil {
		return nil
	}
	return fmt.Errorf(
		"a shell such as Git Bash put a folder of this machine in front of a value that began with \"/\". "+
			"Write only %s, begin with two slashes, or set MSYS_NO_PATHCONV=1", strings.ToLower(found[1]),
	)
}

// wrong explains why a text isn't a GUID. It names the first wrong character by position and code point, because a
// pasted character can be invisible or look like a digit or a hyphen.
func wrong(text string) error {
	if text == "" {
		return errors.New("expected a GUID, got an empty string")
	}
	expected := "expected a GUID, got " + shown(text)
	if err := Rewritten(text); err != nil {
		return fmt.Errorf("%s; %w", expected, err)
	}
	position := 0
	for _, c := range text {
		position++
		if position > len(form) {
			return fmt.Errorf(
				"%s. A GUID has %d characters, and character %d is %s. %s",
				expected, len(form), position, name(c), next(text),
			)
		}
		if fits(position-1, c) {
			continue
		}
		want := "a hexadecimal digit"
		if form[position-1] == '-' {
			want = "a hyphen"
		}
		return fmt.Errorf("%s. Character %d is %s instead of %s. %s", expected, position, name(c), want, next(text))
	}
	return fmt.Errorf("%s. It has %d characters, and a GUID has %d", expected, position, len(form))
}

var (
	anywhere  = regexp.MustCompile(`[0-9A-Fa-f-]+`)
	noHyphens = regexp.MustCompile(`^[0-9A-Fa-f]{32}$`)
)

// inside finds the GUIDs in a text. One with a digit too many is none, because any of its digits may be the wrong one.
func inside(text string) []string {
	return slices.DeleteFunc(anywhere.FindAllString(text, -1), func(run string) bool { return !hasForm(run) })
}

// next says what to write instead.
func next(text string) string {
	length := utf8.RuneCountInString(text)
	switch found := inside(text); {
	case len(found) == 1 && length == len(form)+1:
		return "Remove it"
	case len(found) == 1:
		return "Write only " + found[0]
	case len(found) > 1:
		return "Write only one GUID"
	case noHyphens.MatchString(text):
		return "Write it with hyphens, as in " + form
	case length == len(form), strings.Count(text, "-") == strings.Count(form, "-") && !strings.Contains(text, " "):
		return "Copy the object's ID again"
	default:
		return "Use the object's ID, not its name"
	}
}

// name gives the code point of a character, and shows the character itself where it is visible ASCII.
func name(c rune) string {
	if ' ' < c && c < 0x7F {
		return fmt.Sprintf("%q (U+%04X)", string(c), c)
	}
	return fmt.Sprintf("U+%04X", c)
}

const longestShown = 100 // bytes of a wrong value that an error repeats

// shown quotes a text, and escapes characters that don't print.
func shown(text string) string {
	end := ""
	if len(text) > longestShown {
		text, end = strings.ToValidUTF8(text[:longestShown], ""), "…"
	}
	return strings.TrimSuffix(strconv.Quote(text), `"`) + end + `"`
}
