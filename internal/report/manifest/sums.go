// Package manifest lists the files of a report with their SHA-256 sums, and keeps what a reviewer attested about them.
package manifest

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Name is the file that lists the sums, in the form of the command sha256sum.
const Name = "SHA256SUMS"

// Sums lists files by name with their content.
func Sums(files map[string][]byte) []byte {
	var text bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&text, "%s  %s\n", sum(files[name]), name)
	}
	return text.Bytes()
}

func sum(content []byte) string {
	digest := sha256.Sum256(content)
	return hex.EncodeToString(digest[:])
}

// Check compares a folder with its manifest. It finds files that changed, that are missing, and that the manifest
// doesn't list.
func Check(folder string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, Name))
	if err != nil {
		return nil, err
	}
	listed, err := parse(text)
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		content, err := os.ReadFile(filepath.Join(folder, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			problems = append(problems, name+" is missing.")
		case err != nil:
			return nil, err
		case sum(content) != listed[name]:
			problems = append(problems, name+" has changed since the report was written.")
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		if _, known := listed[entry.Name()]; !known && entry.Name() != Name && entry.Name() != AttestationName {
			problems = append(problems, entry.Name()+" isn't listed in the manifest.")
		}
	}
	return problems, nil
}

// parse reads a manifest. It refuses a name that leads out of the folder.
func parse(text []byte) (map[string]string, error) {
	listed := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		digest, name, found := strings.Cut(lines.Text(), "  ")
		if !found || len(digest) != 2*sha256.Size || name != filepath.Base(name) || strings.HasPrefix(name, ".") {
			return nil, fmt.Errorf("%s has a line that isn't a checksum and a file name: %q", Name, lines.Text())
		}
		listed[name] = digest
	}
	if len(listed) == 0 {
		return nil, fmt.Errorf("%s lists no file", Name)
	}
	return listed, lines.Err()
}
