package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
)

// Transport connects a client to the server without a port. A dropped connection is io.ErrUnexpectedEOF.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

// RoundTrip answers the request. It streams the body, as a real connection does.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	served := r.Clone(ctx)
	served.RemoteAddr = "127.0.0.1:0"
	served.RequestURI = r.URL.RequestURI()
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	reader, writer := io.Pipe()
	e := &roundTrip{header: http.Header{}, body: writer, answered: make(chan struct{})}
	stop := context.AfterFunc(ctx, func() { e.fail(context.Cause(ctx)) })
	go e.serve(t.server, served)
	<-e.answered
	if e.err != nil {
		stop()
		return nil, e.err
	}
	length, err := strconv.ParseInt(e.sent.Get("Content-Length"), 10, 64)
	if err != nil {
		length = -1
	}
	return &http.Response{
		Status:     strconv.Itoa(e.status) + " " + http.StatusText(e.status),
		StatusCode: e.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: e.sent, Body: reader, ContentLength: length, Request: r,
	}, nil
}

// roundTrip is the http.ResponseWriter of one RoundTrip.
type roundTrip struct {
	header http.Header
	body   *io.PipeWriter

	once     sync.Once
	answered chan struct{} // closed when the rest is set
	status   int
	sent     http.Header
	err      error
}

func (e *roundTrip) serve(handler http.Handler, r *http.Request) {
	ctx := r.Context()
	defer func() {
		if r.Body != nil {
			_ = r.Body.Close()
		}
		panicked := recover()
		aborted, _ := panicked.(error)
		switch gone := context.Cause(ctx); {
		case panicked != nil && !errors.Is(aborted, http.ErrAbortHandler):
			panic(panicked)
		case gone != nil:
			e.fail(gone)
		case aborted != nil:
			e.fail(io.ErrUnexpectedEOF)
		default:
			e.WriteHeader(http.StatusOK)
			_ = e.body.Close()
		}
	}()
	handler.ServeHTTP(e, r)
}

// fail ends the exchange: with an error before the answer, and with a truncated body after it.
func (e *roundTrip) fail(err error) {
	e.once.Do(func() {
		e.err = err
		close(e.answered)
	})
	_ = e.body.CloseWithError(err)
}

func (e *roundTrip) Header() http.Header { return e.header }

func (e *roundTrip) WriteHeader(status int) {
	e.once.Do(func() {
		e.status, e.sent = status, e.header.Clone()
		close(e.answered)
	})
}

func (e *roundTrip) Write(b []byte) (int, error) {
	e.WriteHeader(http.StatusOK)
	if len(b) == 0 {
		return 0, nil // a pipe would wait for a reader
	}
	return e.body.Write(b)
}
