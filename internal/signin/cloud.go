package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/go-azure-sdk/sdk/environments"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// cloud is where tokens come from and where they go. Both ends are from one source, either go-azure-sdk's table or one metadata
// document, and the audience of every token is the endpoint it is sent to: no token of one cloud can end up in another.
type cloud struct {
	login string   // without a slash at its end
	graph *url.URL // origin
}

// environment is the cloud as go-azure-sdk wants to have it.
func (c *cloud) environment() environments.Environment {
	return environments.Environment{
		Authorization:  &environments.Authorization{LoginEndpoint: c.login},
		MicrosoftGraph: environments.MicrosoftGraphAPI(c.graph.String()),
	}
}

// namedCloud looks a cloud up by the names that Terraform providers for Azure share.
func namedCloud(name string) (*cloud, error) {
	if name == "" {
		name = "global"
	}
	environment, err := environments.FromName(name)
	if err != nil {
		return nil, BadArgument("environment", "The environment %q is not known: it is global, usgovernmentl4, usgovernmentl5 or china.", Clip(name))
	}
	graph, ok := environment.MicrosoftGraph.Endpoint()
	if !ok {
		return nil, BadArgument("environment", "The environment %q has no Microsoft Graph.", Clip(name))
	}
	return newCloud(environment.Authorization.LoginEndpoint, *graph, false)
}

// newCloud checks both ends. Plain http is for loopback addresses, and only if plain is set.
func newCloud(login, graph string, plain bool) (*cloud, error) {
	loginURL, err := url.Parse(strings.TrimRight(login, "/"))
	if err != nil || !isSafe(loginURL, plain) {
		return nil, fmt.Errorf("the login endpoint %q is not an https URL", Clip(login))
	}
	graphURL, err := url.Parse(strings.TrimRight(graph, "/"))
	if err != nil || !isSafe(graphURL, plain) || graphURL.Path != "" || graphURL.RawQuery != "" {
		return nil, fmt.Errorf("the Microsoft Graph endpoint %q is not an https URL without a path", Clip(graph))
	}
	return &cloud{login: loginURL.String(), graph: graphURL}, nil
}

// parseMetadataHost takes host[:port], as other providers do, and http:// in front of a loopback address.
func parseMetadataHost(host string) (*url.URL, error) {
	address := host
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	endpoint, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || endpoint.Path != "" || endpoint.RawQuery != "" || endpoint.Fragment != "" || endpoint.User != nil || endpoint.Hostname() == "" {
		return nil, BadArgument("metadata_host", "The metadata host %q is not of the form host or host:port.", Clip(host))
	}
	if !isSafe(endpoint, true) {
		return nil, BadArgument("metadata_host", "The metadata host %q is not reached by https: http:// is allowed for a loopback address only, "+
			"because secrets are sent to where this host says.", Clip(host))
	}
	return endpoint, nil
}

// fetchCloud asks a metadata host for the endpoints of its cloud. go-azure-sdk's own FromEndpoint does not know the extra certificates
// and reads answers of any size.
//
// See https://learn.microsoft.com/azure/azure-stack/user/azure-stack-rest-api-use.
func (s *Session) fetchCloud(ctx context.Context) (*cloud, error) {
	target := s.metadata.JoinPath("metadata", "endpoints")
	target.RawQuery = "api-version=2022-09-01"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	x := &exchange{client: s.client, userAgent: s.userAgent, clock: s.clock}
	if err := x.send(request); err != nil || x.status != http.StatusOK {
		return nil, s.noCloud(x, errNoCloud)
	}
	var document struct {
		Authentication struct {
			LoginEndpoint string `json:"loginEndpoint"`
		} `json:"authentication"`
		MicrosoftGraphResourceID string `json:"microsoftGraphResourceId"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(x.body, []byte("\xef\xbb\xbf")), &document); err != nil {
		return nil, s.noCloud(x, fmt.Errorf("the answer cannot be read: %w", err))
	}
	c, err := newCloud(document.Authentication.LoginEndpoint, document.MicrosoftGraphResourceID, isLoopback(s.metadata.Hostname()))
	if err != nil {
		return nil, s.noCloud(x, err)
	}
	return c, nil
}

var errNoCloud = errors.New("the answer names no endpoints")

func (s *Session) noCloud(x *exchange, err error) error {
	e := &AuthenticationError{Purpose: "the endpoints of the cloud", Advice: "Check `metadata_host`."}
	e.because(x, err, s.scrub)
	if !e.Reached() {
		e.Advice = network.NextStep(x.err)
	}
	return e
}

// isSafe reports whether a secret may be sent to u: by https or, if plain is set, to this machine.
func isSafe(u *url.URL, plain bool) bool {
	if u.User != nil || u.Hostname() == "" {
		return false
	}
	return u.Scheme == "https" || plain && u.Scheme == "http" && isLoopback(u.Hostname())
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
