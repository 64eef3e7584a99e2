package signin

import "strings"

// remedy is what to do about an error code of Microsoft Entra. It chooses words and nothing else, because Microsoft
// can change its codes at any time.
type remedy struct {
	codes       string // digits of each error code
	text        string
	federation  bool // an administrator must compare issuer, subject, and audience: add what the request carried
	certificate bool // the same for the certificate
	clock       bool // the proof was outside its lifetime: what to do depends on who issues it
	secret      bool // the secret must be replaced where it was given
	person      bool // a person signed in, whose token can't manage rules
}

const (
	compareFederation = "Compare them, letter by letter, with the federated credentials of the application `client_id`."
	factor            = "This sign-in requires multi-factor authentication, which only a person can complete."
)

// listed are all remedies. Each code is in one of them.
//
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes and, for federated credentials,
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
var listed = []remedy{
	// The application's secret.
	{codes: "7000215 70002", secret: true, text: "Set `client_secret` to the value of a secret of the application " +
		"`client_id`, not to the secret's ID. If the value is lost, create a new secret."},
	{codes: "7000222", secret: true, text: "The client secret has expired. Create a new secret for the application " +
		"`client_id`, and set `client_secret` to its value."},
	{codes: "7000216 7000218", secret: true, text: "The request contained no credential. Set `client_secret`, a " +
		"certificate, or OIDC."},
	{codes: "700025", text: "The application is registered as a public client. Turn off *Allow public client flows* " +
		"under *Authentication*."},

	// The application.
	{codes: "700016 700011 7000229", text: "The tenant `tenant_id` has no application `client_id`. Compare both with " +
		"the application's overview in the admin center. An application of another tenant is missing until an " +
		"administrator of this tenant has consented to it."},
	{codes: "70001 7000112 1000031", text: "The application is disabled. Have an administrator enable it under " +
		"*Enterprise applications → Properties*."},
	{codes: "50105", text: "The application accepts only assigned accounts. Assign this account under *Enterprise " +
		"applications → Users and groups*."},

	// The tenant and its cloud.
	{codes: "90002", text: "This cloud has no tenant `tenant_id`. Compare it with the tenant's overview in the admin " +
		"center, and set `environment` to the tenant's cloud."},
	{codes: "900023 50059 50128", text: "Set `tenant_id` to the GUID of a tenant or to one of its domain names."},
	{codes: "90038 900382 900432", text: "The tenant is in another national cloud. Set `environment` to that cloud."},

	// Tenants that this network or account can't reach.
	{codes: "500021 500022 50002", text: "The network allows sign-ins only to certain tenants (tenant restrictions). " +
		"Have the administrator of the proxy add this tenant."},
	{codes: "500212", text: "The account's home tenant doesn't allow it into other tenants. Have its administrator " +
		"change the cross-tenant access settings."},
	{codes: "500213", text: "The tenant doesn't allow accounts of this other tenant. Have its administrator change the " +
		"cross-tenant access settings."},

	// Microsoft Graph.
	{codes: "70011 28002 500011 650052 50001", text: "The tenant's cloud doesn't accept the provider's address for " +
		"Microsoft Graph. Check `environment` or `metadata_host`."},

	// Consent.
	{codes: "65001 65004 90008 90094 90095 90099", text: "Have an administrator of the tenant consent to the " +
		"application's permissions for Microsoft Graph."},

	// Conditional Access and similar policies.
	{codes: "53003 50131 530032", text: "A Conditional Access policy of the tenant blocks this sign-in. Look up the " +
		"correlation ID in the tenant's sign-in log, which names the policy, and have an administrator exclude this " +
		"identity."},
	{codes: "530035", text: "The tenant's security defaults block this sign-in. Sign in as an application."},
	{codes: "53000 53001 53002 50005 50097", text: "A Conditional Access policy requires a managed device or an " +
		"approved application. Sign in as an application, or run on such a device."},
	{codes: "53011", text: "The account is blocked as risky. Have an administrator review it in *ID Protection*."},

	// Throttling.
	{codes: "50196 90055", text: "Too many tokens were requested in a short time. Wait a few minutes, then try again " +
		"with fewer runs at once."},

	// Assertions and certificates.
	{codes: "700024 500133", clock: true},
	{codes: "700027 50012", certificate: true, text: "The application `client_id` doesn't have this certificate, or the " +
		"certificate has expired. Register it under *Certificates & secrets*."},
	{codes: "700030", certificate: true, text: "The application accepts only certificates with certain subject names. " +
		"Use a certificate with one of those names."},

	// Federated credentials.
	{codes: "70025", federation: true, text: "The application `client_id` has no federated credential. Add one."},
	{codes: "70021", federation: true, text: "No federated credential matches the OIDC token. " + compareFederation},
	{codes: "700211", federation: true, text: "No federated credential has the issuer of the OIDC token. " +
		compareFederation},
	{codes: "700212", federation: true, text: "No federated credential has the audience of the OIDC token. " +
		compareFederation},
	{codes: "700213 7002137", federation: true, text: "No federated credential has the subject of the OIDC token. " +
		compareFederation},
	{codes: "7002138", federation: true, text: "The subject of the OIDC token differs from a federated credential only " +
		"in upper and lower case. Correct the federated credential."},
	{codes: "700222", federation: true, text: "Microsoft Entra doesn't accept an OIDC token that it issued itself. Use " +
		"a token of another issuer, or a managed identity."},
	{codes: "700229", federation: true, text: "The OIDC token was issued for a user. Use a token that was issued for an " +
		"application."},
	{codes: "50013 50027", federation: true, text: "Microsoft Entra can't read or verify the OIDC token. " +
		compareFederation},

	// A person must prove more.
	{codes: "50072 50074 50076 50078 50158", person: true, text: factor},
	{codes: "50079 53004", person: true, text: factor + " The account must register for it first."},

	// Accounts of other tenants.
	{codes: "16003 50014 50020 50034 51004 90072", person: true, text: "The account is not in the tenant."},

	// Accounts and passwords.
	{codes: "50053 50057", text: "The account is disabled or locked. Have it enabled, or sign in with another account."},
	{codes: "50055 50056 50126 50144", person: true, text: "The account's password is wrong or has expired."},

	// Sign-ins that have ended.
	{codes: "50058 50089 50132 50133 50173 70008 70043 700020 700082", person: true, text: "The sign-in of this account " +
		"has ended."},
}

// remedies are by the digits of the error code.
var remedies = byCode(listed)

func byCode(all []remedy) map[string]remedy {
	found := map[string]remedy{}
	for _, r := range all {
		for code := range strings.FieldsSeq(r.codes) {
			found[code] = r
		}
	}
	return found
}

// passing are the codes of temporary failures, whatever the HTTP status is.
var passing = map[string]bool{"50033": true, "90006": true, "90012": true, "90024": true, "90033": true, "90090": true}
