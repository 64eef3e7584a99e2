package signin

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/oauth2"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/azurecli"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// cliSource gets tokens from the Azure CLI.
type cliSource struct {
	adviser

	az azurecli.Command
}

// token asks the Azure CLI for a token, and refuses one of another tenant.
func (c cliSource) token(ctx context.Context, to *cloud) (*oauth2.Token, error) {
	tenant := c.credentials.TenantID
	token, err := c.az.Token(ctx, to.graph.String(), tenant)
	if err != nil {
		return nil, c.failure(to, err)
	}
	caller := claims.ReadCaller(token.AccessToken)
	if caller != nil && claims.GUID.MatchString(tenant) && !strings.EqualFold(caller.TenantID, tenant) {
		return nil, c.refuse(
			fmt.Sprintf("its account is in the tenant %s, but `tenant_id` is %s", caller.TenantID, tenant), c.asApplication(),
		)
	}
	return token, nil
}

// failure says why `az` gave no token, and what to do.
func (c cliSource) failure(to *cloud, err error) error {
	var refusal *azurecli.Refusal
	switch {
	case waiting.IsContextEnd(err):
		e := c.refuse(fmt.Sprintf("`az` gave no answer within %s and was ended", longestTokenAttempt), c.runByHand(to))
		e.lasting, e.silent = false, errors.Is(err, context.DeadlineExceeded)
		return e
	case errors.Is(err, azurecli.ErrNoToken):
		return c.refuse(err.Error(), c.runByHand(to)+" It must print JSON with `accessToken`.")
	case !errors.As(err, &refusal):
		return c.refuse("`az` can't be run: "+err.Error(),
			"Install the Azure CLI, or put `az` on the PATH of this process. To sign in another way, set credentials; "+
				"`use_cli = false` then rules out the Azure CLI.")
	case refusal.TooOld():
		return c.refuse(
			refusal.Said, fmt.Sprintf("This Azure CLI is too old. Run `az upgrade` to get %s or later.", azurecli.Oldest),
		)
	}
	e := c.refuse("", "")
	e.readDescription(refusal.Said)
	e.temporary = passing[e.number]
	e.lasting = !e.temporary
	e.Message, e.Advice = hide(e.Message, c.credentials.secrets()), whyAzureCLI+c.afterRefusal(e.number, refusal)
	return e
}

// outOfTime is the failure of a caller whose own timeout is shorter than an attempt.
func (c cliSource) outOfTime(to *cloud, end error) error {
	e := c.refuse("`az` gave no answer before the operation's timeout", c.runByHand(to))
	e.lasting, e.cause = false, end
	return e
}

func (c cliSource) runByHand(to *cloud) string {
	return fmt.Sprintf("Run `az %s` by hand to see what it waits for.",
		strings.Join(azurecli.Arguments(to.graph.String(), c.credentials.TenantID), " "))
}

func (c cliSource) refuse(message, advice string) *AuthenticationError {
	return &AuthenticationError{
		Purpose: azureCLI.purpose(),
		Message: hide(strings.TrimSpace(message), c.credentials.secrets()),
		Advice:  whyAzureCLI + advice,
		lasting: true,
	}
}

// whyAzureCLI is for a reader who never chose the Azure CLI.
const whyAzureCLI = "The provider asked the Azure CLI because no other way to sign in is configured " +
	"(`client_secret`, `client_certificate`, `use_oidc`, `use_msi`). "

// afterRefusal is the next step after an `az` that ended with an error. The number is that of Microsoft Entra's code,
// if `az` named one.
func (c cliSource) afterRefusal(number string, refusal *azurecli.Refusal) string {
	if r, ok := remedies[number]; ok {
		return c.apply(r, nil)
	}
	if passing[number] {
		return "Microsoft Entra" + busy
	}
	if number == "" && refusal.WantsLogin() {
		return "No one is signed in to the Azure CLI, or the sign-in has ended. " + c.asApplication()
	}
	return general[azureCLI] + " " + c.asApplication()
}
