package main

import (
	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/probe"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// probe makes one that signs in as the provider would.
func (s surroundings) probe() (*probe.Probe, error) {
	values, config, err := arguments.ForProgram("elm-probe", s.lookup)
	if err != nil {
		return nil, err
	}
	config.UserAgent, config.Clock, config.Transport = "elm-probe/"+version, s.clock, s.transport
	if config.Transport == nil {
		config.Transport, err = signin.NewTransport(values["ca_certificate_file"], values.Number("max_concurrent_requests"))
		if err != nil {
			return nil, arguments.WithVariables("elm-probe", err)
		}
	}
	session, err := signin.New(config)
	if err != nil {
		return nil, arguments.WithVariables("elm-probe", err)
	}
	client := record.New(record.Config{
		Session: session, Transport: config.Transport, Clock: s.clock, UserAgent: config.UserAgent, Progress: s.say,
	})
	cloud := config.Environment
	if config.MetadataHost != "" {
		cloud = "other"
	}
	for _, name := range []string{"tenant_id", "metadata_host", "client_secret"} {
		client.Hide(values[name])
	}
	return probe.New(client, s.clock, "elm-probe "+version, cloud, s.say), nil
}
