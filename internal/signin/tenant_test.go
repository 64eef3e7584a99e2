package signin

import (
	"errors"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func TestSession_tenant(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ claims, want string }{
		"a tenant":               {`{"tid":"` + testTenant + `"}`, testTenant},
		"in upper case":          {`{"tid":"7E4A4700-0000-4000-8000-000000000001"}`, testTenant},
		"no tenant":              {`{}`, ""},
		"not an ID":              {`{"tid":"contoso.example"}`, ""},
		"not a text":             {`{"tid":1}`, ""},
		"an ID and another line": {`{"tid":"` + testTenant + `\nx"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.on(tokenPath, status(200, `{"access_token":"`+testToken(test.claims)+`","expires_in":3600}`))
			s := a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "s"})
			if got, err := s.Tenant(t.Context()); err != nil || got != test.want {
				t.Errorf("tenant = %q, %v, want %q", got, err, test.want)
			}
			mustToken(t, s)
			if n := a.count(tokenPath); n != 1 {
				t.Errorf("%d token requests, want 1", n)
			}
		})
	}
}

func TestSession_tenantUnknownWithoutToken(t *testing.T) {
	t.Parallel()
	cfg := secretConfig(emulator.New(emulator.Options{}), &steppedClock{})
	cfg.Credentials.ClientSecret = "not-the-secret"
	var failure *AuthenticationError
	if tenant, err := mustSession(t, cfg).Tenant(t.Context()); tenant != "" || !errors.As(err, &failure) {
		t.Errorf("tenant = %q, %v", tenant, err)
	}
}
