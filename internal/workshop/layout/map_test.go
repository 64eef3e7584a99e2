package layout_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/entra-elm/terraform-provider-elm"

// room is a row of the map, or what the source says of the same package.
type room struct {
	imports []string // other rooms
	outside []string // what it knows of the world outside, in the map's words
	height  int      // of the row: a room may import lower ones only
}

// The map equals the imports of the source, and every import points to a lower row.
func TestMap(t *testing.T) {
	t.Parallel()
	drawn, built := readMap(t), listRooms(t)
	for name, b := range built {
		d, ok := drawn[name]
		if !ok {
			t.Errorf("the map has no room %s", name)
			continue
		}
		if !slices.Equal(d.imports, b.imports) {
			t.Errorf("%s imports %q; the map says %q", name, b.imports, d.imports)
		}
		if !slices.Equal(d.outside, b.outside) {
			t.Errorf("%s knows %q; the map says %q", name, b.outside, d.outside)
		}
		for _, lower := range b.imports {
			if drawn[lower].height >= d.height {
				t.Errorf("the arrow from %s to %s runs back up", name, lower)
			}
		}
	}
	for name := range drawn {
		if _, ok := built[name]; !ok {
			t.Errorf("the map has a room %s that is not there", name)
		}
	}
}

// house is the section of DESIGN.md that describes it.
func house(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../DESIGN.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## Map of packages\n")
	if !found {
		t.Fatal("DESIGN.md has no map of packages")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	return section
}

// readMap reads the tables. The rooms of a table stand above all those of the table before: they serve tests and tools.
func readMap(t *testing.T) map[string]room {
	t.Helper()
	rooms := map[string]room{}
	height := 0
	for line := range strings.Lines(house(t)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if strings.HasPrefix(line, "| Package |") {
			height += 1000
		}
		if len(cells) != 4 || !strings.Contains(cells[0], "`") {
			continue
		}
		height--
		rooms[words(cells[0])[0]] = room{words(cells[2]), words(cells[3]), height}
	}
	return rooms
}

// words are those of a cell, without what marks them up.
func words(cell string) []string {
	var all []string
	for word := range strings.SplitSeq(cell, ",") {
		if word = strings.Trim(word, " `"); word != "" {
			all = append(all, word)
		}
	}
	slices.Sort(all)
	return all
}

// outside is what of the world outside counts, by a pattern of import paths.
var outside = map[string]*regexp.Regexp{
	"Terraform": regexp.MustCompile(`^github\.com/hashicorp/terraform-plugin-(framework|go|testing)`),
	"its log":   regexp.MustCompile(`^github\.com/hashicorp/terraform-plugin-log/`),
	"HTTP":      regexp.MustCompile(`^net/http$`),
	"Azure SDK": regexp.MustCompile(`^github\.com/hashicorp/go-azure-sdk/`),
}

// listRooms asks Go for the packages of the module.
func listRooms(t *testing.T) map[string]room {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", module+"/...")
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string]room{}
	for decoder := json.NewDecoder(strings.NewReader(string(output))); ; {
		var listed struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&listed); errors.Is(err, io.EOF) {
			return rooms
		} else if err != nil {
			t.Fatal(err)
		}
		var r room
		for _, imported := range listed.Imports {
			if strings.HasPrefix(imported, module) {
				r.imports = append(r.imports, roomName(imported))
			}
			for name, pattern := range outside {
				if pattern.MatchString(imported) && !slices.Contains(r.outside, name) {
					r.outside = append(r.outside, name)
				}
			}
		}
		slices.Sort(r.imports)
		slices.Sort(r.outside)
		rooms[roomName(listed.ImportPath)] = r
	}
}

// roomName is the folder below internal, or main.go.
func roomName(importPath string) string {
	if importPath == module {
		return "main.go"
	}
	return strings.TrimPrefix(importPath, module+"/internal/")
}
