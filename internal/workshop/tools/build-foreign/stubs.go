package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// A module that is replaced by a folder.
var local = regexp.MustCompile(`(?m)^(?:replace|\t)\s*(\S+)(?: v\S+)? => \./(\S+)$`)

// addStubs adds a module for each folder that go.mod names and that is not there. Most are state backends, and all of
// those are made by a function New.
func addStubs(source string) error {
	text, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	for _, replace := range local.FindAllSubmatch(text, -1) {
		module, folder := string(replace[1]), filepath.Join(source, filepath.FromSlash(string(replace[2])))
		if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		name := filepath.Base(folder)
		code := "package " + name + "\n"
		if filepath.Base(filepath.Dir(folder)) == "remote-state" {
			code += fmt.Sprintf(backend, name)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		mod := []byte("module " + module + "\n\ngo 1.22\n")
		if err := os.WriteFile(filepath.Join(folder, "go.mod"), mod, 0o600); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+".go"), []byte(code), 0o600); err != nil {
			return err
		}
	}
	return nil
}

const backend = `
import "github.com/hashicorp/terraform/internal/backend"

func New() backend.Backend { panic("The state backend %s is not in this build, which is for tests.") }
`
