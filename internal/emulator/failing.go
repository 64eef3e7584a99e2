package emulator

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
)

// failing is a request that a fault has struck.
type failing struct {
	Fault
	server *Server
	call   *call
	handle func(*call) answer
	record record
	done   *answer // the tenant's own answer, once the request had its effect
}

func (f *failing) serve(w http.ResponseWriter) {
	if f.AfterEffect {
		f.effect()
	}
	if f.Hang != nil {
		select {
		case <-f.Hang:
		case <-f.call.request.Context().Done():
			return
		}
	}
	if (f.usual() || f.Truncate) && !f.Drop {
		f.effect()
	}
	f.server.observe(After, f.call.request)
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

// effect lets the tenant handle the request, once.
func (f *failing) effect() {
	if f.done == nil {
		a := f.handle(f.call)
		f.done = &a
	}
}

func (f *failing) send(w http.ResponseWriter, a answer) {
	f.record.answered(a.status)
	header := a.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	for name, values := range f.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	a.header = header
	a.write(w, f.call)
}

// truncate sends the first half of the usual body as if it were all.
func (f *failing) truncate(w http.ResponseWriter) {
	body, mediaType := f.done.body(f.call)
	f.Status, f.Body, f.ContentType, f.BodySize = f.done.status, body[:len(body)/2], mediaType, 0
	f.sendRaw(w)
}

func (f *failing) sendRaw(w http.ResponseWriter) {
	if f.Status == 0 {
		f.Status = http.StatusOK
	}
	f.record.answered(f.Status)
	h := w.Header()
	f.call.setHeaders(h)
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
		_, err = w.Write(chunk[:min(left, int64(len(chunk)))]) // until the client has had enough
	}
}

// refusal is the error that goes with the status unless the fault words its own.
func (f *failing) refusal() answer {
	usual := map[int]answer{
		http.StatusBadRequest:         invalidModel(),
		http.StatusUnauthorized:       *unauthenticated("Access token has expired or is not yet valid."),
		http.StatusForbidden:          unauthorized(),
		http.StatusNotFound:           resourceNotFound(),
		http.StatusMethodNotAllowed:   methodNotAllowed(),
		http.StatusTooManyRequests:    refuse(0, "TooManyRequests", "Please retry again later."),
		http.StatusServiceUnavailable: refuse(0, "serviceNotAvailable", "The service is unavailable. Try the request again after a delay."),
	}
	a, found := usual[f.Status]
	if !found {
		a = refuse(0, "UnknownError", "")
	}
	a.status = f.Status
	if f.Code != "" || f.Message != "" {
		a.failure = &failure{f.Code, f.Message}
	}
	return a
}

// drop resets the connection. Without one of its own (HTTP/2, or no network at all) the exchange is aborted.
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
		_ = tcp.SetLinger(0) // without it the client sees an orderly end
	}
	_ = inner.Close()
}
