package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestOpenIDConfiguration(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	for tenant, issuer := range map[string]string{"contoso": origin + "/contoso/v2.0", "common": origin + "/{tenantid}/v2.0"} {
		var document struct {
			Issuer string
			Token  string `json:"token_endpoint"`
			Keys   string `json:"jwks_uri"`
		}
		c.get("/"+tenant+"/v2.0/.well-known/openid-configuration").decode(t, &document)
		if document.Issuer != issuer || document.Token != origin+"/"+tenant+"/oauth2/v2.0/token" {
			t.Errorf("%s: %+v", tenant, document)
		}
		if got := c.get(document.Keys); got.status != 200 {
			t.Errorf("%s: its keys answer %d", tenant, got.status)
		}
	}
}

func TestInstanceDiscovery(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	var document struct {
		Tenant   string `json:"tenant_discovery_endpoint"`
		Metadata []struct{ Aliases []string }
	}
	endpoint := url.QueryEscape("https://login.contoso.example/fabrikam/oauth2/v2.0/authorize")
	c.get("/common/discovery/instance?api-version=1.1&authorization_endpoint="+endpoint).decode(t, &document)
	if document.Tenant != origin+"/fabrikam/v2.0/.well-known/openid-configuration" {
		t.Errorf("it leads to %q", document.Tenant)
	}
	if len(document.Metadata) != 1 || !slices.Equal(document.Metadata[0].Aliases, []string{"login.contoso.example"}) {
		t.Errorf("it knows %+v", document.Metadata)
	}
	for _, wrong := range []string{"", "?authorization_endpoint=elsewhere", "?authorization_endpoint=%3A%2F%2F"} {
		if got := c.get("/common/discovery/instance" + wrong); got.status != 400 || !strings.Contains(got.body, "invalid_instance") {
			t.Errorf("%q: %d %s", wrong, got.status, got.body)
		}
	}
}

// TestKeysCheckTokens: a service which checks signatures, unlike a client, can take the emulator's tokens.
func TestKeysCheckTokens(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	var document struct {
		Keys []struct{ Alg, Kid, X, Y string }
	}
	c.get("/common/discovery/v2.0/keys").decode(t, &document)
	if len(document.Keys) != 1 || document.Keys[0].Alg != "ES256" {
		t.Fatalf("keys %+v", document.Keys)
	}
	bytes := func(text string) []byte {
		decoded, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return decoded
	}
	point := slices.Concat([]byte{4}, bytes(document.Keys[0].X), bytes(document.Keys[0].Y))
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndexByte(c.token, '.')
	sum, signature := sha256.Sum256([]byte(c.token[:at])), bytes(c.token[at+1:])
	if !ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		t.Error("the key does not fit the token")
	}
	if header := string(bytes(strings.Split(c.token, ".")[0])); !strings.Contains(header, document.Keys[0].Kid) {
		t.Errorf("the token's header is %s", header)
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	for scope, audience := range map[string]string{
		"https://graph.microsoft.com/.default":                               "https://graph.microsoft.com",
		"https://graph.microsoft.com//.default":                              "https://graph.microsoft.com",
		"https://graph.microsoft.com/.default openid offline_access profile": "https://graph.microsoft.com",
		"openid https://graph.microsoft.com/.default":                        "https://graph.microsoft.com",
		"00000003-0000-0000-c000-000000000000/.default":                      "00000003-0000-0000-c000-000000000000",
		"openid":    "",
		"":          "",
		"/.default": "",
		"https://graph.microsoft.com/Group.Read.All":    "",
		"https://a.example/.default https://b/.default": "",
	} {
		c := newClient(t, Options{})
		got := c.send(http.MethodPost, "/contoso/oauth2/v2.0/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {"elm"}, "client_secret": {DefaultSecret}, "scope": {scope},
		}.Encode())
		if audience == "" {
			if got.status != 400 || !strings.Contains(got.body, "invalid_scope") {
				t.Errorf("%q: %d %s", scope, got.status, got.body)
			}
			continue
		}
		var token struct {
			AccessToken string `json:"access_token"`
		}
		got.decode(t, &token)
		var claims struct{ Aud string }
		readJWT(t, token.AccessToken, &claims)
		if claims.Aud != audience {
			t.Errorf("%q: the token is for %q", scope, claims.Aud)
		}
	}
}

func TestSecretInTheHeader(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{Credentials: Credentials{ClientID: "elm", ClientSecret: "a b:c"}})
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {origin + "/.default"}}.Encode()
	for secret, status := range map[string]int{"a+b%3Ac": 200, "a b:c": 200, "guess": 401, "100%": 401} {
		header := "Basic " + base64.StdEncoding.EncodeToString([]byte("elm:"+secret))
		if got := c.send(http.MethodPost, "/contoso/oauth2/v2.0/token", form, "Authorization", header); got.status != status {
			t.Errorf("%q: %d %s", secret, got.status, got.body)
		}
	}
}

func TestAppService(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	target := "/msi/token?api-version=2019-08-01&resource=" + url.QueryEscape("https://graph.microsoft.com")
	if got := c.get(target); got.status != 400 {
		t.Errorf("without the header: %d", got.status)
	}
	ids := map[string]bool{}
	for _, selector := range []string{"", "&client_id=" + userU, "&mi_res_id=%2Fone", "&mi_res_id=%2Ftwo", "&object_id=" + userU} {
		var token struct {
			AccessToken string `json:"access_token"`
			ClientID    string `json:"client_id"`
			ExpiresOn   string `json:"expires_on"`
		}
		c.send(http.MethodGet, target+selector, "", "X-Identity-Header", "inside").decode(t, &token)
		var claims struct{ AppID string }
		readJWT(t, token.AccessToken, &claims)
		if token.ClientID != claims.AppID || token.ExpiresOn == "" {
			t.Errorf("%q: %+v", selector, token)
		}
		ids[token.ClientID] = true
	}
	if len(ids) != 5 || !ids[userU] {
		t.Errorf("the identities are %v", ids)
	}
}
