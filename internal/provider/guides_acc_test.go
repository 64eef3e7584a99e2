package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const guides = "../../templates/guides"

// fence is a block of a guide that is meant to be copied into the file that its first line names.
var fence = regexp.MustCompile("(?m)^```(?:terraform|yaml|csv)\n# (\\S+)\n((?s:.*?))^```$")

// Readers copy the blocks of a guide one after the other, so they must apply one after the other, as they stand.
func TestAccGuides(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(guides, "*.md"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		blocks := fence.FindAllStringSubmatch(string(text), -1)
		named := strings.Count(string(text), "```terraform\n# ")
		if fences := strings.Count(string(text), "```terraform\n"); fences != named {
			t.Errorf("%s: %d of %d blocks name their file in the first line", path, named, fences)
		}
		if len(blocks) == 0 {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			followGuide(t, blocks)
		})
	}
}

// The audit's output of removed rules has what was removed: nothing that was refused, and also what the log does not
// identify.
func TestAccGuides_removed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(guides, "audit-a-tenant.md"))
	acctest.Must(t, err)
	cli, s := acctest.NewCLI(t), acctest.Start(t, emulator.Options{})
	cli.WriteFile(t, "provider_override.tf", []byte(s.Provider()))
	cli.WriteFile(t, "main.tf", fence.FindSubmatch(text)[2])
	entry := func(id int, result, target, sort string) string {
		return fmt.Sprintf(`{"id":"%d","result":%q,"targetResources":[{"id":%q,"type":"AccessPackage"},{"id":%q,"type":%q}]}`, id, result, acctest.Package(0), target, sort)
	}
	s.Inject(emulator.Fault{Path: "/auditLogs/", ContentType: "application/json", Body: []byte(`{"value":[` + strings.Join([]string{
		entry(1, "success", acctest.Group(1), "Group"), entry(2, "failure", acctest.Group(2), "Group"), entry(3, "success", acctest.Group(3), "Other"),
	}, ",") + `]}`)})
	cli.Must(t, 0, "apply", "-auto-approve")
	var removed []string
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "output", "-json", "removed")), &removed))
	slices.Sort(removed)
	want := []string{acctest.Package(0) + "/" + acctest.Group(1), "not identified by the log: " + acctest.Package(0) + " " + acctest.Group(3)}
	// each question of the audit log gets the same answer
	if removed = slices.Compact(removed); !slices.Equal(removed, want) {
		t.Errorf("removed are %q, want %q", removed, want)
	}
}

func followGuide(t *testing.T, blocks [][]string) {
	t.Helper()
	cli := exampleCLI(t)

	var queries, tests []string
	for _, block := range blocks {
		name, content := block[1], []byte(block[2])
		if name == "tests/mocks.tftest.hcl" {
			continue // TestAccGuide_mocks runs it on a module with two groups
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(cli.Dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		cli.WriteFile(t, name, content)
		switch {
		case strings.HasSuffix(name, ".tfquery.hcl"):
			queries = append(queries, name)
		case strings.HasSuffix(name, ".tftest.hcl"):
			tests = append(tests, name)
		}
	}
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	if len(queries) > 0 && cli.Has(t, acctest.Query) {
		if found := cli.Must(t, 0, "query"); !strings.Contains(found, "Vendors - maintain") {
			t.Errorf("query found\n%s", found)
		}
	}
	if len(tests) > 0 {
		cli.Must(t, 0, "test")
	}
	cli.Must(t, 0, "destroy", "-auto-approve")
}
