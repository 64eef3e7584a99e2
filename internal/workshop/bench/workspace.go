package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// tools are the programs that take part.
type tools struct {
	cli     string // terraform or tofu
	msgraph string // the msgraph provider; empty where there is none
	folder  string // holds what build has built, and is removed at the end
}

// providerFolder is where the provider is built: with its own module file, as it is released.
const providerFolder = "../../.."

// reportFolder is where elm-report is built.
const reportFolder = providerFolder + "/internal/cmd/elm-report"

// build makes the provider and elm-report as they are released, the one that does nothing, and the meter that both run
// in.
func build(ctx context.Context, cli, msgraph string) (*tools, error) {
	folder, err := os.MkdirTemp("", "elm-bench-")
	if err != nil {
		return nil, err
	}
	t := &tools{cli: cli, msgraph: msgraph, folder: folder}
	for name, source := range map[string]string{
		"elm": providerFolder, "elm-report": reportFolder, "idle": "idle", "meter": "meter",
	} {
		command := exec.CommandContext(
			ctx, "go", "build", "-C", source, "-ldflags", "-s -w", "-o", filepath.Join(folder, name), ".",
		)
		if output, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("building %s: %w\n%s", name, err, output)
		}
	}
	return t, t.writeOverrides()
}

// writeOverrides makes the CLI start providers in the meter.
func (t *tools) writeOverrides() error {
	var overrides strings.Builder
	programs := map[string]string{"elm": filepath.Join(t.folder, "elm"), "idle": filepath.Join(t.folder, "idle")}
	if t.msgraph != "" {
		programs["msgraph"] = t.msgraph
	}
	for name, program := range programs {
		home := filepath.Join(t.folder, "plugins", name)
		if err := os.MkdirAll(home, 0o700); err != nil {
			return err
		}
		script := fmt.Sprintf(
			"#!/bin/sh\nexec %q %q %q \"$@\"\n", filepath.Join(t.folder, "meter"), t.usageFile(), program,
		)
		path := filepath.Join(home, "terraform-provider-"+name)
		if err := os.WriteFile(path, []byte(script), 0o600); err != nil {
			return err
		}
		if err := os.Chmod(path, 0o700); err != nil {
			return err
		}
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			fmt.Fprintf(&overrides, "    %q = %q\n", host+"/"+source(name), home)
		}
	}
	return os.WriteFile(
		t.cliConfig(),
		[]byte("provider_installation {\n  dev_overrides {\n"+overrides.String()+"  }\n  direct {}\n}\n"),
		0o600,
	)
}

func (t *tools) usageFile() string { return filepath.Join(t.folder, "usage") }
func (t *tools) cliConfig() string { return filepath.Join(t.folder, "cli.tfrc") }

// workspace is a folder with a configuration.
type workspace struct {
	*tools
	dir         string
	environment []string // of the CLI, in addition to the common ones
	program     string   // in the place of the CLI
}

func (t *tools) newWorkspace(s size, config string) (*workspace, error) {
	dir, err := os.MkdirTemp(t.folder, "workspace-")
	if err != nil {
		return nil, err
	}
	values, err := json.Marshal(linksFile(s))
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "links.auto.tfvars.json"), values, 0o600); err != nil {
		return nil, err
	}
	return &workspace{tools: t, dir: dir}, os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600)
}

// run runs a command to its end and notes what it took.
func (w *workspace) run(ctx context.Context, exit int, m *measurement, arguments ...string) error {
	if err := os.RemoveAll(w.usageFile()); err != nil {
		return err
	}
	command := exec.CommandContext(ctx, w.cli, append(slices.Clone(arguments), "-no-color")...)
	if w.program != "" {
		command = exec.CommandContext(ctx, w.program, arguments...)
	}
	command.Dir = w.dir
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "TF_") || strings.HasPrefix(v, "ARM_") || strings.HasPrefix(v, "ELM_")
	})
	command.Env = append(
		command.Env, "TF_CLI_CONFIG_FILE="+w.cliConfig(), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1",
	)
	command.Env = append(command.Env, w.environment...)
	started := time.Now()
	output, err := command.CombinedOutput()
	m.WallSeconds = time.Since(started).Seconds()
	if command.ProcessState == nil {
		return err
	}
	if got := command.ProcessState.ExitCode(); got != exit {
		return fmt.Errorf(
			"%s %s: exit code %d, want %d\n%s", filepath.Base(w.cli), strings.Join(arguments, " "), got, exit, output,
		)
	}
	m.CPUSeconds = (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
	return w.readUsage(m)
}

// readUsage adds up what the meters have noted. There are none where no provider was started.
func (w *workspace) readUsage(m *measurement) error {
	text, err := os.ReadFile(w.usageFile())
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	unit := 1024.0 // bytes of the system's unit
	if runtime.GOOS == "darwin" {
		unit = 1
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); m.ProviderStarts++ {
		var usage struct {
			CPUSeconds float64 `json:"cpuSeconds"`
			PeakRSS    float64 `json:"peakRSS"`
		}
		if err := json.Unmarshal(lines.Bytes(), &usage); err != nil {
			return err
		}
		m.ProviderCPUSeconds += usage.CPUSeconds
		m.ProviderPeakMB = max(m.ProviderPeakMB, usage.PeakRSS*unit/1e6)
	}
	return nil
}
