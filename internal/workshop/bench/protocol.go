package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

const linkType = "elm_access_package_incompatible_group"

// server is a configured provider in this process, spoken to as Terraform does.
type server struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer

	schemas *tfprotov6.GetProviderSchemaResponse
	empty   *tfprotov6.DynamicValue // no link
}

// instance is what Terraform keeps of one link.
type instance struct {
	config, state *tfprotov6.DynamicValue
	private       []byte
	identity      *tfprotov6.ResourceIdentityData
}

func newServer(ctx context.Context, s *service) (*server, error) {
	plain := providerserver.NewProtocol6(provider.New("bench")())()
	lists, ok := plain.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, errors.New("the provider has no list resources")
	}
	schemas, err := plain.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	of := schemas.ResourceSchemas[linkType].ValueType()
	empty, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, nil))
	if err != nil {
		return nil, err
	}
	config, err := object(schemas.Provider, map[string]any{
		"metadata_host": s.listener.URL,
		"tenant_id":     tenantID,
		"client_id":     clientID,
		"client_secret": emulator.DefaultSecret,
	})
	if err != nil {
		return nil, err
	}
	answer, err := plain.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil {
		return nil, err
	}
	return &server{plain, lists, schemas, &empty}, problem(answer.Diagnostics)
}

// object is a value in which all that is not given is null.
func object(schema *tfprotov6.Schema, given map[string]any) (*tfprotov6.DynamicValue, error) {
	of, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return nil, errors.New("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, attribute := range of.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, given[name])
	}
	value, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, values))
	return &value, err
}

func problem(diagnostics []*tfprotov6.Diagnostic) error {
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func (s *server) create(ctx context.Context, accessPackage, group string) (instance, error) {
	given := map[string]any{"catalog_id": catalogID, "access_package_id": accessPackage, "group_id": group}
	config, err := object(s.schemas.ResourceSchemas[linkType], given)
	if err != nil {
		return instance{}, err
	}
	given["id"] = tftypes.UnknownValue
	proposed, err := object(s.schemas.ResourceSchemas[linkType], given)
	if err != nil {
		return instance{}, err
	}
	return s.change(ctx, instance{config: config, state: s.empty}, config, proposed)
}

func (s *server) destroy(ctx context.Context, i instance) error {
	_, err := s.change(ctx, i, s.empty, s.empty)
	return err
}

// change plans and applies.
func (s *server) change(ctx context.Context, i instance, config, proposed *tfprotov6.DynamicValue) (instance, error) {
	planned, err := s.plan(ctx, i, config, proposed)
	if err != nil {
		return i, err
	}
	applied, err := s.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: linkType, PriorState: i.state, PlannedState: planned.PlannedState, Config: config,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	if err != nil {
		return i, err
	}
	return instance{config, applied.NewState, applied.Private, applied.NewIdentity}, problem(applied.Diagnostics)
}

func (s *server) plan(
	ctx context.Context, i instance, config, proposed *tfprotov6.DynamicValue,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	if config != s.empty {
		answer, err := s.ValidateResourceConfig(
			ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: linkType, Config: config},
		)
		if err != nil {
			return nil, err
		}
		if err := problem(answer.Diagnostics); err != nil {
			return nil, err
		}
	}
	planned, err := s.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:         linkType,
		PriorState:       i.state,
		ProposedNewState: proposed,
		Config:           config,
		PriorPrivate:     i.private,
		PriorIdentity:    i.identity,
	})
	if err != nil {
		return nil, err
	}
	return planned, problem(planned.Diagnostics)
}

// refresh reads a link and plans it, as an empty plan does.
func (s *server) refresh(ctx context.Context, i instance) (instance, error) {
	read, err := s.read(ctx, i)
	if err != nil {
		return i, err
	}
	_, err = s.plan(ctx, read, i.config, read.state)
	return read, err
}

func (s *server) read(ctx context.Context, i instance) (instance, error) {
	answer, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: linkType, CurrentState: i.state, Private: i.private, CurrentIdentity: i.identity,
	})
	if err != nil {
		return i, err
	}
	return instance{i.config, answer.NewState, answer.Private, answer.NewIdentity}, problem(answer.Diagnostics)
}

func (s *server) importOne(ctx context.Context, accessPackage, group string) error {
	answer, err := s.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{
		TypeName: linkType, ID: catalogID + "/" + accessPackage + "/" + group,
	})
	if err != nil {
		return err
	}
	if err := problem(answer.Diagnostics); err != nil {
		return err
	}
	for _, found := range answer.ImportedResources {
		imported := instance{state: found.State, private: found.Private, identity: found.Identity}
		if _, err := s.read(ctx, imported); err != nil {
			return err
		}
	}
	return nil
}

// listAll counts the links that the list resource finds.
func (s *server) listAll(ctx context.Context) (int, error) {
	config, err := object(s.schemas.ListResourceSchemas[linkType], nil)
	if err != nil {
		return 0, err
	}
	stream, err := s.ListResource(
		ctx, &tfprotov6.ListResourceRequest{TypeName: linkType, Config: config, IncludeResource: true, Limit: 1 << 20},
	)
	if err != nil {
		return 0, err
	}
	n := 0
	for found := range stream.Results {
		if err := problem(found.Diagnostics); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
