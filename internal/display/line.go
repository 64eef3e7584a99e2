package display

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many characters are shown.
const (
	longestName    = 80
	longestMessage = 1000
)

// Line is text for a place in a line of plain text: a plan, an error, a log or a terminal.
type Line struct{ text string }

// Name cleans the name of a group, an access package, a catalog, a policy or a role.
func Name(raw string) Line { return Line{clean(raw, longestName)} }

// Message cleans a sentence from outside, such as Microsoft Graph's own words about an error.
func Message(raw string) Line { return Line{clean(raw, longestMessage)} }

func (l Line) String() string { return l.text }

// Or gives the text, or the ID of what has no visible name.
func (l Line) Or(id string) string {
	if l.text == "" {
		return id
	}
	return l.text
}

// clean puts a space in place of everything that isn't visible, and cuts what is too long.
func clean(raw string, longest int) string {
	text := strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || blank[r] {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(raw, "\uFFFD"))
	words := strings.Fields(text)
	for i, word := range words {
		if strings.HasPrefix(word, "::") {
			words[i] = ": " + word[1:]
		}
	}
	text = runnerCommands.Replace(strings.Join(words, " "))
	if utf8.RuneCountInString(text) > longest {
		text = string([]rune(text)[:longest]) + "…"
	}
	return text
}

// blank are letters and symbols that show nothing.
var blank = map[rune]bool{0x115F: true, 0x1160: true, 0x2800: true, 0x3164: true, 0xFFA0: true}

// runnerCommands breaks what pipelines obey: "##[command]" and Azure DevOps' "##vso[…]" anywhere in a line of a log,
// TeamCity's "##teamcity[…]" and GitHub's "::command::" at its beginning. Terraform breaks lines at spaces, so that
// every word can begin one.
//
// See https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
var runnerCommands = strings.NewReplacer("##[", "# #[", "##vso[", "# #vso[", "##teamcity[", "# #teamcity[")
