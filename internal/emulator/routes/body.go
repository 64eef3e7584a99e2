package routes

import (
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// body is the JSON object that a client sent. Handlers remove the properties that the tenant interprets; the rest is
// kept as it is.
type body map[string]any

func readBody(c *exchange.Call) (body, *exchange.Answer) {
	var b body
	if refusal, ok := c.Decode(&b); !ok {
		return nil, &refusal
	}
	if b == nil { // the body is null
		refusal := odata.InvalidModel()
		return nil, &refusal
	}
	return b, nil
}

// take removes a property and returns it.
func (b body) take(name string) any {
	value := b[name]
	delete(b, name)
	return value
}

// text moves a string into a variable. A missing property changes nothing; null means empty.
func (b body) text(name string, into *string) {
	if _, found := b[name]; found {
		*into, _ = b.take(name).(string)
	}
}

// flag moves a boolean into a variable, like text.
func (b body) flag(name string, into *bool) {
	if _, found := b[name]; found {
		*into, _ = b.take(name).(bool)
	}
}

// texts moves a list of strings into a variable, like text.
func (b body) texts(name string, into *[]string) {
	if _, found := b[name]; !found {
		return
	}
	list, _ := b.take(name).([]any)
	*into = make([]string, 0, len(list))
	for _, each := range list {
		if text, ok := each.(string); ok {
			*into = append(*into, text)
		}
	}
}

// object removes an object and returns it. It is empty if missing.
func (b body) object(name string) body {
	inner, _ := b.take(name).(map[string]any)
	return inner
}

// idOf removes an object and returns its ID.
func (b body) idOf(name string) string {
	id, _ := b.object(name)["id"].(string)
	return id
}

// rest is the properties that the tenant doesn't interpret, without those that only the service sets.
func (b body) rest() map[string]any {
	for name := range b {
		if strings.Contains(name, "@odata.") {
			delete(b, name)
		}
	}
	for _, own := range []string{
		"id", "createdBy", "createdDateTime", "modifiedBy", "modifiedDateTime", "deletedDateTime",
	} {
		delete(b, own)
	}
	return b
}

// shown adds the client's other properties to those that the tenant knows.
func shown(known odata.Fields, w tenant.Written) odata.Fields {
	for name, value := range w.Members {
		if _, found := known[name]; !found {
			known[name] = value
		}
	}
	return known
}

// made is the time of creation, in Graph's format.
func (s *Service) made(w tenant.Written) string {
	at := w.Created
	if at.IsZero() {
		at = s.tenant.Started()
	}
	return at.UTC().Format(time.RFC3339)
}

// created answers 201 for a new object.
func created(a exchange.Answer) exchange.Answer {
	if a.Status == 200 {
		a.Status = 201
	}
	return a
}
