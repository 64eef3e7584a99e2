package display

import "regexp"

// Markdown is text for a place in a line of GitHub Flavored Markdown, also in a table.
type Markdown struct{ text string }

// NewMarkdown cleans a name or a sentence. Nothing in it is formatted, linked or mentions anyone.
func NewMarkdown(raw string) Markdown {
	text := markup.ReplaceAllString(Message(raw).text, `\$0`)
	text = listMarker.ReplaceAllString(text, `$1\$2`)
	return Markdown{live.ReplaceAllString(text, "$0"+wordJoiner)}
}

func (m Markdown) String() string { return m.text }

// wordJoiner shows nothing. It separates a sign from the word that it would turn into a mention, a reference or a
// link, which forges look for after they have resolved every escape.
const wordJoiner = "\u2060"

var (
	markup     = regexp.MustCompile("[\\\\`*_{}\\[\\]<>()#|~!$^=&\"']")
	listMarker = regexp.MustCompile(`^(\d*)([-+.)])`)
	live       = regexp.MustCompile(`(?i)[@#!~$%&]|:|www`)
)
