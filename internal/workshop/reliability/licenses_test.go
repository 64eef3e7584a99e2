package reliability_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const licenseList = "LICENSES.md"

// compatible are the licenses that may be distributed inside a binary under MPL-2.0, each with words that only its text
// has.
var compatible = []struct{ name, words string }{
	{"MPL-2.0", "Mozilla Public License"},
	{"Apache-2.0", "Apache License"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
	{"BSD-3-Clause", "may be used to endorse or promote products"},
	{"BSD-2-Clause", "Redistributions in binary form must reproduce"},
	{"MIT", "Permission is hereby granted, free of charge"},
}

// Every module in the provider's binary has a license that may be distributed with it, and is listed.
func TestLicenses(t *testing.T) {
	t.Parallel()
	const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}"
	command := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", format, "../../..")
	command.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64") // the list must not depend on where the test runs
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	slices.Sort(lines)
	var b strings.Builder
	b.WriteString("# Licenses of the modules in the provider's binary\n\nWritten by `go test ./internal/workshop/reliability -run TestLicenses -update`.\n\n| Module | Version | License |\n|---|---|---|\n")
	for _, line := range slices.Compact(lines) {
		fields := strings.Fields(line)
		if len(fields) != 3 {
			t.Fatalf("not a module: %q", line)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", fields[0], fields[1], license(t, fields[0], fields[2]))
	}
	if *update && !t.Failed() {
		if err := os.WriteFile(licenseList, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(licenseList)
	if err != nil || string(content) != b.String() {
		t.Errorf("%s is not current (%v). Run the test with -update and look at the difference.", licenseList, err)
	}
}

func license(t *testing.T, module, folder string) string {
	t.Helper()
	for _, pattern := range []string{"LICENSE*", "LICENCE*", "License*", "COPYING*"} {
		names, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			words := strings.Join(strings.Fields(string(text)), " ")
			for _, l := range compatible {
				if strings.Contains(words, l.words) {
					return l.name
				}
			}
		}
	}
	t.Errorf("the licence of %s is not known", module)
	return "unknown"
}
