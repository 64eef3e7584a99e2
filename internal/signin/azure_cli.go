package signin

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/oauth2"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/azurecli"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

var guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// azureCLIToken asks the Azure CLI for a token, and whether it is one for the tenant that is meant.
func (s *Session) azureCLIToken(ctx context.Context, c *cloud) (*oauth2.Token, error) {
	tenant := s.credentials.TenantID
	token, err := s.az.Token(ctx, c.graph.String(), tenant)
	if err != nil {
		return nil, s.azureCLIFailure(c, err)
	}
	if caller := claims.ReadCaller(token.AccessToken); caller != nil && guid.MatchString(tenant) && !strings.EqualFold(caller.TenantID, tenant) {
		return nil, s.azureCLIError(fmt.Sprintf("its account is in the tenant %s, but `tenant_id` is %s", caller.TenantID, tenant), s.asApplication())
	}
	return token, nil
}

// azureCLIFailure tells why `az` gave no token, and what to do.
func (s *Session) azureCLIFailure(c *cloud, err error) error {
	var refusal *azurecli.Refusal
	switch {
	case waiting.IsContextEnd(err):
		e := s.azureCLIError(fmt.Sprintf("`az` gave no answer within %s and was ended", longestTokenAttempt),
			"Run `az account get-access-token` by hand to see what it waits for.")
		e.lasting, e.silent = false, errors.Is(err, context.DeadlineExceeded)
		return e
	case errors.Is(err, azurecli.ErrNoToken):
		return s.azureCLIError(err.Error(), fmt.Sprintf("Run `az %s` by hand: it has to print JSON with `accessToken`.",
			strings.Join(azurecli.Arguments(c.graph.String(), s.credentials.TenantID), " ")))
	case !errors.As(err, &refusal):
		return s.azureCLIError("`az` cannot be run: "+err.Error(),
			"Install the Azure CLI, or put `az` on the PATH of this process. To sign in another way, set credentials; `use_cli = false` then keeps the Azure CLI out.")
	case refusal.TooOld():
		return s.azureCLIError(refusal.Said, fmt.Sprintf("This Azure CLI is too old: it has to be %s at least. Run `az upgrade`.", azurecli.Oldest))
	}
	e := s.azureCLIError("", "")
	e.readDescription(refusal.Said)
	e.temporary = passing[e.number]
	e.lasting = !e.temporary
	e.Message, e.Advice = Clip(s.scrub(e.Message)), azureCLIAsked+s.adviseAzureCLI(e.number, refusal)
	return e
}

func (s *Session) azureCLIError(message, advice string) *AuthenticationError {
	return &AuthenticationError{Purpose: purpose(azureCLI), Message: Clip(s.scrub(strings.TrimSpace(message))), Advice: azureCLIAsked + advice, lasting: true}
}

// azureCLIAsked is for who never chose the Azure CLI.
const azureCLIAsked = "No other way to sign in is configured (`client_secret`, `client_certificate`, `use_oidc`, `use_msi`), so the Azure CLI was asked. "

// adviseAzureCLI is the next step after what `az` said. The number is that of Microsoft Entra's code, if it named one.
func (s *Session) adviseAzureCLI(number string, refusal *azurecli.Refusal) string {
	if step, ok := steps[number]; ok {
		return step.words(s, nil)
	}
	if passing[number] {
		return "Microsoft Entra" + waitForIt
	}
	if number == "" && refusal.WantsLogin() {
		return "Nobody is signed in to the Azure CLI, or no longer. " + s.asApplication()
	}
	return general[azureCLI] + " " + s.asApplication()
}

// asApplication is how to sign in instead of as a person, whom the Azure CLI can get no token for that manages rules.
func (s *Session) asApplication() string {
	return fmt.Sprintf("A person's sign-in cannot manage rules. Sign in as an application: `az login --service-principal --tenant %s --username <client id>` with a "+
		"password, a certificate or a federated token (and `--allow-no-subscriptions` if it has no subscription), `az login --identity` on a machine with a "+
		"managed identity, or credentials in the provider block.", cmp.Or(s.credentials.TenantID, "<tenant>"))
}

// throughAzureCLI words a step where the proof was given to `az login`, by its own names for it, and has to be given to it again. What
// was sent is not known.
func (s *Session) throughAzureCLI(t step) string {
	names := []string{"`client_secret`", "`--password`", "`client_id`", "`--username`"}
	if s.credentials.TenantID == "" {
		names = append(names, "`tenant_id`", "`--tenant`")
	}
	text := strings.NewReplacer(names...).Replace(t.text)
	switch {
	case t.federation:
		text += " Then run `az login --service-principal` again with a fresh token."
	case t.secret || t.certificate:
		text += " Then run `az login --service-principal` again with it."
	}
	return text
}
