package signin

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

const (
	checkPage = "Something between this machine and Microsoft Entra answers instead, such as a proxy that asks for a " +
		"sign-in. Check HTTPS_PROXY, and `environment` or `metadata_host` if you set them."
	busy = " is busy or has a fault. Wait a few minutes, then try again."
)

// general is the next step after a failure of a method that has none of its own.
var general = map[method]string{
	clientCertificate: "Check that the application `client_id` in the tenant `tenant_id` has this certificate, and " +
		"that the certificate is still valid.",
	clientSecret: "Check that `client_secret` is the value (not the ID) of a current secret of the application " +
		"`client_id` in the tenant `tenant_id`.",
	federatedToken: "Check that the application `client_id` in the tenant `tenant_id` has a federated credential " +
		"with the issuer, subject, and audience of the OIDC token. Check that the token is still valid.",
	azurePipelines: "Check `ado_pipeline_service_connection_id`, the step's mapping of SYSTEM_ACCESSTOKEN, and the " +
		"federated credential of the application.",
	gitHubActions: "Check that the job has `permissions: id-token: write`, and that the application has a federated " +
		"credential for this repository and branch, tag, or environment.",
	managedIdentity: "Check that this machine has a managed identity, and that `client_id` names one of them if it " +
		"has several.",
	azureCLI: "Check with `az account show` who is signed in to the Azure CLI, and in which tenant.",
}

// adviser finds the next step after a failure, from what is configured and what came back.
type adviser struct {
	credentials *Credentials
	method      method
}

// afterExchange is the next step after a request for a token.
func (a adviser) afterExchange(e *AuthenticationError, x *exchange) string {
	if a.method == managedIdentity && e.number == "" {
		return a.afterManagedIdentity(e)
	}
	switch {
	case e.Host != "" && !e.Reached():
		return network.NextStep(x.err)
	case e.temporary:
		return e.Host + busy
	case e.Reached() && !x.login && a.method.usesPipeline():
		return a.afterPipeline(e, x)
	case e.Reached() && (e.Status < 400 || e.Status == http.StatusProxyAuthRequired || e.number == "" && isPage(x.header)):
		return checkPage
	case e.number == "":
		return general[a.method]
	}
	if r, ok := remedies[e.number]; ok {
		return a.apply(r, x)
	}
	return fmt.Sprintf("%s Microsoft explains the code at https://login.microsoftonline.com/error?code=%s.",
		general[a.method], e.number)
}

// apply completes a remedy with what is known of the request. x is nil when the Azure CLI sent the request.
func (a adviser) apply(r remedy, x *exchange) string {
	switch {
	case r.clock:
		return a.afterExpiredProof(x)
	case r.person:
		return r.text + " " + a.asApplication()
	case a.method == azureCLI:
		return a.inAzureCLI(r)
	case r.federation:
		return r.text + x.proof.Federation()
	case r.certificate:
		return r.text + x.proof.Certificate()
	}
	return r.text
}

// afterPipeline is about the service of a pipeline, which issues the OIDC token.
func (a adviser) afterPipeline(e *AuthenticationError, x *exchange) string {
	refused := e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden
	switch {
	case e.Status == http.StatusMethodNotAllowed:
		return "`oidc_request_url` is that of Azure Pipelines. Set `ado_pipeline_service_connection_id` to the ID of " +
			"the service connection as well."
	case a.method == gitHubActions && refused:
		return "GitHub doesn't accept `oidc_request_token`, which is valid only in its own job. Give the job " +
			"`permissions: id-token: write`."
	case a.method == gitHubActions:
		return "Check `oidc_request_url`, and that the job has `permissions: id-token: write`."
	case e.Status == http.StatusNotFound:
		return "Set `ado_pipeline_service_connection_id` to the ID of a service connection of this project that uses " +
			"workload identity federation, and allow the pipeline to use it."
	case refused || e.Status >= 300 && e.Status < 400 || isPage(x.header):
		return "Azure DevOps doesn't accept `oidc_request_token`. Map the token in the step: `env: SYSTEM_ACCESSTOKEN: " +
			"$(System.AccessToken)`."
	default:
		return general[azurePipelines]
	}
}

