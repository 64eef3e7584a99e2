// Package azurecli asks the Azure CLI for a token: it runs `az`, ends it when nobody waits any longer, and reads what it prints.
// go-azure-sdk would do it without a limit of time, would not end an `az` that hangs, and would run it three times; its memory of the
// account outlives an `az login`.
package azurecli

import (
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// Oldest is the first version that knows --scope.
const Oldest = "2.30.0"

// ErrNoToken is an `az` that ended well and printed no token.
var ErrNoToken = errors.New("`az` ended without an error and printed no token")

// Command makes an `az` without arguments.
type Command func(context.Context) *exec.Cmd

// OnPath is the `az` on the PATH of this process.
func OnPath(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, "az") }

// Arguments are those with which `az` gives a token for the service at an address. The tenant may be "".
//
// See https://learn.microsoft.com/cli/azure/account#az-account-get-access-token.
func Arguments(address, tenant string) []string {
	arguments := []string{"account", "get-access-token", "--output", "json", "--scope", address + "/.default"}
	if tenant != "" {
		arguments = append(arguments, "--tenant", tenant)
	}
	return arguments
}

// Token asks for a token. The error is that of the context, [ErrNoToken], a [*Refusal], or why `az` cannot be run.
func (c Command) Token(ctx context.Context, address, tenant string) (*oauth2.Token, error) {
	out, err := c.run(ctx, Arguments(address, tenant))
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.tiedToTenant() && tenant != "" {
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
