package main

import (
	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/probe"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// probe makes one that signs in as the provider would.
func (s surroundings) probe() (*probe.Probe, error) {
	values, credentials, err := arguments.ForProgram(s.lookup)
	if err != nil {
		return nil, err
	}
	transport := s.transport
	if transport == nil {
		transport, err = signin.NewTransport(values["ca_certificate_file"], values.Number("max_concurrent_requests"))
		if err != nil {
			return nil, arguments.WithVariables(err)
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
		return nil, arguments.WithVariables(err)
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
