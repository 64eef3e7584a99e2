package signin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func TestSession_waitsAndAsksAgain(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/metadata/endpoints", "/oauth2/"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			clock := &steppedClock{}
			server := emulator.New(emulator.Options{Now: clock.Now})
			server.Inject(emulator.Fault{Path: path, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"315"}}, Times: 1})
			server.Inject(emulator.Fault{Path: path, Status: http.StatusServiceUnavailable, Times: 1})
			server.Inject(emulator.Fault{Path: path, Drop: true, Times: 1})
			mustToken(t, mustSession(t, secretConfig(server, clock)))
			if len(clock.waits) != 3 || clock.waits[2] != 315*time.Second {
				t.Errorf("waits: %v, want three, the last of 315 s", clock.waits)
			}
		})
	}
}

func TestSession_doesNotWaitInVain(t *testing.T) {
	t.Parallel()
	clock := &steppedClock{}
	server := emulator.New(emulator.Options{Now: clock.Now})
	server.Inject(emulator.Fault{Path: "/oauth2/", Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"315"}}})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	_, err := mustSession(t, secretConfig(server, clock)).Token(ctx)
	var failure *AuthenticationError
	if !errors.As(err, &failure) || failure.Status != http.StatusTooManyRequests || len(clock.waits) != 0 {
		t.Errorf("err = %v after waits of %v", err, clock.waits)
	}
}

func TestSession_refusedAndUnreachableDiffer(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	refused := secretConfig(server, &steppedClock{})
	refused.Credentials.ClientSecret = "not-the-secret"
	_, err := mustSession(t, refused).Token(t.Context())
	var failure *AuthenticationError
	if !errors.As(err, &failure) || !failure.Reached() || failure.Code != "invalid_client" || failure.Status != http.StatusUnauthorized {
		t.Fatalf("err = %v", err)
	}
	for _, want := range []string{"refused the request for an access token with a client secret", "AADSTS7000215", "client_secret"} {
		if !strings.Contains(told(failure), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	if got := countKind(server, "token"); got != 1 {
		t.Errorf("a refusal was tried %d times", got)
	}

	server.Inject(emulator.Fault{Path: "/oauth2/", Drop: true})
	_, err = mustSession(t, secretConfig(server, &steppedClock{})).Token(t.Context())
	if !errors.As(err, &failure) || failure.Reached() || !strings.Contains(err.Error(), "can't reach 127.0.0.1") {
		t.Errorf("err = %v", err)
	}
	if got := countKind(server, "token"); got != 1+mostTokenAttempts {
		t.Errorf("%d token requests, want %d", got, 1+mostTokenAttempts)
	}
}

func TestSession_hidesSecrets(t *testing.T) {
	t.Parallel()
	const planted = "pa ss/w%rd+planted"
	for name, body := range map[string]string{
		"plain": `{"error":"invalid_client","error_description":"you sent pa ss/w%rd+planted and eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln, both wrong"}`,
		"form":  `{"error":"invalid_client","error_description":"you sent client_secret=pa+ss%2Fw%25rd%2Bplanted"}`,
		"long":  `{"error":"invalid_client","error_description":"` + strings.Repeat("x", 100_000) + `"}`,
		"html":  `<html>pa ss/w%rd+planted</html>`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulator.New(emulator.Options{})
			server.Inject(emulator.Fault{Path: "/oauth2/", Status: http.StatusUnauthorized, Body: []byte(body), ContentType: "application/json"})
			cfg := secretConfig(server, nil)
			cfg.Credentials.ClientSecret = planted
			_, err := mustSession(t, cfg).Token(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			for _, leak := range []string{planted, "pa+ss", "eyJ"} {
				if strings.Contains(err.Error(), leak) {
					t.Errorf("%q shows %q", err, leak)
				}
			}
			if len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}
