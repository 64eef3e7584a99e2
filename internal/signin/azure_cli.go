package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	oldestAzureCLI = "2.30.0" // the first that knows --scope

	// afterEnd is how long the output of an `az` that has ended is waited for: something that it started may hold on to it.
	afterEnd = time.Second
)

var guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// azureCLIToken asks the Azure CLI for a token. go-azure-sdk would do it without a limit of time, would not end an `az` that hangs, and
// would run it three times; its memory of the account outlives an `az login`.
//
// See https://learn.microsoft.com/cli/azure/account#az-account-get-access-token.
func (s *Session) azureCLIToken(ctx context.Context, c *cloud) (*oauth2.Token, error) {
	arguments := []string{"account", "get-access-token", "--output", "json", "--scope", c.graph.String() + "/.default"}
	tenant := s.credentials.TenantID
	ran, err := s.runAz(ctx, withTenant(arguments, tenant))
	if err != nil && tenant != "" && ran.isTiedToTenant() {
		ran, err = s.runAz(ctx, arguments) // a managed identity or Cloud Shell, where --tenant is refused
	}
	if err != nil {
		return nil, s.azureCLIFailure(ran, err)
	}
	token, ok := ran.token()
	if !ok {
		return nil, s.azureCLIError("`az` ended without an error and printed no token", fmt.Sprintf(
			"Run `az %s` by hand: it has to print JSON with `accessToken`.", strings.Join(withTenant(arguments, tenant), " ")))
	}
	if caller := parseCaller(token.AccessToken); caller != nil && guid.MatchString(tenant) && !strings.EqualFold(caller.TenantID, tenant) {
		return nil, s.azureCLIError(fmt.Sprintf("its account is in the tenant %s, but `tenant_id` is %s", caller.TenantID, tenant), s.asApplication())
	}
	return token, nil
}

func az(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, "az") }

func withTenant(arguments []string, tenant string) []string {
	if tenant == "" {
		return arguments
	}
	return append(slices.Clone(arguments), "--tenant", tenant)
}

// azRun is what an `az` printed.
type azRun struct{ out, errors bounded }

// runAz runs `az` until it ends, or the context does; then it is killed together with what it started.
func (s *Session) runAz(ctx context.Context, arguments []string) (*azRun, error) {
	ran := &azRun{}
	command := s.az(ctx)
	command.Args = append(command.Args, arguments...)
	command.Stdout, command.Stderr = &ran.out, &ran.errors
	command.WaitDelay = afterEnd
	killWhole(command)
	err := command.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		err = nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return ran, err
}

// token reads what `az` printed, past warnings in front of it.
func (r *azRun) token() (*oauth2.Token, bool) {
	_, text, found := strings.Cut("\n"+r.out.String(), "\n{")
	if !found {
		return nil, false
	}
	var answer struct {
		AccessToken string `json:"accessToken"`
		ExpiresOn   int64  `json:"expires_on"` // since 2.54.0; else the token is asked itself
	}
	if err := json.NewDecoder(strings.NewReader("{" + text)).Decode(&answer); err != nil || answer.AccessToken == "" {
		return nil, false
	}
	token := &oauth2.Token{AccessToken: answer.AccessToken}
	if answer.ExpiresOn > 0 {
		token.Expiry = time.Unix(answer.ExpiresOn, 0)
	}
	return token, true
}

// isTiedToTenant reports accounts that are in one tenant and refuse to be told which.
func (r *azRun) isTiedToTenant() bool {
	return strings.Contains(r.errors.String(), "Tenant shouldn't be specified")
}

// azureCLIFailure tells from an exit and from what `az` says on its standard error, which is all there is, why it gave no token.
func (s *Session) azureCLIFailure(ran *azRun, err error) error {
	said := ran.errors.String()
	var exit *exec.ExitError
	switch {
	case waiting.IsContextEnd(err):
		e := s.azureCLIError(fmt.Sprintf("`az` gave no answer within %s and was ended", longestTokenAttempt),
			"Run `az account get-access-token` by hand to see what it waits for.")
		e.lasting, e.silent = false, errors.Is(err, context.DeadlineExceeded)
		return e
	case !errors.As(err, &exit):
		return s.azureCLIError("`az` cannot be run: "+err.Error(),
			"Install the Azure CLI, or put `az` on the PATH of this process. To sign in another way, set credentials; `use_cli = false` then keeps the Azure CLI out.")
	case strings.Contains(said, "unrecognized arguments"):
		return s.azureCLIError(said, fmt.Sprintf("This Azure CLI is too old: it has to be %s at least. Run `az upgrade`.", oldestAzureCLI))
	}
	e := s.azureCLIError("", "")
	e.readDescription(said)
	e.Message, e.Advice = Clip(s.scrub(e.Message)), azureCLIAsked+s.adviseAzureCLI(e.number, said)
	return e
}

func (s *Session) azureCLIError(message, advice string) *AuthenticationError {
	return &AuthenticationError{Purpose: purpose(azureCLI), Message: Clip(s.scrub(strings.TrimSpace(message))), Advice: azureCLIAsked + advice, lasting: true}
}

// bounded keeps the beginning of what is written to it.
type bounded struct{ strings.Builder }

func (b *bounded) Write(p []byte) (int, error) {
	if room := largestTokenAnswer - b.Len(); room > 0 {
		b.Builder.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
