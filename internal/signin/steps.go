package signin

import "github.com/entra-elm/terraform-provider-elm/internal/signin/claims"

// step is what to do about an error code of Microsoft Entra.
type step struct {
	text        string
	federation  bool // issuer, subject and audience have to be compared: say what was sent
	certificate bool // the same for a certificate
	expired     bool // what to do depends on where the assertion comes from
	secret      bool // the secret has to be replaced where it was given
	login       bool // a person signed in, which is of no use
}

func (t step) words(s *Session, sent *claims.Proof) string {
	switch {
	case t.expired:
		return s.adviseExpired()
	case t.login:
		return t.text + " " + s.asApplication()
	case s.method == azureCLI:
		return s.throughAzureCLI(t)
	case t.federation:
		return t.text + sent.Federation()
	case t.certificate:
		return t.text + sent.Certificate()
	}
	return t.text
}

const (
	compareFederation = "Compare with the federated credentials of the application `client_id`, letter by letter."
	notInTenant       = "The application `client_id` is not in the tenant `tenant_id`: compare both with the application's overview in the admin center. An " +
		"application of another tenant is there only after an administrator of this one has consented to it."
	noSuchTenant = "There is no tenant `tenant_id` in this cloud: compare it with the tenant's overview in the admin center, and `environment` with the cloud."
	otherCloud   = "The tenant is in another national cloud: set `environment`."
	disabled     = "The application is disabled: an administrator enables it under *Enterprise applications → Properties*, or the provider uses another one."
	policy       = "A Conditional Access policy of the tenant keeps this sign-in out. Run where the policy allows it, or have an administrator exclude this identity: the " +
		"tenant's sign-in log names the policy; look there for the correlation id."
	device  = "A Conditional Access policy wants a managed device or an approved application: run on one, or sign in as an application."
	consent = "An administrator of the tenant has to consent to the application's permissions for Microsoft Graph."
	scope   = "This tenant does not know Microsoft Graph by the address that the provider uses: check `environment` or `metadata_host`."
	account = "The account is not in the tenant."
	allowed = "The network lets sign-ins pass to certain tenants only (tenant restrictions): have this one added by whoever runs the proxy, or run elsewhere."
	wait    = "Too many tokens were asked for in a short time: wait some minutes, then apply again, with fewer runs at once."
	secret  = "`client_secret` must be the value of a secret of the application `client_id`, not the secret's id. The value is shown once, when the secret is made: " +
		"make a new one if it is lost."
	noProof      = "Microsoft Entra was shown no proof of who this is: set `client_secret`, a certificate or OIDC."
	factor       = "This sign-in wants multi-factor authentication, which only a person can give."
	session      = "The sign-in of this account has ended."
	userDisabled = "The account is disabled or locked: have it enabled, or sign in with another."
	password     = "The account's password is wrong or has expired: enter the right one, or change it if it has expired."
)

