package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/manifest"
)

// evidenceName is the file of a report that all others are made of.
const evidenceName = "report.json"

// outputs are the files of a report, with their manifest.
func outputs(d *evidence.Document, excel bool) (map[string][]byte, error) {
	text, err := evidence.Encode(d)
	if err != nil {
		return nil, err
	}
	page, err := report.HTML(d)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		evidenceName:  text,
		"report.html": page,
		"report.md":   []byte(report.Markdown(d)),
		"summary.md":  []byte(report.ShortMarkdown(d)),
	}
	options := report.TableOptions{}
	if excel {
		options = report.TableOptions{Separator: ';', ByteOrderMark: true}
	}
	for _, table := range report.TablesOf(d) {
		if files[table+".csv"], err = report.CSV(d, table, options); err != nil {
			return nil, err
		}
	}
	files[manifest.Name] = manifest.Sums(files)
	return files, nil
}

// vacant refuses a folder with files in it: a report that is half of another one proves nothing.
func vacant(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("--out: the folder %s isn't empty; remove it, or name another one", folder)
	}
	return err
}

// write writes the files, the manifest last.
func write(folder string, files map[string][]byte) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	names := slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		switch {
		case a == manifest.Name:
			return 1
		case b == manifest.Name:
			return -1
		default:
			return 0
		}
	})
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(folder, name), files[name], 0o600); err != nil {
			return err
		}
	}
	return nil
}

// read reads the evidence of a report, by the name of its folder or of its file.
func read(name string) (*evidence.Document, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		name = filepath.Join(name, evidenceName)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	d, err := evidence.Decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

// create writes a file that doesn't exist yet: the name may be that of evidence.
func create(name string, content []byte) error {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("--out: %s exists; remove it, or name another file", name)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// refuseEmpty refuses a flag with an empty value, such as that of a variable that isn't set: the program would do less
// than asked without saying so.
func refuseEmpty(command *cobra.Command, flags ...string) error {
	for _, name := range flags {
		if flag := command.Flags().Lookup(name); flag.Changed && strings.TrimSpace(flag.Value.String()) == "" {
			return fmt.Errorf("--%s is empty; give it a value, or omit it", name)
		}
	}
	return nil
}
