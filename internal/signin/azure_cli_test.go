//go:build unix

package signin

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/azurecli"
)

const otherTenant = "7e4a4700-0000-4000-8000-000000000002"

// azSession is a session whose Azure CLI is a script; calls lists the arguments of each run.
func azSession(t *testing.T, a *authority, tenant, script string) (s *Session, calls func() string) {
	t.Helper()
	folder := t.TempDir()
	made, name := filepath.Join(folder, "calls"), filepath.Join(folder, "az")
	if err := os.WriteFile(name, []byte("echo \"$@\" >> '"+made+"'\n"+script+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = mustSession(t, Config{MetadataHost: a.URL, Clock: &steppedClock{}, Credentials: Credentials{TenantID: tenant, UseCLI: true}})
	s.source.cli.az = func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, "/bin/sh", name) }
	return s, func() string {
		content, err := os.ReadFile(made)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
}

func azAnswer(token string) string {
	return fmt.Sprintf(`echo '{"accessToken":%q,"expires_on":%d,"tokenType":"Bearer"}'`, token, time.Now().Add(time.Hour).Unix())
}

// `az` runs once for a token, which must be of the tenant in `tenant_id` if that is an ID.
func TestAzureCLI_token(t *testing.T) {
	t.Parallel()
	theirs, others := testToken(`{"tid":"`+testTenant+`"}`), testToken(`{"tid":"`+otherTenant+`"}`)
	for name, test := range map[string]struct{ token, tenant string }{
		"an opaque token":    {"token of a person", testTenant},
		"the tenant's token": {theirs, testTenant},
		"a domain as tenant": {others, "contoso.example"},
		"no tenant":          {others, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, calls := azSession(t, newAuthority(t), test.tenant, azAnswer(test.token))
			for range 2 {
				if got := mustToken(t, s); got != test.token {
					t.Errorf("token = %q", got)
				}
			}
			if got := calls(); strings.Count(got, "\n") != 1 {
				t.Errorf("calls:\n%s", got)
			}
		})
	}
}

func TestAzureCLI_words(t *testing.T) {
	t.Parallel()
	const asked = "The provider asked the Azure CLI because no other way to sign in is configured (`client_secret`, `client_certificate`, `use_oidc`, `use_msi`). "
	const fresh, again = "Then run `az login --service-principal` again with a fresh token", "Then run `az login --service-principal` again with it"
	login := "`az login --service-principal --tenant " + testTenant + " --username <client id>`"
	for name, test := range map[string]struct {
		script string
		want   []string
		hidden string
	}{
		"not signed in": {script: `echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`, want: []string{"No one is signed in", login, "--allow-no-subscriptions", "`az login --identity`", "A person's sign-in can't manage rules"}, hidden: "--scope"},
		"multi-factor authentication": {
			script: `echo "ERROR: AADSTS50076: Due to a configuration change you must use multi-factor authentication to access 'x'. ` +
				`Trace ID: 1f3f0d3e-0000-4000-8000-000000000001 Correlation ID: 1f3f0d3e-0000-4000-8000-000000000002 Timestamp: 2026-11-25 09:00:00Z" >&2; exit 1`,
			want: []string{"AADSTS50076", "multi-factor authentication, which only a person can complete", login},
		},
		"wrong secret":   {script: `echo "ERROR: AADSTS7000215: Invalid client secret provided." >&2; exit 1`, want: []string{"Set `--password` to the value", again}, hidden: "`client_id`"},
		"expired secret": {script: `echo "ERROR: AADSTS7000222: The provided client secret keys are expired." >&2; exit 1`, want: []string{"secret has expired", again}, hidden: "`client_id`"},
		"certificate":    {script: `echo "ERROR: AADSTS700027: The certificate is not registered." >&2; exit 1`, want: []string{"doesn't have this certificate", again}, hidden: "`client_id`"},
		"expired token": {
			script: `echo "ERROR: AADSTS700024: Client assertion is not within its valid time range." >&2; exit 1`,
			want:   []string{"`az login --federated-token` was given has expired", "shortly before the run", "`oidc_request_url`"}, hidden: "`oidc_token`",
		},
		"federation":        {script: `echo "ERROR: AADSTS700213: No matching federated identity record found." >&2; exit 1`, want: []string{"has the subject", "`--username`", fresh}, hidden: "that the provider sent"},
		"sign-in frequency": {script: `echo "ERROR: AADSTS70043: The refresh token has expired." >&2; exit 1`, want: []string{"AADSTS70043", "has ended", login}},
		"not in the tenant": {script: `echo "ERROR: AADSTS50020: User account does not exist in tenant." >&2; exit 1`, want: []string{"AADSTS50020", "not in the tenant", login}, hidden: "invited"},
		"a passing failure": {
			script: `echo "ERROR: AADSTS90033: A transient error has occurred. Please try again." >&2; exit 1`,
			want:   []string{"AADSTS90033", "Microsoft Entra is busy or has a fault. Wait a few minutes, then try again"}, hidden: "az login",
		},
		"another tenant": {script: azAnswer(testToken(`{"tid":"` + otherTenant + `"}`)), want: []string{otherTenant, testTenant, login}, hidden: "eyJ"},
		"too old":        {script: `echo "az: error: unrecognized arguments: --scope https://graph.microsoft.com/.default" >&2; exit 2`, want: []string{"too old", azurecli.Oldest, "az upgrade"}},
		"no JSON":        {script: `echo "secretopaquetoken"`, want: []string{"printed no token", "Run `az account get-access-token --output json"}, hidden: "opaque"},
		"JSON without":   {script: `echo '{"token":"secretopaquetoken"}'`, want: []string{"printed no token"}, hidden: "opaque"},
		"half of it":     {script: `echo '{"accessToken":"secretopaquetoken'`, want: []string{"printed no token"}, hidden: "opaque"},
		"anything else":  {script: `echo "ERROR: the disk is full. ` + testToken(`{}`) + `" >&2; exit 1`, want: []string{"the disk is full", login}, hidden: "eyJ"},
		"endless words":  {script: `yes "ERROR: no" | head -c 3000000 >&2; exit 1`, want: []string{"ERROR: no", login}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := azSession(t, newAuthority(t), testTenant, test.script)
			_, err := s.Token(t.Context())
			mustSay(t, err, append(test.want, asked), test.hidden)
		})
	}
}

