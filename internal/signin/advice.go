package signin

import (
	"fmt"
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

const (
	checkPage = "Something between this machine and Microsoft Entra answers instead, such as a proxy that asks for a sign-in: check the proxy settings, " +
		"and `environment` or `metadata_host` if they are set."
	waitForIt = " is busy or has a fault: wait some minutes, then apply again."
)

// general is what to look at when a method fails for a reason that has no advice of its own.
var general = map[method]string{
	clientCertificate: "Check that the certificate is registered with the application `client_id` in the tenant `tenant_id` and has not expired.",
	clientSecret: "Check that `client_secret` is the value (not the id) of a secret of the application `client_id` in the tenant `tenant_id`, " +
		"and that it has not expired.",
	federatedToken: "Check that the application `client_id` in the tenant `tenant_id` has a federated credential with the issuer, subject and " +
		"audience of the token, and that the token has not expired.",
	azurePipelines: "Check `ado_pipeline_service_connection_id`, that the step maps SYSTEM_ACCESSTOKEN, and the federated credential of the application.",
	gitHubActions: "Check that the job has `permissions: id-token: write`, and that the application has a federated credential for this repository " +
		"and branch, tag or environment.",
	managedIdentity: "Check that this machine has a managed identity, and that `client_id` names one of them if it has several.",
	azureCLI:        "Check with `az account show` who is signed in to the Azure CLI, and in which tenant.",
}

// advise is the next step after e, of which there is one.
func (s *Session) advise(e *AuthenticationError, x *exchange) string {
	if s.method == managedIdentity && e.number == "" {
		return s.adviseManagedIdentity(e)
	}
	switch {
	case e.Host != "" && !e.Reached():
		return network.NextStep(x.err)
	case e.temporary:
		return e.Host + waitForIt
	case e.Reached() && !x.login && s.method.asksForProof():
		return s.adviseOIDCRequest(e, x)
	case e.Reached() && e.Status < 400:
		return checkPage
	case e.number == "":
		return general[s.method]
	}
	if step, ok := steps[e.number]; ok {
		return step.words(s, x.shown)
	}
	return fmt.Sprintf("%s Microsoft explains the code at https://login.microsoftonline.com/error?code=%s.", general[s.method], e.number)
}

// adviseOIDCRequest is about the service of a pipeline, which gives the token that is shown to Microsoft Entra.
func (s *Session) adviseOIDCRequest(e *AuthenticationError, x *exchange) string {
	const mapped = "Azure DevOps does not take `oidc_request_token`. A step has the token only if it maps it: `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`."
	switch {
	case e.Status == http.StatusMethodNotAllowed:
		return "`oidc_request_url` is that of Azure Pipelines, which needs `ado_pipeline_service_connection_id`: set it to the id of the service connection."
	case s.method == gitHubActions && (e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden):
		return "GitHub does not take `oidc_request_token`: give the job `permissions: id-token: write`. The token is of use in its own job only."
	case s.method == gitHubActions:
		return "Check `oidc_request_url`, and that the job has `permissions: id-token: write`."
	case e.Status == http.StatusNotFound:
		return "Check `ado_pipeline_service_connection_id`: it is the id of a service connection of this project with workload identity federation, and the " +
			"pipeline must be allowed to use it."
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden || e.Status >= 300 && e.Status < 400 || isPage(x.header):
		return mapped
	default:
		return general[azurePipelines]
	}
}

// adviseExpired is about an assertion that is not valid at the moment.
func (s *Session) adviseExpired() string {
	switch {
	case s.method == azureCLI:
		return "The OIDC token that `az login --federated-token` was given has expired: run `az login` again shortly before, or let the provider ask for tokens " +
			"itself (`use_oidc` with `oidc_request_url` and `oidc_request_token`). If it was given a certificate, set the clock of this machine."
	case s.method == clientCertificate:
		return "The proof is made for each sign-in, so the clock of this machine is wrong: set it."
	case s.method.asksForProof():
		return "The OIDC token is asked for anew for each sign-in: apply again, and check the clock of a runner of your own."
	case s.credentials.OIDCTokenFilePath != "":
		return "The OIDC token in `oidc_token_file_path` has expired. The file is read for each sign-in: see to it that what writes it goes on to do so."
	default:
		return "The OIDC token in `oidc_token` has expired, and one that is given by value cannot be renewed: name a file that is written anew in " +
			"`oidc_token_file_path`, or let the provider ask for tokens with `oidc_request_url` and `oidc_request_token`."
	}
}
