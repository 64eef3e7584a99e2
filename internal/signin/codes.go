package signin

// remedy is what to do about an error code of Microsoft Entra. It chooses words and nothing else, because Microsoft
// can change its codes at any time.
type remedy struct {
	text        string
	federation  bool // an administrator must compare issuer, subject, and audience: add what the request carried
	certificate bool // the same for the certificate
	clock       bool // the proof was outside its lifetime: what to do depends on who issues it
	secret      bool // the secret must be replaced where it was given
	person      bool // a person signed in, whose token can't manage rules
}

const (
	compareFederation = "Compare them, letter by letter, with the federated credentials of the application `client_id`."
	notInTenant       = "The tenant `tenant_id` has no application `client_id`. Compare both with the application's " +
		"overview in the admin center. An application of another " +
		"tenant is missing until an administrator of this tenant has consented to it."
	noSuchTenant = "This cloud has no tenant `tenant_id`. Compare it with the tenant's overview in the admin center, " +
		"and set `environment` to the tenant's cloud."
	badTenant  = "Set `tenant_id` to the GUID of a tenant or to one of its domain names."
	otherCloud = "The tenant is in another national cloud. Set `environment` to that cloud."
	disabled   = "The application is disabled. Have an administrator enable it under *Enterprise applications → " +
		"Properties*."
	policy = "A Conditional Access policy of the tenant blocks this sign-in. Look up the correlation ID in the " +
		"tenant's sign-in log, which names the policy, and have an " +
		"administrator exclude this identity."
	device = "A Conditional Access policy requires a managed device or an approved application. Sign in as " +
		"an application, or run on such a device."
	consent = "Have an administrator of the tenant consent to the application's permissions for Microsoft Graph."
	scope   = "The tenant's cloud doesn't accept the provider's address for Microsoft Graph. Check `environment` or " +
		"`metadata_host`."
	account    = "The account is not in the tenant."
	restricted = "The network allows sign-ins only to certain tenants (tenant restrictions). Have the " +
		"administrator of the proxy add this tenant."
	tooMany = "Too many tokens were requested in a short time. Wait a few minutes, then apply again with fewer " +
		"runs at once."
	wrongSecret = "Set `client_secret` to the value of a secret of the application `client_id`, not to the " +
		"secret's ID. If the value is lost, create a new secret."
	noProof        = "The request contained no credential. Set `client_secret`, a certificate, or OIDC."
	factor         = "This sign-in requires multi-factor authentication, which only a person can complete."
	ended          = "The sign-in of this account has ended."
	userDisabled   = "The account is disabled or locked. Have it enabled, or sign in with another account."
	password       = "The account's password is wrong or has expired."
	badCertificate = "The application `client_id` doesn't have this certificate, or the certificate has expired. " +
		"Register it under *Certificates & secrets*."
	unreadable = "Microsoft Entra can't read or verify the OIDC token. "
)

