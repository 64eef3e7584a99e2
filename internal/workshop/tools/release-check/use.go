package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// tryPrograms checks the archive of each program against its checksum, unpacks it, and asks the program for its
// version. The registries' list of checksums must not name these archives.
func tryPrograms(ctx context.Context, dist, work string) error {
	lists, err := filepath.Glob(filepath.Join(dist, "*_SHA256SUMS"))
	if err != nil {
		return err
	}
	if len(lists) != 1 {
		return fmt.Errorf("%d lists of checksums", len(lists))
	}
	list, err := os.ReadFile(lists[0])
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(list)) {
		if !strings.Contains(line, "  terraform-provider-elm_") {
			return fmt.Errorf("the registries' list of checksums has the line %q", line)
		}
	}
	if err := os.Mkdir(work, 0o700); err != nil {
		return err
	}
	for _, program := range programs {
		archives, err := filepath.Glob(filepath.Join(dist, program+"_*.zip"))
		if err != nil {
			return err
		}
		name := filepath.Base(archives[0])
		version := strings.Split(name, "_")[1]
		if err := quietly(ctx, nil, dist, "sha256sum", "--check", "--strict", name+".sha256"); err != nil {
			return err
		}
		folder := filepath.Join(work, program)
		if err := quietly(ctx, nil, "", "unzip", "-q", archives[0], "-d", folder); err != nil {
			return err
		}
		says, err := exec.CommandContext(ctx, filepath.Join(folder, program), "--version").Output()
		if err != nil {
			return fmt.Errorf("%s --version: %w", program, err)
		}
		if !strings.Contains(string(says), version) {
			return fmt.Errorf("%s --version says %q, not %s", program, says, version)
		}
		fmt.Println(" ", program, version)
	}
	return nil
}

const configuration = `terraform {
  required_providers {
    elm = {
      source  = "entra-elm/elm"
      version = "~> 0.1.0"
    }
  }
}
`

var locked = regexp.MustCompile(
	`(?s)provider "registry\.[a-z]+\.(?:io|org)/entra-elm/elm" \{.*constraints *= "~> 0\.1\.0".*"h1:`,
)

// tryMirror installs the archive from a mirror in the file system, as a company without access to a registry does: with
// a CLI configuration, a version constraint, and a lock file.
func tryMirror(ctx context.Context, archive, work string) error {
	content, err := os.ReadFile(archive)
	if err != nil {
		return err
	}
	mirror, module := filepath.Join(work, "mirror"), filepath.Join(work, "module")
	for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		folder := filepath.Join(mirror, registry, "entra-elm", "elm")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(archive)), content, 0o600); err != nil {
			return err
		}
	}
	if err := os.Mkdir(module, 0o700); err != nil {
		return err
	}
	cli := filepath.Join(work, "cli.tfrc")
	for path, text := range map[string]string{
		filepath.Join(module, "main.tf"): configuration,
		cli: fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n"+
			"}\n", mirror),
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	terraform, err := exec.CommandContext(ctx, "internal/workshop/tools/terraform-cli").Output()
	if err != nil {
		return err
	}
	env, command := []string{"TF_CLI_CONFIG_FILE=" + cli}, string(bytes.TrimSpace(terraform))
	for _, arguments := range [][]string{{"init", "-input=false"}, {"validate"}} {
		if err := quietly(ctx, env, module, command, arguments...); err != nil {
			return err
		}
	}
	lock, err := os.ReadFile(filepath.Join(module, ".terraform.lock.hcl"))
	if err != nil {
		return err
	}
	if !locked.Match(lock) {
		return fmt.Errorf("the lock file is\n%s", lock)
	}
	fmt.Println("  version = \"~> 0.1.0\"")
	return nil
}
