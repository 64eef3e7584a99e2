package emulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

func jwt(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("signature"))
}

// readJWT reads the payload of a token as a client does, which cannot check it.
func readJWT(t *testing.T, token string, into any) {
	t.Helper()
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token+"..", ".")[1])
	if err == nil {
		err = json.Unmarshal(payload, into)
	}
	if err != nil {
		t.Fatalf("%v in %q", err, token)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	now := newClock()
	own := Credentials{TenantID: "contoso", ClientID: "elm", ClientSecret: "planted"}
	secret := func(s string) url.Values { return url.Values{"client_secret": {s}} }
	assertion := func(s string) url.Values {
		return url.Values{"client_assertion_type": {assertionType}, "client_assertion": {s}}
	}
	for name, row := range map[string]struct {
		accepted Credentials
		tenant   string
		client   string
		form     url.Values
		status   int
		error    string
		code     string
	}{
		"a secret":             {Credentials{}, "contoso", "elm", secret(DefaultSecret), 200, "", ""},
		"a wrong secret":       {Credentials{}, "contoso", "elm", secret("guess"), 401, "invalid_client", "AADSTS7000215:"},
		"no secret":            {Credentials{}, "contoso", "elm", nil, 401, "invalid_client", "AADSTS7000215:"},
		"an own secret":        {own, "contoso", "elm", secret("planted"), 200, "", ""},
		"the default secret":   {own, "contoso", "elm", secret(DefaultSecret), 401, "invalid_client", "AADSTS7000215:"},
		"another tenant":       {own, "fabrikam", "elm", secret("planted"), 400, "invalid_request", "AADSTS90002:"},
		"another client":       {own, "contoso", "oak", secret("planted"), 400, "unauthorized_client", "AADSTS700016:"},
		"no client":            {Credentials{}, "contoso", "", secret(DefaultSecret), 400, "unauthorized_client", "AADSTS700016:"},
		"an assertion":         {own, "contoso", "elm", assertion(jwt(`{"exp":4000000000}`)), 200, "", ""},
		"an expired assertion": {own, "contoso", "elm", assertion(jwt(`{"exp":1}`)), 401, "invalid_client", "AADSTS700024:"},
		"no JWT":               {own, "contoso", "elm", assertion("token"), 401, "invalid_client", "AADSTS50027:"},
		"another grant":        {own, "contoso", "elm", url.Values{"grant_type": {"password"}}, 400, "unsupported_grant_type", "AADSTS70003:"},
		"no default scope":     {own, "contoso", "elm", url.Values{"scope": {"Group.Read.All"}}, 400, "invalid_scope", "AADSTS70011:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := New(Options{Credentials: row.accepted, Now: now.Now})
			c := &client{t: t, server: s, transport: s.Transport(), origin: origin}
			form := url.Values{"grant_type": {"client_credentials"}, "client_id": {row.client}, "scope": {origin + "/.default"}}
			for key, values := range row.form {
				form[key] = values
			}
			got := c.send(http.MethodPost, "/"+row.tenant+"/oauth2/v2.0/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
			var body struct {
				Error       string `json:"error"`
				Description string `json:"error_description"`
				AccessToken string `json:"access_token"`
				ExpiresIn   int    `json:"expires_in"`
			}
			got.decode(t, &body)
			if got.status != row.status || body.Error != row.error || !strings.HasPrefix(body.Description, row.code) {
				t.Errorf("got %d %s", got.status, got.body)
			}
			if row.status != 200 {
				return
			}
			var claims struct {
				AppID, TID, IDTyp string
				Roles             []string
				Exp               int64
			}
			readJWT(t, body.AccessToken, &claims)
			if claims.AppID != row.client || claims.TID != row.tenant || claims.IDTyp != "app" || !slices.Equal(claims.Roles, Options{}.WithDefaults().Roles) {
				t.Errorf("claims %+v", claims)
			}
			if body.ExpiresIn != 3600 || claims.Exp-now.Now().Unix() != 3600 {
				t.Errorf("expires in %d, at %d", body.ExpiresIn, claims.Exp)
			}
		})
	}
}

