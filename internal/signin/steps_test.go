package signin

import (
	"fmt"
	"maps"
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

func TestSteps(t *testing.T) {
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
		"wrong secret":             {secret, 7000215, []string{"value of a secret", "not the secret's id"}},
		"expired secret":           {secret, 7000222, []string{"The client secret has expired: make a new one"}},
		"no such application":      {secret, 700016, []string{"`client_id` is not in the tenant `tenant_id`"}},
		"no service principal":     {secret, 7000229, []string{"`client_id` is not in the tenant `tenant_id`", "consented"}},
		"disabled application":     {secret, 7000112, []string{"The application is disabled"}},
		"public client":            {secret, 700025, []string{"Allow public client flows"}},
		"no proof":                 {secret, 7000218, []string{"set `client_secret`, a certificate or OIDC"}},
		"not assigned":             {secret, 50105, []string{"assign this one"}},
		"no such tenant":           {secret, 90002, []string{"no tenant `tenant_id` in this cloud", "`environment`"}},
		"malformed tenant":         {secret, 900023, []string{"neither the GUID of a tenant nor one of its domain names"}},
		"another cloud":            {secret, 90038, []string{"set `environment`"}},
		"tenant restrictions":      {secret, 500021, []string{"pass to certain tenants only (tenant restrictions)"}},
		"outbound policy":          {secret, 500212, []string{"cross-tenant access settings"}},
		"inbound policy":           {secret, 500213, []string{"cross-tenant access settings"}},
		"Conditional Access":       {secret, 53003, []string{"Conditional Access policy", "sign-in log"}},
		"security policy":          {secret, 530032, []string{"Conditional Access policy"}},
		"security defaults":        {secret, 530035, []string{"security defaults"}},
		"device":                   {secret, 53000, []string{"managed device"}},
		"risk":                     {secret, 53011, []string{"risky"}},
		"factor":                   {secret, 50076, []string{"multi-factor authentication", "az login --service-principal --tenant " + testTenant}},
		"factor to register":       {secret, 50079, []string{"register for it first", "az login"}},
		"no consent":               {secret, 65001, []string{"has to consent"}},
		"scope":                    {secret, 70011, []string{"does not know Microsoft Graph by the address", "`environment` or `metadata_host`"}},
		"no such user":             {secret, 50034, []string{"not in the tenant", "az login"}},
		"disabled user":            {secret, 50057, []string{"disabled or locked"}},
		"password":                 {secret, 50126, []string{"is wrong or has expired: enter the right one, or change it if it has expired"}},
		"session":                  {secret, 50173, []string{"has ended", "az login"}},
		"loop":                     {secret, 50196, []string{"wait some minutes"}},
		"expired token":            {token, 700024, []string{"`oidc_token` has expired", "cannot be renewed", "`oidc_token_file_path`", "`oidc_request_url`"}},
		"expired file":             {file, 700024, []string{"`oidc_token_file_path` has expired", "what writes it"}},
		"clock":                    {certificate, 700024, []string{"clock of this machine"}},
		"unregistered certificate": {certificate, 700027, []string{"register it", sum}},
		"certificate's subject":    {certificate, 700030, []string{"subject names", sum}},
		"issuer":                   {token, 700211, append([]string{"has the issuer of the OIDC token"}, sent...)},
		"audience":                 {token, 700212, append([]string{"has the audience of the OIDC token"}, sent...)},
		"subject":                  {token, 700213, append([]string{"has the subject of the OIDC token"}, sent...)},
		"not a token":              {opaque, 50027, []string{"can read and check", "not in the form of a token"}},
		"subject's case":           {token, 7002138, append([]string{"upper and lower case only"}, sent...)},
		"any of the three":         {file, 70021, append([]string{"No federated credential fits", "letter by letter"}, sent...)},
		"no federated credential":  {token, 70025, append([]string{"has no federated credential"}, sent...)},
		"a token of Entra":         {token, 700222, []string{"Microsoft Entra itself issued"}},
		"a token of a user":        {token, 700229, []string{"issued for a user"}},
		"unreadable token":         {token, 50027, append([]string{"can read and check"}, sent...)},
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

// Every code has words of its own, and no two steps at once.
func TestSteps_complete(t *testing.T) {
	t.Parallel()
	for _, m := range []method{federatedToken, azureCLI} {
		s := &Session{method: m, credentials: Credentials{TenantID: testTenant}}
		for code, step := range steps {
			if words := step.words(s, nil); words == "" || strings.Contains(words, "AADSTS") || !strings.HasSuffix(words, ".") {
				t.Errorf("%s with %s: %q", code, m, words)
			}
		}
	}
}

// Who signs in through the Azure CLI has set no argument but the tenant, and not even that.
func TestSteps_azureCLI(t *testing.T) {
	t.Parallel()
	for code, step := range steps {
		words := step.words(&Session{method: azureCLI}, nil)
		for _, not := range []string{"`client_id`", "`client_secret`", "`tenant_id`", "`oidc_token`", "What was sent"} {
			if strings.Contains(words, not) {
				t.Errorf("%s names %s: %s", code, not, words)
			}
		}
	}
}

// The guide names the codes that have a step, and no others.
func TestSteps_guide(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../templates/guides/permissions.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for code := range steps {
		want[code] = 1
	}
	for code := range passing {
		want[code] = 1
	}
	got := map[string]int{}
	for row := range strings.Lines(string(text)) {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " |")
		for _, code := range regexp.MustCompile(`\b\d{5,7}\b`).FindAllString(first, -1) {
			if strings.HasPrefix(row, "| ") {
				got[code]++
			}
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("the guide has %v, the steps are %v", got, want)
	}
}

// What passes by itself is waited for, whatever its status is.
func TestSteps_passing(t *testing.T) {
	t.Parallel()
	a, clock := newAuthority(t), &steppedClock{}
	a.on(tokenPath, entraRefuses(90033, "A transient error has occurred. Please try again."))
	s := mustSession(t, Config{MetadataHost: a.URL, Clock: clock, Credentials: Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "s"}})
	_, err := s.Token(t.Context())
	mustSay(t, err, []string{"AADSTS90033", "is busy or has a fault: wait some minutes"}, "")
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