// A temporary failure is retried, and reported when it lasts.
func TestAzureCLI_triesAgain(t *testing.T) {
	t.Parallel()
	s, calls := azSession(t, newAuthority(t), testTenant, `echo "ERROR: AADSTS90033: A transient error has occurred." >&2; exit 1`)
	if _, err := s.Token(t.Context()); err == nil {
		t.Fatal("no error")
	}
	if got := strings.Count(calls(), "\n"); got != mostTokenAttempts {
		t.Errorf("%d calls, want %d", got, mostTokenAttempts)
	}
}

func TestAzureCLI_missing(t *testing.T) {
	t.Parallel()
	s, _ := azSession(t, newAuthority(t), testTenant, "")
	nowhere := filepath.Join(t.TempDir(), "az")
	s.source.cli.az = func(ctx context.Context) *exec.Cmd { return exec.CommandContext(ctx, nowhere) }
	_, err := s.Token(t.Context())
	mustSay(t, err, []string{"Install the Azure CLI", "PATH", "use_cli = false"}, "")
}

// hanging is an `az` that runs forever, with a child that does too. running waits until it runs, gone until both have
// ended.
func hanging(t *testing.T) (s *Session, running, gone func()) {
	t.Helper()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ = azSession(t, newAuthority(t), testTenant, "exec 3>'"+pipe+"'\necho running >&3\nsleep 600 &\nwait")
	var reader *bufio.Reader
	running = func() {
		file, err := os.Open(pipe) // waits for the other end
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = file.Close() })
		reader = bufio.NewReader(file)
		if line, err := reader.ReadString('\n'); err != nil || line != "running\n" {
			t.Fatalf("%q, %v", line, err)
		}
	}
	gone = func() {
		if _, err := reader.ReadString('\n'); !errors.Is(err, io.EOF) { // comes when no process holds the other end
			t.Fatal(err)
		}
	}
	return s, running, gone
}

func TestAzureCLI_endsWithTheLastWhoWaits(t *testing.T) {
	t.Parallel()
	s, running, gone := hanging(t)
	var failures []chan error
	var leave []context.CancelFunc
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		caller, failed := &watched{ctx, make(chan struct{}, 1)}, make(chan error, 1)
		failures, leave = append(failures, failed), append(leave, cancel)
		go func() { _, err := s.Token(caller); failed <- err }()
		<-caller.waits
	}
	running()
	for i, cancel := range leave {
		cancel()
		if err := <-failures[i]; !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
	}
	gone()
	if s.outcome.failure() != nil {
		t.Error("an interruption is remembered as a failure")
	}
}

// expired is a context whose deadline passes when the test closes done.
type expired struct {
	context.Context

	done chan struct{}
}

func (e *expired) Done() <-chan struct{} { return e.done }

func (e *expired) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func TestAzureCLI_endsInTime(t *testing.T) {
	t.Parallel()
	s, running, gone := hanging(t)
	c, err := s.cloud(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, failed := &expired{t.Context(), make(chan struct{})}, make(chan error, 1)
	go func() { _, err := s.source.cli.token(ctx, c); failed <- err }()
	running()
	close(ctx.done)
	mustSay(t, <-failed, []string{"no answer within 1m0s and was ended", "by hand"}, "")
	gone()
}
