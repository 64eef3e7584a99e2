package guid

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// rewritten is an id that began with a slash, after Git Bash has taken it for a path and put its own folder in front.
var rewritten = regexp.MustCompile(`^[A-Za-z]:[/\\].*?[/\\]((?:` + pattern + `/){0,2}` + pattern + `)$`)

const pattern = `[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`

// Rewritten tells, without repeating it, what a shell made of one or several GUIDs behind a slash; nil when none did.
func Rewritten(text string) error {
	found := rewritten.FindStringSubmatch(text)
	if found == nil {
		return nil
	}
	return fmt.Errorf("a shell, such as Git Bash, has put a folder of this machine in front of what began with \"/\": "+
		"write only %s, or begin with two slashes, or set MSYS_NO_PATHCONV=1", strings.ToLower(found[1]))
}

// wrong tells what keeps a text from being a GUID: which characters, where, and what to write instead.
func wrong(text string) error {
	if text == "" {
		return errors.New("expected a GUID, got an empty string")
	}
	expected := "expected a GUID, got " + shown(text)
	if err := Rewritten(text); err != nil {
		return fmt.Errorf("%s; %w", expected, err)
	}
	if where, id := around(text); id != "" {
		return fmt.Errorf("%s. %s the GUID does not belong there: write %s", expected, where, strings.ToLower(id))
	}
	r := read(text)
	switch {
	case r.foreign == 0 && len(r.digits) == digits:
		return fmt.Errorf("%s. %s: write %s", expected, r.problem(), r.canonical())
	case r.foreign == 0:
		return fmt.Errorf("%s. It has %d hexadecimal digits, and a GUID has %d%s", expected, len(r.digits), digits, r.also())
	case r.foreign <= mostNamed && len(r.digits)+r.foreign == digits:
		return fmt.Errorf("%s. %s: a GUID has only the digits 0-9 and the letters a-f", expected, r.problem())
	default:
		return fmt.Errorf("%s. Give the object's id, not its name%s", expected, r.also())
	}
}

// around finds a GUID that has words before or behind it.
func around(text string) (where, id string) {
	cut := len(text) - len(form)
	if cut <= 0 {
		return "", ""
	}
	words := func(text string) bool { r := read(text); return r.foreign > 0 && len(r.digits) < digits }
	if front, id := text[:cut], text[cut:]; hasForm(id) && words(front) {
		return shown(front) + " in front of", id
	}
	if id, rest := text[:len(form)], text[len(form):]; hasForm(id) && words(rest) {
		return shown(rest) + " behind", id
	}
	return "", ""
}

const longestShown = 100 // bytes of a wrong value that an error repeats

// shown quotes a text. What looks like something else, or like nothing, is escaped: the value would seem to be right.
func shown(text string) string {
	end := ""
	if len(text) > longestShown {
		text, end = strings.ToValidUTF8(text[:longestShown], ""), "…"
	}
	quoted := strconv.Quote(text)
	if strings.ContainsFunc(text, hides) {
		quoted = strconv.QuoteToASCII(text)
	}
	return strings.TrimSuffix(quoted, `"`) + end + `"`
}
