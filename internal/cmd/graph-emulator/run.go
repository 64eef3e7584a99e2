package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

const (
	exitOK     = 0
	exitFailed = 1 // something on this machine failed
	exitMisuse = 2 // the command line or a file that it names is wrong
)

// run serves until ctx ends and gives the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	s, err := parse(args, stderr)
	var reported errReported
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.As(err, &reported):
		return exitMisuse
	case err != nil:
		return complain(stderr, exitMisuse, err)
	}
	if text, ok := s.printOut(); ok {
		_, _ = io.WriteString(stdout, text)
		return exitOK
	}
	server, err := s.emulator()
	if err != nil {
		return complain(stderr, exitMisuse, err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if s.stopAfter > 0 {
		server.StopAfter(s.stopAfter, stop)
	}
	if err := s.serve(ctx, server, stdout); err != nil {
		return complain(stderr, exitFailed, err)
	}
	return exitOK
}

func complain(stderr io.Writer, status int, err error) int {
	_, _ = fmt.Fprintf(stderr, "graph-emulator: %v\n", err)
	return status
}

// printOut gives the text that a flag asks for in place of a server.
func (s *settings) printOut() (string, bool) {
	switch {
	case s.printVersion:
		return "graph-emulator " + version + "\n", true
	case s.printSeedSchema:
		return emulator.SeedSchema, true
	case s.printContractSchema:
		return contract.Schema, true
	case s.printSeed:
		return emulator.FinanceSeed, true
	default:
		return "", false
	}
}

// emulator makes the tenant that the flags describe.
func (s *settings) emulator() (*emulator.Server, error) {
	chosen, err := choose(s.preset)
	if err != nil {
		return nil, err
	}
	o, err := s.options()
	if err != nil {
		return nil, err
	}
	for _, p := range chosen {
		if p.options != nil {
			p.options(&o)
		}
	}
	if s.concurrency > 0 {
		o.Concurrency = s.concurrency
	}
	if s.quota > 0 {
		o.Quota = s.quota
	}
	o.Latency = s.latency
	server := emulator.New(o)
	for _, p := range chosen {
		for _, f := range p.faults {
			server.Inject(f)
		}
	}
	return server, s.load(server)
}

// options are the contract's, except where another flag overrides it.
func (s *settings) options() (emulator.Options, error) {
	var o emulator.Options
	if s.contract != "" {
		file, err := os.Open(s.contract)
		if err != nil {
			return o, fmt.Errorf("-contract: %w", err)
		}
		defer func() { _ = file.Close() }() // reading leaves nothing to lose
		answered, err := contract.Read(file)
		if err != nil {
			return o, fmt.Errorf("-contract %s:\n%w", s.contract, err)
		}
		o = answered.Contract.Options()
	}
	if s.dialect != "" {
		o.Dialect = emulator.Dialect(s.dialect)
	}
	if s.pageSize > 0 {
		o.PageSize = s.pageSize
	}
	return o, nil
}

func (s *settings) load(server *emulator.Server) error {
	if s.seed == "" {
		return server.Load(strings.NewReader(emulator.FinanceSeed))
	}
	file, err := os.Open(s.seed)
	if err != nil {
		return fmt.Errorf("-seed: %w", err)
	}
	defer func() { _ = file.Close() }() // reading leaves nothing to lose
	if err := server.Load(file); err != nil {
		return fmt.Errorf("-seed %s:\n%w", s.seed, err)
	}
	return nil
}

// stopTime is how long the program waits for requests in progress before it stops.
const stopTime = 5 * time.Second

func (s *settings) serve(ctx context.Context, handler http.Handler, stdout io.Writer) error {
	if s.envOut != "" {
		_ = os.Remove(s.envOut) // a script that waits for the file must not find one that an earlier run has left
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	if s.tls {
		if server.TLSConfig, err = s.certify(); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	ended := make(chan error, 1)
	go func() {
		if s.tls {
			ended <- server.ServeTLS(listener, "", "")
		} else {
			ended <- server.Serve(listener)
		}
	}()
	if err := s.announce(listener.Addr().String(), stdout); err != nil {
		return errors.Join(err, server.Close())
	}
	if s.envOut != "" {
		defer func() { _ = os.Remove(s.envOut) }() // a later reader would connect to a closed port
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		return server.Close() // closes the connections of requests that still hang
	}
	return nil
}

// certify makes the server's certificate and writes its CA to the file that -ca-out names.
func (s *settings) certify() (*tls.Config, error) {
	a, err := newAuthority(s.tlsNames)
	if err != nil {
		return nil, err
	}
	if s.caOut != "" {
		if err := writeFile(s.caOut, a.certificate); err != nil {
			return nil, fmt.Errorf("-ca-out: %w", err)
		}
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{a.server}}, nil
}