// remedies are by the digits of the error code.
//
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes and, for federated credentials,
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
var remedies = map[string]remedy{
	// The application's secret.
	"7000215": {text: wrongSecret, secret: true},
	"70002":   {text: wrongSecret, secret: true},
	"7000222": {text: "The client secret has expired. Create a new secret for the application `client_id`, and set " +
		"`client_secret` to its value.", secret: true},
	"7000216": {text: noProof, secret: true},
	"7000218": {text: noProof, secret: true},
	"700025": {text: "The application is registered as a public client. Turn off *Allow public client flows* under " +
		"*Authentication*."},

	// The application.
	"700016":  {text: notInTenant},
	"700011":  {text: notInTenant},
	"7000229": {text: notInTenant},
	"70001":   {text: disabled},
	"7000112": {text: disabled},
	"1000031": {text: disabled},
	"50105": {text: "The application accepts only assigned accounts. Assign this account under *Enterprise " +
		"applications → Users and groups*."},

	// The tenant and its cloud.
	"90002":  {text: noSuchTenant},
	"900023": {text: badTenant},
	"50059":  {text: badTenant},
	"50128":  {text: badTenant},
	"90038":  {text: otherCloud},
	"900382": {text: otherCloud},
	"900432": {text: otherCloud},

	// Tenants that this network or account can't reach.
	"500021": {text: restricted},
	"500022": {text: restricted},
	"50002":  {text: restricted},
	"500212": {text: "The account's home tenant doesn't allow it into other tenants. Have its administrator change " +
		"the cross-tenant access settings."},
	"500213": {text: "The tenant doesn't allow accounts of this other tenant. Have its administrator change the " +
		"cross-tenant access settings."},

	// Microsoft Graph.
	"70011":  {text: scope},
	"28002":  {text: scope},
	"500011": {text: scope},
	"650052": {text: scope},
	"50001":  {text: scope},

	// Consent.
	"65001": {text: consent},
	"65004": {text: consent},
	"90008": {text: consent},
	"90094": {text: consent},
	"90095": {text: consent},
	"90099": {text: consent},

	// Conditional Access and similar policies.
	"53003":  {text: policy},
	"50131":  {text: policy},
	"530032": {text: policy},
	"530035": {text: "The tenant's security defaults block this sign-in. Sign in as an application."},
	"53000":  {text: device},
	"53001":  {text: device},
	"53002":  {text: device},
	"50005":  {text: device},
	"50097":  {text: device},
	"53011":  {text: "The account is blocked as risky. Have an administrator review it in *ID Protection*."},

	// Throttling.
	"50196": {text: tooMany},
	"90055": {text: tooMany},

	// Assertions and certificates.
	"700024": {clock: true},
	"500133": {clock: true},
	"700027": {text: badCertificate, certificate: true},
	"50012":  {text: badCertificate, certificate: true},
	"700030": {text: "The application accepts only certificates with certain subject names. Use a certificate with " +
		"one of those names.", certificate: true},

	// Federated credentials.
	"70025": {text: "The application `client_id` has no federated credential. Add one.", federation: true},
	"70021": {text: "No federated credential matches the OIDC token. " + compareFederation, federation: true},
	"700211": {
		text:       "No federated credential has the issuer of the OIDC token. " + compareFederation,
		federation: true,
	},
	"700212": {
		text:       "No federated credential has the audience of the OIDC token. " + compareFederation,
		federation: true,
	},
	"700213": {
		text:       "No federated credential has the subject of the OIDC token. " + compareFederation,
		federation: true,
	},
	"7002137": {
		text:       "No federated credential has the subject of the OIDC token. " + compareFederation,
		federation: true,
	},
	"7002138": {text: "The subject of the OIDC token differs from a federated credential only in upper and lower " +
		"case. Correct the federated credential.", federation: true},
	"700222": {text: "Microsoft Entra doesn't accept an OIDC token that it issued itself. Use a token of another " +
		"issuer, or a managed identity.", federation: true},
	"700229": {
		text:       "The OIDC token was issued for a user. Use a token that was issued for an application.",
		federation: true,
	},
	"50013": {text: unreadable + compareFederation, federation: true},
	"50027": {text: unreadable + compareFederation, federation: true},

	// A person must prove more.
	"50072": {text: factor, person: true},
	"50074": {text: factor, person: true},
	"50076": {text: factor, person: true},
	"50078": {text: factor, person: true},
	"50079": {text: factor + " The account must register for it first.", person: true},
	"50158": {text: factor, person: true},
	"53004": {text: factor + " The account must register for it first.", person: true},

	// Accounts of other tenants.
	"16003": {text: account, person: true},
	"50014": {text: account, person: true},
	"50020": {text: account, person: true},
	"50034": {text: account, person: true},
	"51004": {text: account, person: true},
	"90072": {text: account, person: true},

	// Accounts and passwords.
	"50053": {text: userDisabled},
	"50057": {text: userDisabled},
	"50055": {text: password, person: true},
	"50056": {text: password, person: true},
	"50126": {text: password, person: true},
	"50144": {text: password, person: true},

	// Sign-ins that have ended.
	"50058":  {text: ended, person: true},
	"50089":  {text: ended, person: true},
	"50132":  {text: ended, person: true},
	"50133":  {text: ended, person: true},
	"50173":  {text: ended, person: true},
	"70008":  {text: ended, person: true},
	"70043":  {text: ended, person: true},
	"700020": {text: ended, person: true},
	"700082": {text: ended, person: true},
}

// passing are the codes of temporary failures, whatever the HTTP status is.
var passing = map[string]bool{"50033": true, "90006": true, "90012": true, "90024": true, "90033": true, "90090": true}
