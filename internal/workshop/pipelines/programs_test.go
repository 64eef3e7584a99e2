package pipelines

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// build makes the programs that the module file names, and gives the folder that they are in and a PATH that begins
// with it.
func build(t *testing.T, programs map[string]string) (string, string) {
	t.Helper()
	folder := t.TempDir()
	for name, program := range programs {
		output, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(folder, name), program).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
	}
	return folder, "PATH=" + folder + string(filepath.ListSeparator) + os.Getenv("PATH")
}

func writeFile(name, content string) error { return os.WriteFile(name, []byte(content), 0o600) }
