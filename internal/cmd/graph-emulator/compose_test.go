package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const example = "../../../examples/another-repository/"

// TestCompose: the emulator starts with the arguments of the example, and writes the files that the other container
// waits for.
func TestCompose(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(example + "compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	shared := t.TempDir()
	var args []string
	for _, found := range regexp.MustCompile(`(?m)^      - (-\S+)$`).FindAllStringSubmatch(string(text), -1) {
		args = append(args,
			strings.NewReplacer("/module/", example, "/shared/", shared+"/", ":8443", ":0").Replace(found[1]))
	}
	if len(args) != 7 {
		t.Fatalf("the example has the arguments %q", args)
	}
	p := start(t, args...)
	if host := p.variables["ARM_METADATA_HOSTNAME"]; !strings.HasPrefix(host, "graph:") {
		t.Errorf("the tests are told %q", host)
	}
	for _, name := range []string{"ca.pem", "elm.env"} {
		if info, err := os.Stat(filepath.Join(shared, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTenantOfEveryRole: the example tenant loads.
func TestTenantOfEveryRole(t *testing.T) {
	t.Parallel()
	s, err := parse([]string{"-seed", example + "tests/every-role.json"}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	server, err := s.emulator()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(server.Tenant().RoleScopes("ac000000-0000-4000-8000-000000000001")); got != 11 {
		t.Errorf("the access package grants %d roles", got)
	}
}
