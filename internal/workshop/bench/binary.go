package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// binary is the size of the provider and where it comes from.
type binary struct {
	StrippedMB float64 `json:"strippedMB"`
	Parts      []part  `json:"parts"` // the largest first
}

type part struct {
	Module string  `json:"module"`
	MB     float64 `json:"mb"`
}

// Parts of the binary outside of any module.
const (
	standardLibrary = "standard library"
	noSymbol        = "no symbol: line numbers, types, texts"
)

// dissect measures the provider, and attributes the symbols of a build that still has them.
func (t *tools) dissect(ctx context.Context) (binary, error) {
	info, err := os.Stat(filepath.Join(t.folder, "elm"))
	if err != nil {
		return binary{}, err
	}
	b := binary{StrippedMB: float64(info.Size()) / 1e6}
	path := filepath.Join(t.folder, "elm-symbols")
	if output, err := exec.CommandContext(
		ctx, "go", "build", "-C", providerFolder, "-o", path, ".",
	).CombinedOutput(); err != nil {
		return b, fmt.Errorf("%w\n%s", err, output)
	}
	build, err := buildinfo.ReadFile(path)
	if err != nil {
		return b, err
	}
	modules := []string{build.Main.Path}
	for _, module := range build.Deps {
		modules = append(modules, module.Path)
	}
	symbols, err := exec.CommandContext(ctx, "go", "tool", "nm", "-size", path).Output()
	if err != nil {
		return b, err
	}
	b.Parts = attribute(symbols, modules, b.StrippedMB)
	return b, nil
}

// attribute adds up the sizes of functions and constants by module; variables take next to no room in a file. The rest
// of the total has no symbols. A line of nm is: address, size, type, name.
func attribute(symbols []byte, modules []string, totalMB float64) []part {
	sizes := map[string]float64{noSymbol: totalMB}
	for lines := bufio.NewScanner(bytes.NewReader(symbols)); lines.Scan(); {
		var address, kind, name string
		var size float64
		n, _ := fmt.Sscan(lines.Text(), &address, &size, &kind, &name)
		if n == 4 && strings.ContainsAny(kind, "TtRr") {
			sizes[moduleOf(name, modules)] += size / 1e6
			sizes[noSymbol] -= size / 1e6
		}
	}
	var parts []part
	for module, mb := range sizes {
		if mb >= 0.1 {
			parts = append(parts, part{module, mb})
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(b.MB, a.MB) })
	return parts
}

func moduleOf(symbol string, modules []string) string {
	longest := ""
	for _, module := range modules {
		if len(module) > len(longest) &&
			(strings.Contains(symbol, module+"/") || strings.Contains(symbol, module+".")) {
			longest = module
		}
	}
	return cmp.Or(longest, standardLibrary)
}
