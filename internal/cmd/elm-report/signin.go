package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// name is what the program is called in its errors.
const name = "elm-report"

// client makes one that signs in as the provider would.
func (p process) client() (*graph.Client, *progress, error) {
	values, config, err := arguments.ForProgram(name, p.lookup)
	if err != nil {
		return nil, nil, err
	}
	config.UserAgent, config.Clock, config.Transport = "elm-report/"+version, p.clock, p.transport
	counting := &progress{process: p, started: p.clock.Now()}
	client, err := graph.New(wire.Config{
		Config:                config,
		APIVersion:            wire.APIVersion(strings.ToLower(values["api_version"])),
		CACertificateFile:     values["ca_certificate_file"],
		MaxConcurrentRequests: values.Number("max_concurrent_requests"),
		Answered:              counting.count,
	})
	return client, counting, arguments.WithVariables(name, err)
}

// explained says what went wrong while reading the tenant, and the next step.
func explained(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("interrupted; nothing was written")
	}
	var unknown *audit.UnknownObjectError
	if errors.As(err, &unknown) {
		return fmt.Errorf("the %s %s isn't found; check --catalog", unknown.Noun, unknown.ID)
	}
	if wire.IsSkipped(err) {
		return errors.New("the service, Microsoft Graph, stopped answering; try again later")
	}
	title, next := explain.Words(err, explain.MayRead)
	return fmt.Errorf("%s\n\n%s", title, explain.Detail(err, arguments.InVariables(name, next)))
}

// progress counts answers, for someone who waits at a terminal.
type progress struct {
	process

	started time.Time
	answers atomic.Int64
}

// count counts an answer.
func (c *progress) count() {
	if n := c.answers.Add(1); c.terminal && n%10 == 0 {
		seconds := c.clock.Now().Sub(c.started).Round(time.Second)
		_, _ = fmt.Fprintf(c.stderr, "\r%d answers, %s ", n, seconds)
	}
}

// done ends the line of the progress.
func (c *progress) done() {
	if c.terminal && c.answers.Load() >= 10 {
		_, _ = fmt.Fprintln(c.stderr)
	}
}
