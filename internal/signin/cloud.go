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

// cloud has the endpoint that issues tokens and the one that accepts them. Both are from one source, either
// go-azure-sdk's table or one metadata document, and a token's audience is the endpoint that it is sent to: no token
// of one cloud can reach another.
type cloud struct {
	login string   // without a trailing slash
	graph *url.URL // origin
}

// environment is the cloud in go-azure-sdk's type.
func (c *cloud) environment() environments.Environment {
	return environments.Environment{
		Authorization:  &environments.Authorization{LoginEndpoint: c.login},
		MicrosoftGraph: environments.MicrosoftGraphAPI(c.graph.String()),
	}
}

// namedCloud finds a cloud by the names that Terraform providers for Azure share.
func namedCloud(name string) (*cloud, error) {
	if name == "" {
		name = "global"
	}
	environment, err := environments.FromName(name)
	if err != nil {
		return nil, BadArgument("environment", "The environment %q is unknown. Set global, public, usgovernment, "+
			"usgovernmentl4, usgovernmentl5, dod, or china.", Clip(name))
	}
	graph, ok := environment.MicrosoftGraph.Endpoint()
	if !ok {
		return nil, BadArgument("environment", "The environment %q has no Microsoft Graph.", Clip(name))
	}
	return newCloud(environment.Authorization.LoginEndpoint, *graph, false)
}

// newCloud checks both endpoints. Plain http is for loopback addresses, and only if plain is set.
func newCloud(login, graph string, plain bool) (*cloud, error) {
	loginURL, err := url.Parse(strings.TrimRight(login, "/"))
	if err != nil || !isSafe(loginURL, plain) {
		return nil, fmt.Errorf("the login endpoint %q is not an https URL", Clip(login))
	}
	graphURL, err := url.Parse(strings.TrimRight(graph, "/"))
	if err != nil || !isSafe(graphURL, plain) || graphURL.Path != "" || graphURL.RawQuery != "" {
		return nil, fmt.Errorf("the Microsoft Graph endpoint %q must be an https URL of a host only", Clip(graph))
	}
	return &cloud{login: loginURL.String(), graph: graphURL}, nil
}

// parseMetadataHost takes host[:port], as other providers do, and http:// before a loopback address.
func parseMetadataHost(host string) (*url.URL, error) {
	address := host
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	endpoint, err := url.Parse(strings.TrimRight(address, "/"))
	if err != nil || endpoint.Path != "" || endpoint.RawQuery != "" || endpoint.Fragment != "" ||
		endpoint.User != nil || endpoint.Hostname() == "" {
		return nil, BadArgument("metadata_host", "The metadata host %q is not of the form host or host:port.", Clip(host))
	}
	if !isSafe(endpoint, true) {
		return nil, BadArgument("metadata_host", "The metadata host %q must use https, because it decides where secrets "+
			"are sent. http:// is allowed only for a loopback address.", Clip(host))
	}
	return endpoint, nil
}

// fetchCloud asks a metadata host for the endpoints of its cloud. go-azure-sdk's own FromEndpoint ignores the CA file
// and reads answers of any size.
//
// See https://learn.microsoft.com/azure/azure-stack/user/azure-stack-rest-api-use.
func fetchCloud(ctx context.Context, x *exchange, host *url.URL, secrets []string) (*cloud, error) {
	ctx, cancel := context.WithTimeout(ctx, longestTokenAttempt)
	defer cancel()
	target := host.JoinPath("metadata", "endpoints")
	target.RawQuery = "api-version=2022-09-01"
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), http.NoBody)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	err = errors.New("the answer lists no endpoints")
	if x.send(request) == nil && x.status == http.StatusOK {
		var c *cloud
		if c, err = readCloud(x.body, isLoopback(host.Hostname())); err == nil {
			return c, nil
		}
	}
	e := &AuthenticationError{Purpose: "the endpoints of the cloud", Advice: "Check `metadata_host`."}
	e.readEnd(x, err, secrets)
	if !e.Reached() {
		e.Advice += " " + network.NextStep(x.err)
	}
	return nil, e
}

// readCloud reads the document in which a metadata host lists the endpoints of its cloud.
func readCloud(document []byte, plain bool) (*cloud, error) {
	var endpoints struct {
		Authentication struct {
			LoginEndpoint string `json:"loginEndpoint"`
		} `json:"authentication"`
		MicrosoftGraphResourceID string `json:"microsoftGraphResourceId"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(document, []byte("\xef\xbb\xbf")), &endpoints); err != nil {
		return nil, fmt.Errorf("the answer isn't readable: %w", err)
	}
	return newCloud(endpoints.Authentication.LoginEndpoint, endpoints.MicrosoftGraphResourceID, plain)
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
