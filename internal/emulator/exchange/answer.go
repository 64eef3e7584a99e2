package exchange

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Answer is the result of a handler. Only Write sends it.
type Answer struct {
	Status  int
	Header  http.Header
	Content any      // sent as JSON
	Text    *string  // sent as text/plain
	Failure *Failure // sent in Graph's error envelope
}

// Failure is an error as Graph words it. See https://learn.microsoft.com/graph/errors.
type Failure struct{ Code, Message string }

// contentType is exactly Graph's.
const contentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

// OK answers with JSON.
func OK(content any) Answer { return Answer{Status: http.StatusOK, Content: content} }

// NoContent answers 204.
func NoContent() Answer { return Answer{Status: http.StatusNoContent} }

// Count answers a $count.
func Count(n int) Answer {
	text := strconv.Itoa(n)
	return Answer{Status: http.StatusOK, Text: &text}
}

// Refuse answers with an error.
func Refuse(status int, code, message string) Answer {
	return Answer{Status: status, Failure: &Failure{code, message}}
}

// Body renders the answer. IDs and time are those of the request.
func (a Answer) Body(c *Call) (body []byte, mediaType string) {
	switch {
	case a.Failure != nil:
		a.Content = map[string]any{"error": map[string]any{
			"code":    a.Failure.Code,
			"message": a.Failure.Message,
			"details": []any{},
			"innerError": map[string]any{
				"date":              c.Now.UTC().Format("2006-01-02T15:04:05"),
				"request-id":        c.RequestID,
				"client-request-id": c.ClientRequestID,
			},
		}}
	case a.Text != nil:
		return []byte(*a.Text), "text/plain"
	case a.Content == nil:
		return nil, ""
	}
	body, err := json.Marshal(a.Content)
	if err != nil { // only by a bug in the emulator
		panic(err)
	}
	return body, contentType
}

// Write sends the answer with the headers that Graph puts on every one.
func (a Answer) Write(w http.ResponseWriter, c *Call) {
	body, mediaType := a.Body(c)
	c.SetHeaders(w.Header())
	for name, values := range a.Header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	if mediaType != "" {
		w.Header().Set("Content-Type", mediaType)
	}
	if a.Status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(body) // a disconnected client is no error of the service
}