// afterExpiredProof is about a proof that Microsoft Entra received before or after its lifetime.
func (a adviser) afterExpiredProof(x *exchange) string {
	lifetime := ""
	if x != nil {
		lifetime = x.proof.Lifetime(x.date())
	}
	switch {
	case a.method == azureCLI:
		return "The OIDC token that `az login --federated-token` was given has expired. Run `az login` again shortly " +
			"before the run, or let the provider request tokens itself (`use_oidc` with `oidc_request_url` and " +
			"`oidc_request_token`). If `az login` was given a certificate, set the clock of this machine."
	case a.method == clientCertificate:
		return "The provider signs a new proof for each sign-in, so the clock of this machine is wrong." +
			lifetime + " Set the clock."
	case a.method.usesPipeline():
		return "The provider requests a new OIDC token for each sign-in." + lifetime + " Check the clock of the machine " +
			"that issues it, then try again."
	case a.credentials.OIDCTokenFilePath != "":
		return "The OIDC token in `oidc_token_file_path` has expired, or its issuer's clock is wrong." + lifetime +
			" The provider reads the file for each sign-in. Check that the program that writes it is running."
	default:
		return "The OIDC token in `oidc_token` has expired, or its issuer's clock is wrong." + lifetime + " The " +
			"provider can't renew it. Set `oidc_token_file_path` to a file that another program keeps current, or set " +
			"`oidc_request_url` and `oidc_request_token`."
	}
}

// identityEndpoint names the managed identity endpoint.
func (a adviser) identityEndpoint() string {
	switch {
	case a.credentials.MSIEndpoint == "":
		return "the instance metadata service (IMDS) at " + metadataService
	case a.credentials.MSIHeader != "":
		return "IDENTITY_ENDPOINT, which this process has in its environment,"
	default:
		return "the address in `msi_endpoint`"
	}
}

// afterManagedIdentity is about an endpoint that belongs to the machine and not to Microsoft Entra.
//
// See
// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling.
func (a adviser) afterManagedIdentity(e *AuthenticationError) string {
	asked := a.identityEndpoint()
	switch {
	case e.Host != "" && !e.Reached():
		return fmt.Sprintf("This machine has no working managed identity endpoint: %s does not answer. Run on a machine in "+
			"Azure that has a managed identity, or set `use_msi = false` and sign in another way.", asked)
	case e.Status == http.StatusBadRequest && a.credentials.ClientID != "":
		return fmt.Sprintf("Check `client_id`: this machine has no managed identity %s. Assign it to the machine, or "+
			"remove `client_id` to use the machine's own (system-assigned) identity.", a.credentials.ClientID)
	case e.Status == http.StatusBadRequest:
		return "This machine has no identity of its own (system-assigned), or several assigned ones. Set `client_id` to " +
			"the client ID of an identity that is assigned to it."
	case e.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("Too many processes on this machine ask %s for tokens at once. Wait a few minutes, then try "+
			"again.", asked)
	case e.Status == http.StatusNotFound:
		return fmt.Sprintf("Wait a few minutes, then try again: %s may be in an update. %s",
			asked, general[managedIdentity])
	case e.Status == http.StatusGone || e.Status >= http.StatusInternalServerError:
		return fmt.Sprintf("Wait a few minutes, then try again: %s is in an update or has a fault.", asked)
	case e.Reached() && e.Status < 400,
		e.Status == http.StatusUnauthorized,
		e.Status == http.StatusForbidden,
		e.Status == http.StatusProxyAuthRequired:
		return fmt.Sprintf("The server at %s is not the managed identity endpoint of this machine. Check "+
			"`msi_endpoint`, and that no proxy is in between.", asked)
	default:
		return general[managedIdentity]
	}
}

// asApplication is how to sign in as an application. The Azure CLI has no entitlement management permission that a
// person's token could carry.
func (a adviser) asApplication() string {
	return fmt.Sprintf("A person's sign-in can't manage rules. Sign in as an application: with its client ID and "+
		"credentials, or with `az login --service-principal --tenant %s --username <client id>`. If the application "+
		"has no subscription, add `--allow-no-subscriptions`. On a machine with a managed identity, `az login "+
		"--identity` works, too.", cmp.Or(a.credentials.TenantID, "<tenant>"))
}

// inAzureCLI words a remedy in the options of `az login`, which was given the proof and needs it again.
func (a adviser) inAzureCLI(r remedy) string {
	names := []string{"`client_secret`", "`--password`", "`client_id`", "`--username`"}
	if a.credentials.TenantID == "" {
		names = append(names, "`tenant_id`", "`--tenant`")
	}
	text := strings.NewReplacer(names...).Replace(r.text)
	switch {
	case r.federation:
		text += " Then run `az login --service-principal` again with a fresh token."
	case r.secret || r.certificate:
		text += " Then run `az login --service-principal` again with it."
	}
	return text
}
