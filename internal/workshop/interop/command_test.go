package interop

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// TestCommandOverTLS holds that the program, with the certificate that it makes, is enough for a library that insists
// on https.
func TestCommandOverTLS(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	program, ca := filepath.Join(folder, "graph-emulator"), filepath.Join(folder, "ca.pem")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/entra-elm/terraform-provider-elm/internal/cmd/graph-emulator")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	command := exec.CommandContext(t.Context(), program, "-tls", "-ca-out", ca)
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	s := service{origin: regexp.MustCompile(`https://[^ ]+`).FindString(line), client: trusting(t, ca)}
	credential, err := azidentity.NewClientSecretCredential(tenantID, clientID, emulator.DefaultSecret,
		&azidentity.ClientSecretCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true})
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), s.graph())
	if err != nil {
		t.Fatal(err)
	}
	s.accepts(t, token.Token)
}

func trusting(t *testing.T, ca string) *http.Client {
	t.Helper()
	certificate, err := os.ReadFile(ca)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(certificate) {
		t.Fatal("there is no certificate")
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}}
}
