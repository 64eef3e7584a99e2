package signin

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

const (
	traceID       = "1f3f0d3e-0000-4000-8000-000000000001"
	correlationID = "1f3f0d3e-0000-4000-8000-000000000002"
	timestamp     = "2026-11-25 09:00:00Z"
)

// entraRefuses is how the token endpoint words a refusal.
func entraRefuses(code int, words string) http.HandlerFunc {
	return status(http.StatusUnauthorized, fmt.Sprintf(
		`{"error":"invalid_client","error_description":"AADSTS%[1]d: %[2]s Trace ID: %[3]s Correlation ID: %[4]s Timestamp: %[5]s","error_codes":[%[1]d],`+
			`"timestamp":"%[5]s","trace_id":"%[3]s","correlation_id":"%[4]s","error_uri":"https://login.microsoftonline.com/error?code=%[1]d"}`,
		code, words, traceID, correlationID, timestamp))
}

func TestRemedies(t *testing.T) {
	t.Parallel()
	application := Credentials{TenantID: testTenant, ClientID: testClient}
	secret, token, file, opaque := application, application, application, application
	secret.ClientSecret = "a secret"
	token.UseOIDC, token.OIDCToken = true, testToken(`{"iss":"https://issuer.example","sub":"repo:contoso/infra:ref:refs/heads/main","aud":["api://AzureADTokenExchange"]}`)
	file.UseOIDC, file.OIDCTokenFilePath = true, writeFile(t, token.OIDCToken)
	opaque.UseOIDC, opaque.OIDCToken = true, "no token at all"
	certificate, sum := certificateCredentials(t)
	sent := []string{`issuer "https://issuer.example"`, `subject "repo:contoso/infra:ref:refs/heads/main"`, `audience "api://AzureADTokenExchange"`}
	for name, test := range map[string]struct {
		given Credentials
		code  int
		want  []string
	}{
		"wrong secret":             {secret, 7000215, []string{"the value of a secret", "not to the secret's ID"}},
		"expired secret":           {secret, 7000222, []string{"The client secret has expired. Create a new secret"}},
		"no such application":      {secret, 700016, []string{"The tenant `tenant_id` has no application `client_id`"}},
		"no service principal":     {secret, 7000229, []string{"The tenant `tenant_id` has no application `client_id`", "consented"}},
		"disabled application":     {secret, 7000112, []string{"The application is disabled"}},
		"public client":            {secret, 700025, []string{"Allow public client flows"}},
		"no proof":                 {secret, 7000218, []string{"Set `client_secret`, a certificate, or OIDC"}},
		"not assigned":             {secret, 50105, []string{"Assign this account"}},
		"no such tenant":           {secret, 90002, []string{"This cloud has no tenant `tenant_id`", "`environment`"}},
		"malformed tenant":         {secret, 900023, []string{"Set `tenant_id` to the GUID of a tenant or to one of its domain names"}},
		"another cloud":            {secret, 90038, []string{"Set `environment`"}},
		"tenant restrictions":      {secret, 500021, []string{"only to certain tenants (tenant restrictions)"}},
		"outbound policy":          {secret, 500212, []string{"cross-tenant access settings"}},
		"inbound policy":           {secret, 500213, []string{"cross-tenant access settings"}},
		"Conditional Access":       {secret, 53003, []string{"Conditional Access policy", "sign-in log"}},
		"security policy":          {secret, 530032, []string{"Conditional Access policy"}},
		"security defaults":        {secret, 530035, []string{"security defaults"}},
		"device":                   {secret, 53000, []string{"managed device"}},
		"risk":                     {secret, 53011, []string{"risky"}},
		"factor":                   {secret, 50076, []string{"multi-factor authentication", "az login --service-principal --tenant " + testTenant}},
		"factor to register":       {secret, 50079, []string{"must register for it first", "az login"}},
		"no consent":               {secret, 65001, []string{"consent to the application's permissions"}},
		"scope":                    {secret, 70011, []string{"doesn't accept the provider's address for Microsoft Graph", "`environment` or `metadata_host`"}},
		"no such user":             {secret, 50034, []string{"not in the tenant", "az login"}},
		"disabled user":            {secret, 50057, []string{"disabled or locked"}},
		"password":                 {secret, 50126, []string{"password is wrong or has expired"}},
		"session":                  {secret, 50173, []string{"has ended", "az login"}},
		"loop":                     {secret, 50196, []string{"Wait a few minutes"}},
		"expired token":            {token, 700024, []string{"`oidc_token` has expired", "can't renew it", "`oidc_token_file_path`", "`oidc_request_url`"}},
		"expired file":             {file, 700024, []string{"`oidc_token_file_path` has expired", "the program that writes it"}},
		"clock":                    {certificate, 700024, []string{"clock of this machine is wrong", "(`nbf`)", "Microsoft Entra's clock showed"}},
		"clock of the issuer":      {token, 500133, []string{"`oidc_token` has expired, or its issuer's clock is wrong"}},
		"unregistered certificate": {certificate, 700027, []string{"Register it", sum}},
		"certificate's subject":    {certificate, 700030, []string{"subject names", sum}},
		"issuer":                   {token, 700211, append([]string{"has the issuer of the OIDC token"}, sent...)},
		"audience":                 {token, 700212, append([]string{"has the audience of the OIDC token"}, sent...)},
		"subject":                  {token, 700213, append([]string{"has the subject of the OIDC token"}, sent...)},
		"not a token":              {opaque, 50027, []string{"can't read or verify", "is not a JWT"}},
		"subject's case":           {token, 7002138, append([]string{"only in upper and lower case"}, sent...)},
		"any of the three":         {file, 70021, append([]string{"No federated credential matches", "letter by letter"}, sent...)},
		"no federated credential":  {token, 70025, append([]string{"has no federated credential"}, sent...)},
		"a token of Entra":         {token, 700222, []string{"that it issued itself"}},
		"a token of a user":        {token, 700229, []string{"issued for a user"}},
		"unreadable token":         {token, 50027, append([]string{"can't read or verify"}, sent...)},
		"unknown":                  {secret, 999999, []string{general[clientSecret], "https://login.microsoftonline.com/error?code=999999"}},
		"unknown with a token":     {token, 999999, []string{general[federatedToken], "https://login.microsoftonline.com/error?code=999999"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.on(tokenPath, entraRefuses(test.code, "Whatever Microsoft says."))
			_, err := a.session(t, test.given).Token(t.Context())
			text := mustSay(t, err, append(test.want, "Whatever Microsoft says"), "eyJ")
			for _, once := range []string{fmt.Sprintf("AADSTS%d", test.code), traceID, correlationID, timestamp} {
				if n := strings.Count(text, once); n != 1 {
					t.Errorf("%q is shown %d times:\n%s", once, n, text)
				}
			}
		})
	}
}

