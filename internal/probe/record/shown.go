package record

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// shownHeaders say something about the service. For the others, the file says at most that they exist.
var (
	shownHeaders = []string{
		"Allow",
		"Cache-Control",
		"Content-Type",
		"Deprecation",
		"OData-Version",
		"Preference-Applied",
		"RateLimit-Limit",
		"RateLimit-Remaining",
		"RateLimit-Reset",
		"Retry-After",
		"Sunset",
		"x-ms-resource-unit",
		"x-ms-throttle-information",
		"x-ms-throttle-limit-percentage",
		"x-ms-throttle-scope",
	}
	namedHeaders = []string{
		"client-request-id",
		"Date",
		"Location",
		"request-id",
		"WWW-Authenticate",
		"x-ms-ags-diagnostic",
	}
)

func (s *scrubber) headers(header http.Header) map[string]string {
	shown := map[string]string{}
	for _, name := range shownHeaders {
		if value := header.Get(name); value != "" {
			shown[name] = s.text(value)
			if _, err := http.ParseTime(value); err == nil {
				shown[name] = "(a date)"
			}
		}
	}
	for _, name := range namedHeaders {
		if header.Get(name) != "" {
			shown[name] = "(given)"
		}
	}
	return shown
}

// exchange is one as it is given away.
func (s *scrubber) exchange(k kept) contract.Exchange {
	a := k.answer
	for _, word := range strings.FieldsFunc(k.request.Path, func(r rune) bool { return r == '/' }) {
		if !guids.MatchString(word) {
			s.words[word] = true
		}
	}
	e := contract.Exchange{
		Question: k.question,
		Request:  s.request(k.request),
		Status:   a.Status,
		Message:  s.text(a.Message),
		Failure:  a.Failure,
		Headers:  s.headers(a.Header),
		Count:    a.Count,
		Lists:    a.Lists,
		Seconds:  a.Seconds,
	}
	if a.Code != nil {
		code := s.code(*a.Code)
		e.Code = &code
	}
	if a.IsPage {
		n := len(a.Items)
		e.Items, e.Properties, e.NextLink = &n, a.properties(), a.Leads()
	}
	if a.Attempts > 1 {
		e.Attempts = a.Attempts
	}
	return e
}

// plainCode is what error codes look like.
var plainCode = regexp.MustCompile(`^[A-Za-z_]{0,80}$`)

func (s *scrubber) code(code string) string {
	if plainCode.MatchString(code) && !s.names[strings.ToLower(code)] {
		return code
	}
	return s.text(code)
}

func (s *scrubber) request(r Request) string {
	if r.link != nil {
		return r.Method + " (the next page)"
	}
	text := r.Method + " /" + r.Version + "/" + s.withoutIDs(r.Path)
	for i, name := range slices.Sorted(maps.Keys(r.Query)) {
		text += map[bool]string{true: "?", false: "&"}[i == 0] + name + "=" + s.withoutIDs(r.Query.Get(name))
	}
	return text
}
