package acctest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// Example reads a data source's example, which the documentation shows.
func Example(t *testing.T, dataSource string) string {
	t.Helper()
	config, err := os.ReadFile(filepath.Join("..", "..", "examples", "data-sources", dataSource, "data-source.tf"))
	Must(t, err)
	return string(config)
}

// GuideBlock is the only block of a guide that takes another provider beside this one; those of this one alone are applied elsewhere.
func GuideBlock(t *testing.T, guide string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../templates/guides/" + guide)
	Must(t, err)
	blocks := regexp.MustCompile("(?s)```hcl\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) != 1 {
		t.Fatalf("%s has %d blocks with another provider", guide, len(blocks))
	}
	return blocks[0][1]
}

var examplesFolder = filepath.Join("..", "..", "examples")

func StartWithSeed(t *testing.T, seed string) *Service {
	t.Helper()
	s := Start(t, emulator.Options{})
	Must(t, s.Tenant().Load(strings.NewReader(seed)))
	return s
}

func ReadExample(t *testing.T, name ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{examplesFolder}, name...)...))
	Must(t, err)
	return string(text)
}

// InExamples gives a CLI that stands in a folder of a copy of the examples. The service is in the environment of the provider.
func InExamples(t *testing.T, s *Service, folder string) *CLI {
	t.Helper()
	variables := map[string]string{
		"ARM_METADATA_HOSTNAME": s.URL,
		"ARM_TENANT_ID":         TenantID,
		"ARM_CLIENT_ID":         ClientID,
		"ARM_CLIENT_SECRET":     Secret,
	}
	cli := NewCLI(t, provider.WithVariables(func(name string) string { return variables[name] }))
	Must(t, os.CopyFS(cli.Dir, os.DirFS(examplesFolder)))
	cli.Dir = filepath.Join(cli.Dir, folder)
	return cli
}
