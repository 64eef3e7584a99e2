package faults

import (
	"bytes"
	"net"
	"net/http"
	"strconv"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

// Failing is a request that a fault applies to.
type Failing struct {
	Fault
	Call     *exchange.Call
	Handle   func(*exchange.Call) exchange.Answer
	Observe  func()           // called after the effect, before the answer
	Answered func(status int) // called with the status, if there is an answer

	done *exchange.Answer // the tenant's own answer; nil before the effect
}

// Serve sends the answer, or drops the connection.
func (f *Failing) Serve(w http.ResponseWriter) {
	if f.AfterEffect {
		f.effect()
	}
	if f.Hang != nil {
		select {
		case <-f.Hang:
		case <-f.Call.Request.Context().Done():
			return
		}
	}
	if (f.usual() || f.Truncate) && !f.Drop {
		f.effect()
	}
	f.Observe()
	switch {
	case f.Drop:
		drop(w)
	case f.Truncate:
		f.truncate(w)
	case f.usual():
		f.send(w, *f.done)
	case f.Body != nil || f.BodySize > 0:
		f.sendRaw(w)
	default:
		f.send(w, f.refusal())
	}
}

// effect applies the request to the tenant, once.
func (f *Failing) effect() {
	if f.done == nil {
		a := f.Handle(f.Call)
		f.done = &a
	}
}

func (f *Failing) send(w http.ResponseWriter, a exchange.Answer) {
	f.Answered(a.Status)
	header := a.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	for name, values := range f.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	a.Header = header
	a.Write(w, f.Call)
}

// truncate sends the first half of the normal body as if it were complete.
func (f *Failing) truncate(w http.ResponseWriter) {
	body, mediaType := f.done.Body(f.Call)
	f.Status, f.Body, f.ContentType, f.BodySize = f.done.Status, body[:len(body)/2], mediaType, 0
	f.sendRaw(w)
}

func (f *Failing) sendRaw(w http.ResponseWriter) {
	if f.Status == 0 {
		f.Status = http.StatusOK
	}
	f.Answered(f.Status)
	h := w.Header()
	f.Call.SetHeaders(h)
	if f.ContentType != "" {
		h.Set("Content-Type", f.ContentType)
	}
	for name, values := range f.Header {
		h[http.CanonicalHeaderKey(name)] = values
	}
	if f.Status != http.StatusNoContent && f.BodySize == 0 {
		h.Set("Content-Length", strconv.Itoa(len(f.Body)))
	}
	w.WriteHeader(f.Status)
	_, err := w.Write(f.Body)
	chunk := bytes.Repeat([]byte(" "), 32<<10)
	for left := f.BodySize; left > 0 && err == nil; left -= int64(len(chunk)) {
		_, err = w.Write(chunk[:min(left, int64(len(chunk)))]) // until the client closes the connection
	}
}

// refusal is the normal error for the status, unless the fault has a code or message.
func (f *Failing) refusal() exchange.Answer {
	usual := map[int]exchange.Answer{
		http.StatusBadRequest:       odata.InvalidModel(),
		http.StatusUnauthorized:     odata.Unauthenticated("Access token has expired or is not yet valid."),
		http.StatusForbidden:        odata.Unauthorized(),
		http.StatusNotFound:         odata.ResourceNotFound(),
		http.StatusMethodNotAllowed: odata.MethodNotAllowed(),
		http.StatusTooManyRequests:  exchange.Refuse(0, "TooManyRequests", "Please retry again later."),
		http.StatusServiceUnavailable: exchange.Refuse(0, "serviceNotAvailable",
			"The service is unavailable. Try the request again after a delay."),
	}
	a, found := usual[f.Status]
	if !found {
		a = exchange.Refuse(0, "UnknownError", "")
	}
	a.Status = f.Status
	if f.Code != "" || f.Message != "" {
		a.Failure = &exchange.Failure{Code: f.Code, Message: f.Message}
	}
	return a
}

// drop resets the connection. If the server can't take it over (HTTP/2, or Transport), it aborts the handler.
func drop(w http.ResponseWriter) {
	if hijacker, ok := w.(http.Hijacker); ok {
		if connection, _, err := hijacker.Hijack(); err == nil {
			reset(connection)
			return
		}
	}
	panic(http.ErrAbortHandler)
}

func reset(connection net.Conn) {
	inner := connection
	if secured, ok := inner.(interface{ NetConn() net.Conn }); ok {
		inner = secured.NetConn()
	}
	if tcp, ok := inner.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // otherwise the client sees a normal close
	}
	_ = inner.Close()
}
