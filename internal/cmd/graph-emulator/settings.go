package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// settings is the command line.
type settings struct {
	address     string
	allowRemote bool
	contract    string
	seed        string
	dialect     string // empty means the contract's
	pageSize    int    // 0 means the contract's
	preset      string

	concurrency, quota int // 0 means the preset's, or no limit
	latency            time.Duration
	stopAfter          int // 0 means never

	tls      bool
	tlsNames []string
	caOut    string
	envOut   string

	printEnv, printSeed, printSeedSchema, printContractSchema, printVersion bool
}

// requests describes the emulator's own endpoints, which need no access token.
const requests = `  GET    /healthz            answer when the emulator is ready
  POST   /emulator/faults    inject a fault, such as
                             {"method": "POST", "path": "/incompatibleGroups", "times": 1, "status": 503}
  DELETE /emulator/faults    remove all faults, also those of the presets throttled, flaky and gateway
  PUT    /emulator/links/incompatibleGroups/{access package ID}/{group ID}
                             add a rule as another administrator would; DELETE removes it
  PUT    /emulator/links/incompatibleAccessPackages/{access package ID}/{access package ID}
                             add or remove a rule between two access packages
  GET    /emulator/journal   list the requests so far; DELETE empties the list
`

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("graph-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprintf(
			stderr,
			"Serve an emulated Microsoft Graph for tests, and print the variables for Terraform. Interrupt the program to "+
				"stop it.\n\nUsage: graph-emulator [flags]\n\n",
		)
		flags.PrintDefaults()
		_, _ = fmt.Fprintf(stderr, "\nPresets:\n%s\nRequests of tests, from this machine only:\n%s",
			describePresets(), requests)
	}
	s.defineTenant(flags)
	s.defineServer(flags)
	flags.BoolVar(&s.printEnv, "print-env", false, "print only the variables for Terraform")
	flags.BoolVar(&s.printSeed, "print-seed", false, "print the default tenant and exit")
	flags.BoolVar(&s.printSeedSchema, "print-seed-schema", false, "print the JSON schema of tenant files and exit")
	flags.BoolVar(&s.printContractSchema, "print-contract-schema", false,
		"print the JSON schema of contract files and exit")
	flags.BoolVar(&s.printVersion, "version", false, "print the version and exit")
	if err := flags.Parse(args); err != nil {
		return s, errReported{err}
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return s, s.check()
}

// defineTenant defines the flags that say what the tenant holds and how it answers.
func (s *settings) defineTenant(flags *flag.FlagSet) {
	flags.StringVar(&s.seed, "seed", "", "load the tenant from this JSON `file` (default: a finance department)")
	flags.StringVar(&s.contract, "contract", "", "answer like the tenant in this JSON `file`, which elm-probe writes")
	flags.StringVar(&s.dialect, "dialect", "",
		"`routes` that add an incompatible group: document, published or both (default: the contract's, or both)")
	flags.Func("page-size", "`items` on a page of a list (default: the contract's, or 100)", s.setPageSize)
	flags.StringVar(&s.preset, "preset", "", "cause the failures with these `names`, separated by commas")
	flags.IntVar(&s.concurrency, "concurrency", 0, "answer 429 when more than this many `requests` are in progress")
	flags.IntVar(&s.quota, "quota", 0,
		"answer 429 when an application sends more than this many `requests` in ten seconds")
	flags.DurationVar(&s.latency, "latency", 0, "delay every answer by this `time`, such as 50ms")
	flags.IntVar(&s.stopAfter, "stop-after", 0,
		"stop after this many `requests` and refuse later connections")
}

// defineServer defines the flags that say where the emulator listens and what it writes for its clients.
func (s *settings) defineServer(flags *flag.FlagSet) {
	flags.StringVar(&s.address, "addr", "127.0.0.1:0", "listen on this `address`; port 0 takes a free port")
	flags.BoolVar(&s.allowRemote, "allow-remote", false,
		"let other machines or containers connect to -addr; requires -tls and -tls-names")
	flags.BoolVar(&s.tls, "tls", false, "serve HTTPS with a certificate from a new CA")
	flags.Func("tls-names",
		"add these host `names`, separated by commas, to the certificate; clients get the first one", s.setTLSNames)
	flags.StringVar(&s.caOut, "ca-out", "", "write the CA certificate to this `file`; requires -tls")
	flags.StringVar(&s.envOut, "env-out", "",
		"write the variables for Terraform to this `file` when ready, and remove it at the end")
}

// errReported is a mistake that package flag has already printed, with the usage.
type errReported struct{ error }

func (e errReported) Unwrap() error { return e.error }

func (s *settings) check() error {
	if err := s.checkAddress(); err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	switch emulator.Dialect(s.dialect) {
	case "", emulator.DialectBoth, emulator.DialectDocument, emulator.DialectPublished:
	default:
		return fmt.Errorf("-dialect: %q isn't document, published or both", s.dialect)
	}
	switch {
	case s.concurrency < 0:
		return errors.New("-concurrency must not be negative")
	case s.quota < 0:
		return errors.New("-quota must not be negative")
	case s.stopAfter < 0:
		return errors.New("-stop-after must not be negative")
	case s.latency < 0:
		return errors.New("-latency must not be negative")
	case s.caOut != "" && !s.tls:
		return errors.New("-ca-out requires -tls")
	case len(s.tlsNames) > 0 && !s.tls:
		return errors.New("-tls-names requires -tls")
	}
	return nil
}

func (s *settings) setPageSize(text string) (err error) {
	if s.pageSize, err = strconv.Atoi(text); err != nil {
		return errors.New("it isn't a whole number")
	}
	if s.pageSize < 1 {
		return fmt.Errorf("%d must be at least 1", s.pageSize)
	}
	return nil
}

func (s *settings) setTLSNames(text string) error {
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" || strings.ContainsAny(name, ":/ ") {
			return fmt.Errorf("%q isn't a host name", name)
		}
		s.tlsNames = append(s.tlsNames, name)
	}
	return nil
}

// checkAddress refuses other machines by default: everyone knows the emulator's secrets, and every caller may change
// its tenant.
func (s *settings) checkAddress() error {
	host, _, err := net.SplitHostPort(s.address)
	if err != nil {
		return fmt.Errorf("%q must have the form host:port", s.address)
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "localhost" || err == nil && ip.IsLoopback():
		return nil
	case !s.allowRemote:
		return fmt.Errorf("%q isn't a loopback address; other machines can connect only with -allow-remote", host)
	case !s.tls || len(s.tlsNames) == 0:
		return errors.New(
			"-allow-remote requires -tls and -tls-names, the names by which other machines reach the emulator",
		)
	}
	return nil
}
