package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestChecked(t *testing.T) {
	t.Parallel()
	const download = `{"Dir": "/cache/module", "Sum": "h1:one="}`
	for known, right := range map[string]bool{"": true, "h1:one=": true, "h1:another=": false} {
		folder, err := checked([]byte(download), known)
		if right != (err == nil && folder == "/cache/module") {
			t.Errorf("with the checksum %q: %q, %v", known, folder, err)
		}
	}
}

// Stubs stand in for what is missing, and for nothing else.
func TestAddStubs(t *testing.T) {
	t.Parallel()
	source := t.TempDir()
	write := func(name, content string) {
		t.Helper()
		path := filepath.Join(source, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", `module example.com/m

replace example.com/m/remote-state/s3 => ./remote-state/s3

replace example.com/fork v1.2.3 => example.com/other v1.2.4

replace (
	example.com/m/legacy => ./legacy
	example.com/m/here v0.0.0 => ./here
)
`)
	write("here/here.go", "package here\n")
	if err := addStubs(source); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"remote-state/s3/go.mod": true, "remote-state/s3/s3.go": true, "legacy/go.mod": true, "legacy/legacy.go": true, "here/go.mod": false,
	} {
		if _, err := os.Stat(filepath.Join(source, name)); (err == nil) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