// Every code has words, and one remedy.
func TestRemedies_complete(t *testing.T) {
	t.Parallel()
	codes := 0
	for _, r := range listed {
		codes += len(strings.Fields(r.codes))
	}
	if codes != len(remedies) {
		t.Errorf("%d codes are listed, but only %d have a remedy of their own", codes, len(remedies))
	}
	for _, m := range []method{federatedToken, azureCLI} {
		a := adviser{method: m, credentials: &Credentials{TenantID: testTenant}}
		for code, r := range remedies {
			if words := a.apply(r, &exchange{}); words == "" || strings.Contains(words, "AADSTS") || !strings.HasSuffix(words, ".") {
				t.Errorf("%s with %s: %q", code, m, words)
			}
		}
	}
}

// A user of the Azure CLI has set at most `tenant_id`.
func TestRemedies_azureCLI(t *testing.T) {
	t.Parallel()
	for code, r := range remedies {
		words := adviser{method: azureCLI, credentials: &Credentials{}}.apply(r, nil)
		for _, not := range []string{"`client_id`", "`client_secret`", "`tenant_id`", "`oidc_token`", "that the provider sent"} {
			if strings.Contains(words, not) {
				t.Errorf("%s names %s: %s", code, not, words)
			}
		}
	}
}

// The guide names the most frequent codes, each once. Each has a remedy.
func TestRemedies_guide(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../templates/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for row := range strings.Lines(string(text)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		for _, code := range regexp.MustCompile(`\b\d{5,7}\b`).FindAllString(first, -1) {
			_, known := remedies[code]
			if !known && !passing[code] || named[code] {
				t.Errorf("the guide names %s, which has no remedy or stands in another row", code)
			}
			named[code] = true
		}
	}
	if len(named) == 0 {
		t.Error("the guide names no code")
	}
}

// The provider retries a temporary failure, whatever its status is.
func TestRemedies_passing(t *testing.T) {
	t.Parallel()
	a, clock := newAuthority(t), &steppedClock{}
	a.on(tokenPath, entraRefuses(90033, "A transient error has occurred. Please try again."))
	s := mustSession(t, Config{MetadataHost: a.URL, Clock: clock, Credentials: Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "s"}})
	_, err := s.Token(t.Context())
	mustSay(t, err, []string{"AADSTS90033", "is busy or has a fault. Wait a few minutes"}, "")
	if n := a.count(tokenPath); n != mostTokenAttempts || len(clock.waits) != n-1 {
		t.Errorf("%d requests, %d waits", n, len(clock.waits))
	}
}

func TestRefusal_reading(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body                             string
		message, number, trace, relation string
	}{
		"lines": {
			`{"error":"x","error_description":"AADSTS50034: No account.\r\nTrace ID: t-1\r\nCorrelation ID: c-1\r\nTimestamp: 2026-11-25 09:00:00Z"}`,
			"AADSTS50034: No account.", "50034", "t-1", "c-1",
		},
		"fields only":       {`{"error":"x","error_description":"No account.","error_codes":[50034],"trace_id":"t","correlation_id":"c"}`, "AADSTS50034: No account.", "50034", "t", "c"},
		"a code only":       {`{"error_codes":[50034]}`, "AADSTS50034", "50034", "", ""},
		"two codes":         {`{"error_description":"AADSTS50020: No. AADSTS50034: Yes.","error_codes":[50020,50034]}`, "AADSTS50020: No. AADSTS50034: Yes.", "50020", "", ""},
		"ids on two lines":  {`{"trace_id":"a\nb"}`, "", "", "a b", ""},
		"no code":           {`{"error":"invalid_request","error_description":"Identity not found"}`, "Identity not found", "", "", ""},
		"a message":         {`{"message":"Not here"}`, "Not here", "", "", ""},
		"not JSON":          {`<html>`, "", "", "", ""},
		"codes of no sense": {`{"error_codes":"x","error_description":"y"}`, "", "", "", ""},
	} {
		e := &AuthenticationError{}
		e.readRefusal([]byte(test.body))
		if e.Message != test.message || e.number != test.number || e.TraceID != test.trace || e.CorrelationID != test.relation {
			t.Errorf("%s: %q, %q, %q, %q", name, e.Message, e.number, e.TraceID, e.CorrelationID)
		}
	}
}
