package layout_test

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// ordered are the packages whose files form an order: a file uses only files below it.
var ordered = []string{
	"entitlement/construct", "entitlement/holding", "entitlement/rule", "entitlement/ruleset", "ledger", "explain",
	"graph", "graph/pace", "graph/wire", "arguments", "signin", "signin/azurecli", "signin/claims", "network", "waiting",
	"display",
}

// uses lists, by a file and by another one that declares them, the identifiers that the file uses.
type uses map[string]map[string][]string

// No file uses, directly or through others, a file that uses it: a reader who starts at the bottom knows every name.
func TestFileOrder(t *testing.T) {
	t.Parallel()
	listed := listFiles(t)
	for _, name := range ordered {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := readUses(t, name, listed)
			if len(found) == 0 {
				t.Fatal("no file uses another one")
			}
			cycle := found.shortestCycle()
			for i := 1; i < len(cycle); i++ {
				file, lower := cycle[i-1], cycle[i]
				t.Errorf("cycle: %s uses %s of %s", file, strings.Join(found[file][lower], ", "), lower)
			}
		})
	}
}

func (u uses) shortestCycle() []string {
	var shortest []string
	for _, file := range slices.Sorted(maps.Keys(u)) {
		if way := u.wayBack(file); way != nil && (shortest == nil || len(way) < len(shortest)) {
			shortest = way
		}
	}
	return shortest
}

// wayBack is a shortest way from a file to itself.
func (u uses) wayBack(start string) []string {
	seen := map[string]bool{}
	for ways := [][]string{{start}}; len(ways) > 0; ways = ways[1:] {
		way := ways[0]
		for _, lower := range slices.Sorted(maps.Keys(u[way[len(way)-1]])) {
			longer := append(slices.Clone(way), lower)
			if lower == start {
				return longer
			}
			if !seen[lower] {
				seen[lower] = true
				ways = append(ways, longer)
			}
		}
	}
	return nil
}

// listedPackage is a package as "go list" prints it.
type listedPackage struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// listFiles asks Go for the files of the packages, and for the compiled packages that they import.
func listFiles(t *testing.T) map[string]listedPackage {
	t.Helper()
	arguments := []string{"list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles"}
	for _, name := range ordered {
		arguments = append(arguments, module+"/internal/"+name)
	}
	output, err := exec.CommandContext(t.Context(), "go", arguments...).Output()
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]listedPackage{}
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return listed
		} else if err != nil {
			t.Fatal(err)
		}
		listed[p.ImportPath] = p
	}
}

// readUses type-checks a package.
func readUses(t *testing.T, name string, listed map[string]listedPackage) uses {
	t.Helper()
	p := listed[module+"/internal/"+name]
	positions := token.NewFileSet()
	var files []*ast.File
	for _, file := range p.GoFiles {
		parsed, err := parser.ParseFile(positions, filepath.Join(p.Dir, file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, parsed)
	}
	compiled := importer.ForCompiler(positions, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(listed[path].Export)
	})
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	checked, err := (&types.Config{Importer: compiled}).Check(p.ImportPath, positions, files, info)
	if err != nil {
		t.Fatal(err)
	}
	found := uses{}
	for identifier, object := range info.Uses {
		if object.Pkg() == checked {
			found.add(positions.Position(identifier.Pos()), positions.Position(object.Pos()), object.Name())
		}
	}
	return found
}

func (u uses) add(at, declared token.Position, name string) {
	file, lower := filepath.Base(at.Filename), filepath.Base(declared.Filename)
	if file == lower {
		return
	}
	if u[file] == nil {
		u[file] = map[string][]string{}
	}
	if i, known := slices.BinarySearch(u[file][lower], name); !known {
		u[file][lower] = slices.Insert(u[file][lower], i, name)
	}
}
