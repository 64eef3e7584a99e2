package emulator

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// answer is what a handler gives back. One place writes it.
type answer struct {
	status  int
	header  http.Header
	content any      // sent as JSON
	text    *string  // sent as text/plain
	failure *failure // sent in Graph's error envelope
}

// failure is an error as Graph words it. See https://learn.microsoft.com/graph/errors.
type failure struct{ code, message string }

// contentType is Graph's, down to the parameters.
const contentType = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

func ok(content any) answer { return answer{status: http.StatusOK, content: content} }

func noContent() answer { return answer{status: http.StatusNoContent} }

func count(n int) answer {
	text := strconv.Itoa(n)
	return answer{status: http.StatusOK, text: &text}
}

func refuse(status int, code, message string) answer {
	return answer{status: status, failure: &failure{code, message}}
}

func resourceNotFound() answer {
	return refuse(http.StatusNotFound, "ResourceNotFound", "The resource was not found.")
}

func invalidModel() answer {
	return refuse(http.StatusBadRequest, "InvalidModel", "The model is invalid.")
}

func unauthorized() answer {
	return refuse(http.StatusForbidden, "UnAuthorized",
		"User is not authorized to perform the operation. Reason: The caller is not authorized.")
}

func methodNotAllowed() answer {
	return refuse(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
}

func unrecognizedSegment(segment string) answer {
	return refuse(http.StatusBadRequest, "ODataUnrecognizedPathException", "Resource not found for the segment '"+segment+"'.")
}

// body renders the answer. The ids and the time are those of the request that it answers.
func (a answer) body(c *call) (body []byte, mediaType string) {
	switch {
	case a.failure != nil:
		a.content = map[string]any{"error": map[string]any{
			"code":    a.failure.code,
			"message": a.failure.message,
			"details": []any{},
			"innerError": map[string]any{
				"date":              c.now.UTC().Format("2006-01-02T15:04:05"),
				"request-id":        c.requestID,
				"client-request-id": c.clientRequestID,
			},
		}}
	case a.text != nil:
		return []byte(*a.text), "text/plain"
	case a.content == nil:
		return nil, ""
	}
	body, err := json.Marshal(a.content)
	if err != nil { // only a mistake in the emulator itself
		panic(err)
	}
	return body, contentType
}

// write sends the answer with the headers that Graph puts on every one.
func (a answer) write(w http.ResponseWriter, c *call) {
	body, mediaType := a.body(c)
	c.setHeaders(w.Header())
	for name, values := range a.header {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	if mediaType != "" {
		w.Header().Set("Content-Type", mediaType)
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(body) // a client that went away is no error of the service
}
