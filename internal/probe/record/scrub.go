package record

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// scrubber knows what must not be given away, and takes it out of texts. Where it is not sure it takes out too much.
type scrubber struct {
	pseudonyms map[string]string // by id
	roles      map[string]int    // how many have it
	names      map[string]bool   // of people and things of the tenant
	words      map[string]bool   // of the interface itself, which may stand in quotes
}

func newScrubber() *scrubber {
	s := &scrubber{
		pseudonyms: map[string]string{},
		roles:      map[string]int{},
		names:      map[string]bool{},
		words:      map[string]bool{},
	}
	for _, word := range []string{
		"directoryObjects", "groups", "id", "value", "@odata.id", "@odata.type", "$top", "$select", "$count",
		"GET", "POST", "DELETE",
	} {
		s.words[word] = true
	}
	return s
}

func (s *scrubber) call(id, role string) {
	id = strings.ToLower(id)
	if _, known := s.pseudonyms[id]; !known {
		s.roles[role]++
		s.pseudonyms[id] = fmt.Sprintf("%s-%d", role, s.roles[role])
	}
}

const (
	shortestName = 3       // characters: less is part of many words
	longestName  = 8 << 10 // a token is a name too
	mostNames    = 20_000
)

func (s *scrubber) hide(text string) {
	if text = strings.TrimSpace(text); len(text) >= shortestName && len(text) <= longestName &&
		len(s.names) < mostNames {
		s.names[strings.ToLower(text)] = true
	}
}

// naming is a property whose value may be a name.
var naming = regexp.MustCompile(`(?i)(name|mail|description|by|title|url|address|domain|label)$`)

// learn takes note of names in an answer.
func (s *scrubber) learn(body []byte) {
	var value any
	if json.Unmarshal(body, &value) == nil {
		s.learnFrom("", value)
	}
}

func (s *scrubber) learnFrom(name string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			s.learnFrom(name, member)
		}
	case []any:
		for _, member := range value {
			s.learnFrom(name, member)
		}
	case string:
		if naming.MatchString(name) {
			s.hide(value)
		}
	}
}

var (
	guids  = regexp.MustCompile(`(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}`)
	tokens = regexp.MustCompile(`eyJ[\w-]+\.[\w.-]+|(?i:bearer)\s+\S+`)
	urls   = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*://[^\s"<>]+`)
	people = regexp.MustCompile(`[^\s'"<>(),;:=]+@[^\s'"<>(),;]+`)
	dotted = regexp.MustCompile(
		`(?:[\p{L}\p{N}_-]|<[a-z]+>)+(?:\.(?:[\p{L}\p{N}_-]|<[a-z]+>)+)+(?::[0-9]+)?|[0-9a-fA-F]*(?::[0-9a-fA-F]*){3,}`,
	)
	ours = regexp.MustCompile(
		`^(?:(?i:microsoft|odata|edm|system)\.(?i:[a-z.]+)|` +
			`(?:EntitlementManagement|Group|GroupMember|Directory|User|AuditLog)\.[A-Za-z.]+|v?[0-9]+\.[0-9]+)$`,
	)
	quotes   = regexp.MustCompile(`'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”`)
	opaque   = regexp.MustCompile(`[A-Za-z0-9+=_-]{25,}|[0-9]{5,}`)
	stands   = regexp.MustCompile(`<[a-z]+>`)
	controls = regexp.MustCompile(`[\p{Cc}\p{Cf}\s]+`)
)

// Bounds of what is given away, in characters.
const (
	longestText   = 300
	longestSource = 4000
)

// text gives a text of the service without what tells whose it is.
func (s *scrubber) text(text string) string {
	if len(text) > longestSource {
		text = text[:longestSource]
	}
	text = controls.ReplaceAllString(strings.ToValidUTF8(text, ""), " ")
	text = tokens.ReplaceAllString(text, "<token>")
	text = urls.ReplaceAllStringFunc(text, address)
	text = people.ReplaceAllStringFunc(text, s.person)
	text = s.withoutIDs(text)
	text = s.withoutNames(text)
	text = dotted.ReplaceAllStringFunc(text, host)
	text = quotes.ReplaceAllStringFunc(text, s.quoted)
	text = opaque.ReplaceAllStringFunc(text, cryptic)
	text = withoutCapitals(s.withoutNames(text)) // what stood beside a name may be gone
	if runes := []rune(text); len(runes) > longestText {
		text = string(runes[:longestText]) + "…"
	}
	return text
}

// address leaves what ends the sentence behind it.
func address(text string) string {
	return "<url>" + text[len(strings.TrimRight(text, "'.,;:)")):]
}

// person leaves what has an @ and is a word of OData.
func (s *scrubber) person(text string) string {
	if s.words[text] || strings.Contains(text, "@odata.") {
		return text
	}
	return "<person>"
}

func (s *scrubber) withoutIDs(text string) string {
	return guids.ReplaceAllStringFunc(text, func(id string) string {
		if plain := strings.ReplaceAll(strings.ToLower(id), "-", ""); len(plain) == 32 {
			id = strings.Join([]string{plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]}, "-")
		}
		s.call(id, "id")
		return s.pseudonyms[id]
	})
}

// withoutNames takes the names out, longer ones first, where they are no part of another word.
func (s *scrubber) withoutNames(text string) string {
	lower := strings.ToLower(text)
	longerFirst := func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) }
	for _, name := range slices.SortedFunc(maps.Keys(s.names), longerFirst) {
		if !strings.Contains(lower, name) {
			continue
		}
		pattern := regexp.MustCompile(`(?i)(^|[^\p{L}\p{N}])` + regexp.QuoteMeta(name) + `($|[^\p{L}\p{N}])`)
		text = pattern.ReplaceAllString(text, "${1}<name>${2}")
		lower = strings.ToLower(text)
	}
	return text
}

// cryptic keeps long words and removes machine-made ones.
func cryptic(text string) string {
	if strings.ContainsAny(text, "0123456789+=") {
		return "<text>"
	}
	return text
}

func host(text string) string {
	if ours.MatchString(text) {
		return text
	}
	return "<host>"
}

// quoted leaves in quotes what is a word of the interface, or stands for something.
func (s *scrubber) quoted(text string) string {
	runes := []rune(text)
	opening, content, closing := string(runes[0]), string(runes[1:len(runes)-1]), string(runes[len(runes)-1])
	between := func(r rune) bool { return strings.ContainsRune(" /?=", r) }
	for word := range strings.FieldsFuncSeq(stands.ReplaceAllString(content, " "), between) {
		if !s.words[word] && !ours.MatchString(word) && !s.isPseudonym(word) {
			return opening + "<text>" + closing
		}
	}
	return opening + content + closing
}

func (s *scrubber) isPseudonym(word string) bool {
	for _, pseudonym := range s.pseudonyms {
		if pseudonym == word {
			return true
		}
	}
	return false
}

// check finds what has no business in a text that is given away.
func (s *scrubber) check(text string) error {
	for what, pattern := range map[string]*regexp.Regexp{"an id": guids, "a token": tokens, "an address": urls} {
		if pattern.MatchString(text) {
			return fmt.Errorf("%s would be in the file. This is a bug in elm-probe: please report it", what)
		}
	}
	lower := strings.ToLower(text)
	for name := range s.names {
		if len(name) >= longestText && strings.Contains(lower, name) {
			return errors.New("a token would be in the file. This is a bug in elm-probe: please report it")
		}
	}
	return nil
}
