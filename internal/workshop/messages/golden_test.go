package messages_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the messages into their files")

// families are the files, and the folders below internal whose messages each has.
var families = map[string][]string{
	"provider.txt": {"arguments", "guid", "network", "provider"},
	"signin.txt":   {"signin"},
	"graph.txt":    {"explain", "graph", "waiting"},
	"rules.txt":    {"entitlement", "ledger"},
	"audit.txt":    {"audit", "report"},
	"programs.txt": {"cmd", "probe"},
}

// Every message stands in the file of its family. After a change, run the test with -update and read the difference.
func TestMessages(t *testing.T) {
	t.Parallel()
	for file, folders := range families {
		var b strings.Builder
		for _, folder := range folders {
			for _, path := range sources(t, filepath.Join("..", "..", folder)) {
				b.WriteString(collect(t, path))
			}
		}
		want := b.String()
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s doesn't have the messages of %s: run `go test ./internal/workshop/messages -update` and read the difference (%v)",
				file, strings.Join(folders, ", "), err)
		}
	}
}

// sources are the Go files below a folder, except tests.
func sources(t *testing.T, folder string) []string {
	t.Helper()
	var paths []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s has %d files: %v", folder, len(paths), err)
	}
	slices.Sort(paths)
	return paths
}

// collect returns the messages of one source file, below a heading for each function that has some.
func collect(t *testing.T, path string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	heading := "# " + strings.TrimPrefix(filepath.ToSlash(path), "../../") + "\n\n"
	var b strings.Builder
	for _, decl := range file.Decls {
		if generic, ok := decl.(*ast.GenDecl); ok && generic.Tok == token.IMPORT {
			continue
		}
		ast.Inspect(decl, func(node ast.Node) bool {
			text, whole := render(node)
			if whole && isMessage(text) {
				b.WriteString(heading + text + "\n\n")
				heading = ""
			}
			return !whole
		})
	}
	return b.String()
}

// isMessage reports whether a person reads the text: it has three words, and is no query, pattern, or address.
func isMessage(text string) bool {
	for _, machine := range []string{" eq '", "://", "\\b", "</", "function(", "${"} {
		if strings.Contains(text, machine) && !strings.Contains(text, ". ") {
			return false
		}
	}
	return len(strings.Fields(text)) > 2 && strings.ContainsAny(text, "aeiou")
}
