package adoption

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// Requirement is how a configuration requires the provider. A folder has one required_providers block at most.
type Requirement int

// The requirements.
const (
	AsComment Requirement = iota // to be added to the block of the folder
	AsBlock                      // as the block of the folder
	Omitted                      // because the block of the folder has it
)

// RequirementIn finds what a folder needs from the block that it has. It skips broken files, which Terraform refuses.
func RequirementIn(folder string) (Requirement, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return AsComment, err
	}
	found := AsBlock
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") { // Terraform ignores these
			continue
		}
		for _, providers := range requiredProviders(filepath.Join(folder, entry.Name())) {
			found = AsComment
			if attributes, _ := providers.Body.JustAttributes(); attributes["elm"] != nil {
				return Omitted, nil
			}
		}
	}
	return found, nil
}

// requiredProviders lists the required_providers blocks of a file of Terraform or OpenTofu.
func requiredProviders(path string) hcl.Blocks {
	var file *hcl.File
	name, inJSON := strings.CutSuffix(path, ".json")
	switch parser := hclparse.NewParser(); {
	case !slices.Contains([]string{".tf", ".tofu"}, filepath.Ext(name)):
	case inJSON:
		file, _ = parser.ParseJSONFile(path)
	default:
		file, _ = parser.ParseHCLFile(path)
	}
	if file == nil {
		return nil
	}
	var found hcl.Blocks
	for _, terraform := range blocksOf(file.Body, "terraform") {
		found = append(found, blocksOf(terraform.Body, "required_providers")...)
	}
	return found
}

func blocksOf(body hcl.Body, kind string) hcl.Blocks {
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: kind}}})
	return content.Blocks
}
