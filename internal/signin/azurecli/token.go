// Package azurecli runs the Azure CLI for a token, ends it when no caller waits any longer, and reads what it prints.
// go-azure-sdk would run `az` three times, without a time limit and without ending one that hangs, and would remember
// the account after another `az login`.
package azurecli

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Oldest is the first version of the Azure CLI with the option --scope.
const Oldest = "2.30.0"

// ErrNoToken means that `az` succeeded but printed no token.
var ErrNoToken = errors.New("`az` ended without an error and printed no token")

// Arguments make `az` print a token for the service at an address. The tenant can be "".
//
// See https://learn.microsoft.com/cli/azure/account#az-account-get-access-token.
func Arguments(address, tenant string) []string {
	arguments := []string{"account", "get-access-token", "--output", "json", "--scope", address + "/.default"}
	if tenant != "" {
		arguments = append(arguments, "--tenant", tenant)
	}
	return arguments
}

// Token asks for a token. The error is that of the context, [ErrNoToken], a [*Refusal], or the reason why `az` can't
// run.
func (c Command) Token(ctx context.Context, address, tenant string) (*oauth2.Token, error) {
	out, err := c.run(ctx, Arguments(address, tenant))
	if refusal, ok := errors.AsType[*Refusal](err); ok && refusal.tiedToTenant() && tenant != "" {
		out, err = c.run(ctx, Arguments(address, ""))
	}
	if err != nil {
		return nil, err
	}
	return read(out)
}

// read finds the token in what `az` printed. Warnings can come before the JSON, and on Windows a byte-order mark.
func read(out string) (*oauth2.Token, error) {
	for rest := out; rest != ""; {
		text := strings.TrimLeft(rest, "\ufeff \t")
		if strings.HasPrefix(text, "{") {
			if token := decode(text); token != nil {
				return token, nil
			}
		}
		_, rest, _ = strings.Cut(rest, "\n")
	}
	return nil, ErrNoToken
}

// decode gives nil for an object that is no token.
func decode(text string) *oauth2.Token {
	var answer struct {
		AccessToken string `json:"accessToken"`
		ExpiresOn   int64  `json:"expires_on"` // since 2.54.0; otherwise the token's own claim counts
	}
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&answer); err != nil || answer.AccessToken == "" {
		return nil
	}
	token := &oauth2.Token{AccessToken: answer.AccessToken}
	if answer.ExpiresOn > 0 {
		token.Expiry = time.Unix(answer.ExpiresOn, 0)
	}
	return token
}
