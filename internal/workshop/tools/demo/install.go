package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// initialize is the command that installs the provider from the mirror.
const initialize = "init -input=false -plugin-dir=../mirror"

// install puts the provider into a mirror, under both of the names that `entra-elm/elm` has, and installs it from
// there.
func (s *story) install(ctx context.Context) error {
	version, source := "0.1.0", "bin/terraform-provider-elm"
	name := filepath.Join(version, runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-elm_v"+version)
	if s.archive != "" {
		source, name = s.archive, filepath.Base(s.archive)
		_, after, _ := strings.Cut(name, "elm_")
		version, _, _ = strings.Cut(after, "_")
	}
	content, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		if err := writeFile(filepath.Join(s.work, "mirror", registry, "entra-elm", "elm", name), content); err != nil {
			return err
		}
	}
	_, err = s.run(ctx, command{
		arguments: initialize,
		shows:     []string{`^- Installed entra-elm/elm v` + version, `successfully initialized`},
	})
	return err
}

// writeFile writes a file that may be run, and the folders above it.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o755)
}
