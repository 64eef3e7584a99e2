package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/probe"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// probe makes one that signs in as the provider would.
func (s surroundings) probe() (*probe.Probe, error) {
	values, problems := arguments.FromEnvironment(s.lookup)
	credentials, more := values.Credentials(s.lookup)
	var errs []error
	for _, p := range append(problems, more...) {
		errs = append(errs, errors.New(p.Detail))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	transport := s.transport
	if transport == nil {
		var err error
		transport, err = signin.NewTransport(values["ca_certificate_file"], values.Number("max_concurrent_requests"))
		if err != nil {
			return nil, withVariables(err)
		}
	}
	agent := "elm-probe/" + version
	session, err := signin.New(signin.Config{
		Environment:  values["environment"],
		MetadataHost: values["metadata_host"],
		UserAgent:    agent,
		Credentials:  credentials,
		Clock:        s.clock,
		Transport:    transport,
	})
	if err != nil {
		return nil, withVariables(err)
	}
	client := record.New(
		record.Config{Session: session, Transport: transport, Clock: s.clock, UserAgent: agent, Progress: s.say},
	)
	cloud := values["environment"]
	if values["metadata_host"] != "" {
		cloud = "other"
	}
	for _, name := range []string{"tenant_id", "metadata_host", "client_secret"} {
		client.Hide(values[name])
	}
	return probe.New(client, s.clock, "elm-probe "+version, cloud, s.say), nil
}

// withVariables names the variables that are to blame.
func withVariables(err error) error {
	var bad *signin.ConfigError
	if !errors.As(err, &bad) {
		return err
	}
	text := bad.Reason
	for _, name := range bad.Arguments {
		for _, a := range arguments.All {
			if a.Name == name {
				text += fmt.Sprintf("\n  %s is read from %s.", name, strings.Join(a.Variables, " or "))
			}
		}
	}
	return errors.New(text)
}
