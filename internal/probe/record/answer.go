package record

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Answer is what came back. Everything in it is as the service gave it, and not for others to see.
type Answer struct {
	Status  int // 0 without an answer
	Header  http.Header
	Failure string  // why there is no answer, or none that can be read
	Code    *string // of the error envelope; nil without one
	Message string
	Object  map[string]json.RawMessage // nil if the answer is no object
	Items   []Item                     // of a collection
	IsPage  bool
	Next    string // next link
	Count   *int   // that the service gave

	Attempts int
	Lists    int  // how many lists were asked for, this one being the last
	Seconds  *int // since the change that this list was to show

	endpoint, asked *url.URL
}

// Item is one of a collection.
type Item map[string]json.RawMessage

// Text is a property, "" if it is no text.
func (i Item) Text(name string) string {
	var text string
	if json.Unmarshal(i[name], &text) != nil {
		return ""
	}
	return text
}

// OK reports that the service did what it was asked.
func (a *Answer) OK() bool { return a.Status >= 200 && a.Status < 300 && a.Failure == "" }

// Refused reports that the service understood and said no, which leaves everything as it was.
func (a *Answer) Refused() bool {
	return a.Status >= 400 && a.Status < 500 && a.Status != http.StatusRequestTimeout
}

// read takes what can be taken of a body.
func (a *Answer) read(body []byte) {
	if len(body) == 0 {
		return
	}
	if strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") && a.Status == http.StatusOK {
		if n, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(string(body), "\ufeff"))); err == nil && n >= 0 {
			a.Count = &n
			return
		}
	}
	var envelope struct {
		Error *struct {
			Code    *string `json:"code"`
			Message string  `json:"message"`
		} `json:"error"`
		Value *[]Item `json:"value"`
		Next  string  `json:"@odata.nextLink"`
		Count *int    `json:"@odata.count"`
	}
	if json.Unmarshal(body, &a.Object) != nil || json.Unmarshal(body, &envelope) != nil {
		a.Failure = "the answer doesn't have the form of Microsoft Graph's answers"
		return
	}
	if envelope.Error != nil {
		a.Code, a.Message = envelope.Error.Code, envelope.Error.Message
	}
	if envelope.Value != nil {
		a.Items, a.IsPage, a.Next = *envelope.Value, true, envelope.Next
	}
	if envelope.Count != nil && *envelope.Count >= 0 {
		a.Count = envelope.Count
	}
}

// Leads tells where the next link leads, in the words of a contract; "none" without one.
func (a *Answer) Leads() string {
	if a.Next == "" {
		return "none"
	}
	target, err := url.Parse(a.Next)
	switch {
	case err != nil:
		return contract.NextLinkMalformed
	case !target.IsAbs() && target.Host == "":
		return contract.NextLinkRelative
	case !sameOrigin(target, a.endpoint):
		return contract.NextLinkElsewhere
	case target.String() == a.asked.String():
		return contract.NextLinkLoop
	default:
		return contract.NextLinkOwn
	}
}

// next is the request for the next page. It is false if there is none, or if the client must not follow the link.
func (a *Answer) next() (Request, bool) {
	switch a.Leads() {
	case contract.NextLinkOwn, contract.NextLinkRelative:
		target, err := a.asked.Parse(a.Next)
		return Request{Method: http.MethodGet, link: target}, err == nil && sameOrigin(target, a.endpoint)
	default:
		return Request{}, false
	}
}

// property are names of the service's own; a tenant's extensions have digits and underscores.
var property = regexp.MustCompile(`^[@A-Za-z.]{1,60}$`)

// properties are those that items have, sorted.
func (a *Answer) properties() []string {
	found := map[string]bool{}
	for _, item := range a.Items[:min(len(a.Items), 20)] {
		for name := range item {
			if property.MatchString(name) && !strings.HasPrefix(name, "extension") {
				found[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
