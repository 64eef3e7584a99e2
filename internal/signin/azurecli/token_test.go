//go:build unix

package azurecli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const address, tenant = "https://graph.example", "7e4a4700-0000-4000-8000-000000000001"

// script is an Azure CLI that does what is written, with what it was called with so far.
func script(t *testing.T, lines string) (az Command, calls func() string) {
	t.Helper()
	folder := t.TempDir()
	made, name := filepath.Join(folder, "calls"), filepath.Join(folder, "az")
	if err := os.WriteFile(name, []byte("echo \"$@\" >> '"+made+"'\n"+lines+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	az = func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, "/bin/sh", name) }
	return az, func() string {
		content, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	const answer = `echo '{"accessToken":"token","expires_on":1764061200,"tokenType":"Bearer"}'`
	expiry := time.Unix(1764061200, 0)
	for name, test := range map[string]struct {
		script string
		tenant string
		expiry time.Time
		calls  int
	}{
		"an account": {answer, tenant, expiry, 1},
		"a tenant-level account": {
			`echo '{"accessToken":"token","expiresOn":"2026-11-25 10:00:00.000000","subscription":null,"tenant":"` + tenant + `"}'`, tenant, time.Time{}, 1,
		},
		"no tenant":             {answer, "", expiry, 1},
		"warnings on stdout":    {"echo 'WARNING: You have 2 updates {available}.'\necho\n" + answer, tenant, expiry, 1},
		"a byte-order mark":     {`printf '\357\273\277'` + "\n" + answer, tenant, expiry, 1},
		"a mark after warnings": {"echo 'WARNING: one'; echo 'WARNING: {two}'; echo '{three'; printf '\\357\\273\\277'\n" + answer, tenant, expiry, 1},
		"an object before it":   {"echo '{\"warning\":1}'\n" + answer, tenant, expiry, 1},
		"an indented answer":    {`echo 'WARNING: x'; printf '  {\r\n  "accessToken": "token",\r\n  "expires_on": 1764061200\r\n}\r\n'`, tenant, expiry, 1},
		"a managed identity":    {"case \"$*\" in *--tenant*) echo \"ERROR: Tenant shouldn't be specified for managed identity account\" >&2; exit 1 ;; esac\n" + answer, tenant, expiry, 2},
		"a child with a handle": {answer + "\nsleep 3 &", tenant, expiry, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			az, calls := script(t, test.script)
			token, err := az.Token(t.Context(), address, test.tenant)
			if err != nil {
				t.Fatal(err)
			}
			if token.AccessToken != "token" || !token.Expiry.Equal(test.expiry) {
				t.Errorf("token = %+v", token)
			}
			want := "account get-access-token --output json --scope " + address + "/.default"
			if test.tenant != "" {
				want += " --tenant " + test.tenant
			}
			if got := calls(); strings.Count(got, "\n") != test.calls || !strings.HasPrefix(got, want+"\n") {
				t.Errorf("calls:\n%s", got)
			}
		})
	}
}
