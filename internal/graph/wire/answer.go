package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// largestAnswer bounds what is read of one answer, in bytes. A page of a thousand groups takes well under one megabyte.
const largestAnswer = 16 << 20

// noAnswer says what is known of a request that got none.
func noAnswer(ctx context.Context, r *Request, clientRequestID string, err error) error {
	e := &Error{Operation: r.Operation, ClientRequestID: clientRequestID, Cause: unanswered(ctx, err)}
	if network.IsUnsent(err) {
		e.Cause = fmt.Errorf("%w: %w", errUnsent, e.Cause)
		return e
	}
	e.Ambiguous = true
	return e
}

var errNoAnswerInTime = errors.New("no answer in time")

// unanswered words why there is no answer. While the operation goes on, a deadline was that of the attempt or the
// connection: the error must not read as if it were the operation's.
func unanswered(ctx context.Context, err error) error {
	if ctx.Err() == nil && waiting.IsContextEnd(err) {
		return fmt.Errorf("%w: %s", errNoAnswerInTime, shown(err.Error()))
	}
	return &transportError{err}
}

// transportError bounds what net/http says: it repeats what it could not read, which may be anything.
type transportError struct{ error }

func (e *transportError) Error() string { return shown(e.error.Error()) }

func (e *transportError) Unwrap() error { return e.error }

// readAnswer turns one answer into a decoded body or an error. An answer of success that cannot be read is ambiguous:
// the service did something.
func readAnswer(ctx context.Context, r *Request, response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer+1))
	if err != nil {
		err = unanswered(ctx, err)
	} else if len(body) > largestAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", largestAnswer>>20)
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		e := newStatusError(r, response, body)
		if e.InBetween {
			e.Cause = errors.New("the answer isn't Microsoft Graph's: a proxy or gateway in between sent it")
		}
		e.Ambiguous = response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented ||
			response.StatusCode == http.StatusRequestTimeout
		if response.StatusCode < 400 {
			e.Cause = errors.New(
				"the service redirects to another address; the provider doesn't follow it, so that the access token stays with " +
					"Microsoft Graph",
			)
		}
		return e
	}
	if err == nil && r.Into != nil && len(body) > 0 {
		err = decode(response, body, r.Into)
	} else if err == nil && r.Into != nil && r.Method == http.MethodGet {
		err = errors.New("the answer is empty")
	}
	if err == nil {
		return nil
	}
	e := newStatusError(r, response, nil)
	e.Cause, e.Ambiguous = err, true
	return e
}

func decode(response *http.Response, body []byte, into any) error {
	mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") {
		return fmt.Errorf("the answer is not JSON but %q", shown(response.Header.Get("Content-Type")))
	}
	reflect.ValueOf(into).Elem().SetZero() // an attempt that failed half-way leaves nothing to the next one
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("the answer can't be read: %w", err)
	}
	return nil
}

// newStatusError reads Graph's error envelope. A body that is none, such as HTML from a gateway, leaves code and
// message empty.
func newStatusError(r *Request, response *http.Response, body []byte) *Error {
	e := &Error{
		Operation: r.Operation,
		Method:    r.Method,
		Path:      r.Path,
		laterPage: r.link != nil,
		Status:    response.StatusCode,
		RequestID: shown(response.Header.Get("request-id")),
		Date:      shown(response.Header.Get("Date")),
	}
	var envelope struct {
		Error *struct {
			Code       string `json:"code"`
			Message    string `json:"message"`
			InnerError struct {
				RequestID string `json:"request-id"`
			} `json:"innerError"` // encoding/json matches "innererror" too
		} `json:"error"`
	}
	if json.Unmarshal(body, &envelope) != nil || envelope.Error == nil {
		e.InBetween = response.StatusCode >= 400 && response.StatusCode <= 499
		return e
	}
	e.Code = shown(envelope.Error.Code)
	e.Message = shown(envelope.Error.Message)
	if e.RequestID == "" {
		e.RequestID = shown(envelope.Error.InnerError.RequestID)
	}
	return e
}

// shown makes text that came from the service, or from someone between, fit for an error: without tokens and terminal
// sequences, on one line.
func shown(text string) string { return display.Message(signin.Clip(text)).String() }