// steps are the codes that say what to do. They choose words and nothing else: Microsoft may change them at any time.
//
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes and, for federated credentials,
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations.
var steps = map[string]step{
	// The application's secret.
	"7000215": {text: secret, secret: true},
	"70002":   {text: secret, secret: true},
	"7000222": {text: "The client secret has expired: make a new one for the application `client_id` and set `client_secret` to its value.", secret: true},
	"7000216": {text: noProof, secret: true},
	"7000218": {text: noProof, secret: true},
	"700025":  {text: "The application is registered as a public client: turn *Allow public client flows* off under *Authentication*."},

	// The application.
	"700016":  {text: notInTenant},
	"700011":  {text: notInTenant},
	"7000229": {text: notInTenant},
	"70001":   {text: disabled},
	"7000112": {text: disabled},
	"1000031": {text: disabled},
	"50105":   {text: "The application takes assigned accounts only: assign this one under *Enterprise applications → Users and groups*."},

	// The tenant and its cloud.
	"90002":  {text: noSuchTenant},
	"900023": {text: "`tenant_id` is neither the GUID of a tenant nor one of its domain names."},
	"50059":  {text: "`tenant_id` is neither the GUID of a tenant nor one of its domain names."},
	"50128":  {text: "`tenant_id` is neither the GUID of a tenant nor one of its domain names."},
	"90038":  {text: otherCloud},
	"900382": {text: otherCloud},
	"900432": {text: otherCloud},

	// Tenants that may not be used from here.
	"500021": {text: allowed},
	"500022": {text: allowed},
	"50002":  {text: allowed},
	"500212": {text: "The home tenant of the account does not let it into other tenants: its administrator changes the cross-tenant access settings."},
	"500213": {text: "The tenant does not let accounts of this other tenant in: its administrator changes the cross-tenant access settings."},

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

	// Conditional Access and what is like it.
	"53003":  {text: policy},
	"50131":  {text: policy},
	"530032": {text: policy},
	"530035": {text: "The tenant's security defaults keep this sign-in out: sign in as an application, or have an administrator look into the sign-in log."},
	"53000":  {text: device},
	"53001":  {text: device},
	"53002":  {text: device},
	"50005":  {text: device},
	"50097":  {text: device},
	"53011":  {text: "The account is blocked as risky: an administrator looks at it in *ID Protection*."},

	// Patience.
	"50196": {text: wait},
	"90055": {text: wait},

	// Assertions and certificates.
	"700024": {expired: true},
	"700027": {text: "The certificate is not one that the application `client_id` has, or has expired: register it, or use one that is registered.", certificate: true},
	"50012":  {text: "The certificate is not one that the application `client_id` has, or has expired: register it, or use one that is registered.", certificate: true},
	"700030": {text: "The application takes certificates with certain subject names only: use one that has such a name.", certificate: true},

	// Federated credentials.
	"70025":   {text: "The application `client_id` has no federated credential: add one.", federation: true},
	"70021":   {text: "No federated credential fits the OIDC token. " + compareFederation, federation: true},
	"700211":  {text: "No federated credential has the issuer of the OIDC token. " + compareFederation, federation: true},
	"700212":  {text: "No federated credential has the audience of the OIDC token. " + compareFederation, federation: true},
	"700213":  {text: "No federated credential has the subject of the OIDC token. " + compareFederation, federation: true},
	"7002137": {text: "No federated credential has the subject of the OIDC token. " + compareFederation, federation: true},
	"7002138": {text: "The subject of the OIDC token differs from a federated credential's in upper and lower case only: correct the federated credential.", federation: true},
	"700222":  {text: "An OIDC token that Microsoft Entra itself issued is not taken here: use one of another issuer, or a managed identity.", federation: true},
	"700229":  {text: "An OIDC token that was issued for a user is not taken: use one that was issued for an application.", federation: true},
	"50013":   {text: "The OIDC token is not one that Microsoft Entra can read and check. " + compareFederation, federation: true},
	"50027":   {text: "The OIDC token is not one that Microsoft Entra can read and check. " + compareFederation, federation: true},

	// A person has to prove more.
	"50072": {text: factor, login: true},
	"50074": {text: factor, login: true},
	"50076": {text: factor, login: true},
	"50078": {text: factor, login: true},
	"50079": {text: factor + " The account has to register for it first.", login: true},
	"50158": {text: factor, login: true},
	"53004": {text: factor + " The account has to register for it first.", login: true},

	// Accounts of other tenants.
	"16003": {text: account, login: true},
	"50014": {text: account, login: true},
	"50020": {text: account, login: true},
	"50034": {text: account, login: true},
	"51004": {text: account, login: true},
	"90072": {text: account, login: true},

	// Accounts and passwords.
	"50053": {text: userDisabled},
	"50057": {text: userDisabled},
	"50055": {text: password, login: true},
	"50056": {text: password, login: true},
	"50126": {text: password, login: true},
	"50144": {text: password, login: true},

	// Sign-ins that have ended.
	"50058":  {text: session, login: true},
	"50089":  {text: session, login: true},
	"50132":  {text: session, login: true},
	"50133":  {text: session, login: true},
	"50173":  {text: session, login: true},
	"70008":  {text: session, login: true},
	"70043":  {text: session, login: true},
	"700020": {text: session, login: true},
	"700082": {text: session, login: true},
}

// passing are the codes of failures that pass by themselves, whatever the HTTP status is.
var passing = map[string]bool{"50033": true, "90006": true, "90012": true, "90024": true, "90033": true, "90090": true}
