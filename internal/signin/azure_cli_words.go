package signin

import (
	"cmp"
	"fmt"
	"strings"
)

// azureCLIAsked is for who never chose the Azure CLI.
const azureCLIAsked = "No other way to sign in is configured (`client_secret`, `client_certificate`, `use_oidc`, `use_msi`), so the Azure CLI was asked. "

// adviseAzureCLI is the next step after what `az` said. The number is that of Microsoft Entra's code, if it named one.
func (s *Session) adviseAzureCLI(number, said string) string {
	if step, ok := steps[number]; ok {
		return step.words(s, nil)
	}
	if number == "" && strings.Contains(said, "az login") {
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
