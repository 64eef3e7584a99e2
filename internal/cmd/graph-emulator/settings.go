package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strconv"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// settings is the command line.
type settings struct {
	address  string
	contract string
	seed     string
	dialect  string // empty means the contract's
	pageSize int    // 0 means the contract's
	preset   string

	concurrency, quota int // 0 means the preset's, or no limit
	latency            time.Duration

	tls    bool
	caOut  string
	envOut string

	printEnv, printSeed, printSeedSchema, printContractSchema, printVersion bool
}

func parse(args []string, stderr io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("graph-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		_, _ = fmt.Fprintf(stderr, "graph-emulator serves an emulated Microsoft Graph on this machine.\n\nUsage: graph-emulator [flags]\n\n")
		flags.PrintDefaults()
		_, _ = fmt.Fprintf(stderr, "\nPresets:\n%s", describePresets())
	}
	flags.StringVar(&s.address, "addr", "127.0.0.1:0", "loopback `address` to listen on; port 0 takes a free one")
	flags.StringVar(&s.seed, "seed", "", "JSON `file` with what the tenant holds; without it, a finance department")
	flags.StringVar(&s.contract, "contract", "", "JSON `file` with what a tenant answers, as elm-probe writes it; without it, what is usual here")
	flags.StringVar(&s.dialect, "dialect", "", "how an incompatible group is added: document, published or both; without it, as the contract says, or both")
	flags.Func("page-size", "`items` on a page of a collection; without it, as the contract says, or 100", s.setPageSize)
	flags.StringVar(&s.preset, "preset", "", "`names` of what goes wrong, separated by commas")
	flags.IntVar(&s.concurrency, "concurrency", 0, "answer 429 to more than so many `requests` at a time")
	flags.IntVar(&s.quota, "quota", 0, "answer 429 to more than so many `requests` of an application in ten seconds")
	flags.DurationVar(&s.latency, "latency", 0, "answer so much `later`, such as 50ms")
	flags.BoolVar(&s.tls, "tls", false, "serve https with a certificate from a CA made for this run")
	flags.StringVar(&s.caOut, "ca-out", "", "write the CA's certificate to this `file`; needs -tls")
	flags.StringVar(&s.envOut, "env-out", "", "write the environment for Terraform to this `file` once listening, and remove it in the end")
	flags.BoolVar(&s.printEnv, "print-env", false, "print only the environment for Terraform")
	flags.BoolVar(&s.printSeed, "print-seed", false, "print the built-in seed and exit")
	flags.BoolVar(&s.printSeedSchema, "print-seed-schema", false, "print the JSON schema of seed files and exit")
	flags.BoolVar(&s.printContractSchema, "print-contract-schema", false, "print the JSON schema of contract files and exit")
	flags.BoolVar(&s.printVersion, "version", false, "print the version and exit")
	if err := flags.Parse(args); err != nil {
		return s, errReported{err}
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return s, s.check()
}

// errReported is a mistake that package flag has already printed, with the usage.
type errReported struct{ error }

func (e errReported) Unwrap() error { return e.error }

func (s settings) check() error {
	if err := checkLoopback(s.address); err != nil {
		return fmt.Errorf("-addr: %w", err)
	}
	switch emulator.Dialect(s.dialect) {
	case "", emulator.DialectBoth, emulator.DialectDocument, emulator.DialectPublished:
	default:
		return fmt.Errorf("-dialect: %q is none of document, published and both", s.dialect)
	}
	if s.concurrency < 0 || s.quota < 0 {
		return errors.New("-concurrency, -quota: less than none cannot be taken")
	}
	if s.latency < 0 {
		return errors.New("-latency: no answer comes before its request")
	}
	if s.caOut != "" && !s.tls {
		return errors.New("-ca-out: there is no CA without -tls")
	}
	return nil
}

func (s *settings) setPageSize(text string) (err error) {
	if s.pageSize, err = strconv.Atoi(text); err != nil {
		return errors.New("parse error")
	}
	if s.pageSize < 1 {
		return fmt.Errorf("%d is less than 1", s.pageSize)
	}
	return nil
}

// checkLoopback refuses other addresses, because anyone who reaches the emulator may do everything, and its secrets are public.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%q is not a host and a port", address)
	}
	ip, err := netip.ParseAddr(host)
	if host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return fmt.Errorf("%q is not a loopback address", host)
	}
	return nil
}