func TestBearerToken(t *testing.T) {
	t.Parallel()
	now := newClock()
	c := newClient(t, Options{TokenLifetime: time.Minute, Now: now.Now})
	stranger := newClient(t, Options{Now: now.Now})
	for name, row := range map[string]struct{ header, message string }{
		"none":             {"", "Access token is empty."},
		"basic":            {"Basic ZWxtOmVsbQ==", "Access token is empty."},
		"no JWT":           {"Bearer token", "CompactToken parsing failed with error code: 80049217"},
		"another server's": {"Bearer " + stranger.token, "Access token validation failure."},
		"forged":           {"Bearer " + jwt(`{"roles":["EntitlementManagement.ReadWrite.All"]}`), "Access token validation failure."},
		"another audience": {"Bearer " + c.server.UserToken("https://elsewhere.example", "az", contract.PermissionReadWrite), "Invalid audience"},
	} {
		got := c.send(http.MethodGet, "/v1.0"+groupsOfP, "", "Authorization", row.header)
		if got.status != 401 || got.code() != "InvalidAuthenticationToken" || !strings.Contains(got.body, row.message) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
	}
	if got := c.get("/v1.0" + groupsOfP); got.status != 200 {
		t.Errorf("its own: %d %s", got.status, got.body)
	}
	now.advance(time.Minute)
	if got := c.get("/v1.0" + groupsOfP); got.status != 401 || !strings.Contains(got.body, "expired") {
		t.Errorf("after its life: %d %s", got.status, got.body)
	}
}

func TestUserToken(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	for _, row := range []struct {
		scopes []string
		status int
		code   string
	}{
		{[]string{"User.Read.All"}, 403, "UnAuthorized"}, // the Azure CLI's case
		{[]string{"User.Read.All", contract.PermissionRead}, 200, noEnvelope},
	} {
		c.token = c.server.UserToken(origin, "04b07795-8ddb-461a-bbee-02f9e1bf7b46", row.scopes...)
		if got := c.get("/v1.0" + groupsOfP); got.status != row.status || got.code() != row.code {
			t.Errorf("%v: %d %s", row.scopes, got.status, got.body)
		}
	}
	additional := "/beta" + em + "/accessPackageAssignments/additionalAccess(accessPackageId='" + packageP + "',incompatibleAccessPackageId='" + packageQ + "')"
	if got := c.get(additional); got.status != 200 {
		t.Errorf("additional access of a user on beta: %d %s", got.status, got.body)
	}
}

func TestManagedIdentity(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	target := "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + url.QueryEscape(origin+"/")
	if got := c.get(target); got.status != 400 {
		t.Errorf("without the header: %d", got.status)
	}
	var token struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   string `json:"expires_in"`
	}
	c.send(http.MethodGet, target, "", "Metadata", "true").decode(t, &token)
	if token.ExpiresIn != "3600" {
		t.Errorf("expires in %q", token.ExpiresIn)
	}
	c.token = token.AccessToken
	if got := c.get("/v1.0" + groupsOfP); got.status != 200 {
		t.Errorf("its token: %d %s", got.status, got.body)
	}
}

func TestPipelineToken(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	if got := c.send(http.MethodGet, "/oidc/request", "", "Authorization", ""); got.status != 401 {
		t.Errorf("without a request token: %d", got.status)
	}
	var gitHub, azureDevOps struct {
		Value string `json:"value"`
		Token string `json:"oidcToken"`
	}
	c.get("/oidc/request?audience=api%3A%2F%2FAzureADTokenExchange").decode(t, &gitHub)
	c.send(http.MethodPost, "/oidc/request?serviceConnectionId=1", "{}").decode(t, &azureDevOps)
	for _, assertion := range []string{gitHub.Value, azureDevOps.Token} {
		form := url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"elm"}, "scope": {origin + "/.default"},
			"client_assertion_type": {assertionType}, "client_assertion": {assertion},
		}
		if got := c.send(http.MethodPost, "/contoso/oauth2/v2.0/token", form.Encode()); got.status != 200 {
			t.Errorf("%d %s", got.status, got.body)
		}
	}
}

func TestMetadata(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	type cloud struct {
		Name           string `json:"name"`
		Manager        string `json:"resourceManager"`
		Graph          string `json:"microsoftGraphResourceId"`
		Authentication struct {
			LoginEndpoint string `json:"loginEndpoint"`
		} `json:"authentication"`
	}
	var one cloud
	var list []cloud
	c.get("/metadata/endpoints?api-version=2022-09-01").decode(t, &one)
	c.get("/metadata/endpoints?api-version=2019-05-01").decode(t, &list)
	if len(list) != 1 || list[0] != one {
		t.Errorf("%+v and %+v", one, list)
	}
	if one.Name == "" || one.Manager == "" || one.Graph != origin+"/" || one.Authentication.LoginEndpoint != origin {
		t.Errorf("got %+v", one)
	}
	if got := c.get("/metadata/endpoints"); got.status != 400 {
		t.Errorf("without a version: %d", got.status)
	}
}
