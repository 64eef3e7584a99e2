package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

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
