package routes

import (
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// body is what a client wrote of an object. Members that the tenant understands are taken out; what is left is kept as it is.
type body map[string]any

func readBody(c *exchange.Call) (body, *exchange.Answer) {
	var b body
	if refusal, ok := c.Decode(&b); !ok {
		return nil, &refusal
	}
	if b == nil { // null
		refusal := odata.InvalidModel()
		return nil, &refusal
	}
	return b, nil
}

// take gives a member and takes it out.
func (b body) take(name string) any {
	value := b[name]
	delete(b, name)
	return value
}

// text takes a text into a place. What is not there leaves the place alone, a null empties it.
func (b body) text(name string, into *string) {
	if _, found := b[name]; found {
		*into, _ = b.take(name).(string)
	}
}

// flag takes a boolean into a place, like text.
func (b body) flag(name string, into *bool) {
	if _, found := b[name]; found {
		*into, _ = b.take(name).(bool)
	}
}

// texts takes a list of texts into a place, like text.
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

// object takes an object out. It is empty when there is none.
func (b body) object(name string) body {
	inner, _ := b.take(name).(map[string]any)
	return inner
}

// idOf takes the id of something that stands in the body as an object with an id.
func (b body) idOf(name string) string {
	id, _ := b.object(name)["id"].(string)
	return id
}

// rest is what the tenant does not understand, without what only the service writes.
func (b body) rest() map[string]any {
	for name := range b {
		if strings.Contains(name, "@odata.") {
			delete(b, name)
		}
	}
	for _, own := range []string{"id", "createdBy", "createdDateTime", "modifiedBy", "modifiedDateTime", "deletedDateTime"} {
		delete(b, own)
	}
	return b
}

// shown adds to what the tenant knows what a client wrote besides.
func shown(known odata.Fields, w tenant.Written) odata.Fields {
	for name, value := range w.Members {
		if _, found := known[name]; !found {
			known[name] = value
		}
	}
	return known
}

// made is when something came to be, as Graph writes it.
func (s *Service) made(w tenant.Written) string {
	at := w.Created
	if at.IsZero() {
		at = s.tenant.Started()
	}
	return at.UTC().Format(time.RFC3339)
}

// created answers 201 with a new object.
func created(a exchange.Answer) exchange.Answer {
	if a.Status == 200 {
		a.Status = 201
	}
	return a
}
