// Command bench measures the provider against an emulator of Microsoft Graph and prints what it found: requests,
// connections, time and memory, beside those of a resource that is built into the CLI and of a provider that does
// nothing. Run it with `make bench`, on Linux or macOS.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"time"
)

func main() {
	full := flag.Bool("full", false, "measure every combination")
	cli := flag.String("cli", "terraform", "the Terraform or OpenTofu command")
	msgraph := flag.String("msgraph", "", "the msgraph provider, to measure it too")
	only := flag.String("only", "", "measure only what has this `text` in its name")
	file := flag.String("json", "", "also write the report to this `file`")
	profile := flag.String(
		"cpuprofile", "", "write a CPU profile of the provider at work in this process to this `file`",
	)
	flag.Parse()
	log.SetFlags(log.Ltime)
	debug.SetGCPercent(800) // the emulator in this process takes little time from the programs that are measured
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *cli, *msgraph, *only, *full, *file, *profile)
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, cli, msgraph, only string, full bool, file, profile string) error {
	log.Print("Building the provider…")
	t, err := build(ctx, cli, msgraph)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(t.folder) }()
	r := &report{Date: time.Now(), Go: runtime.Version(), Cores: runtime.NumCPU(), CLI: t.version(ctx)}
	if r.Binary, err = t.dissect(ctx); err != nil {
		return err
	}
	if r.StartCPU, err = t.start(ctx, "elm"); err != nil {
		return err
	}
	if r.IdleStartCPU, err = t.start(ctx, "idle"); err != nil {
		return err
	}
	if only == "" {
		if err := r.profiledGrowth(ctx, profile); err != nil {
			return err
		}
	}
	if strings.Contains(listResource, only) {
		found, err := listing(ctx, size{3600, 1800}, conditions{latency: 50 * time.Millisecond})
		if err != nil {
			return err
		}
		r.Measurements = append(r.Measurements, found)
	}
	for _, p := range append(plans(full), peers(msgraph, 0, 50*time.Millisecond)...) {
		if !strings.Contains(p.name, only) {
			continue
		}
		found, err := t.measure(ctx, p)
		if err != nil {
			return errors.Join(err, r.write(file)) // what was found so far is not lost
		}
		r.Measurements = append(r.Measurements, found...)
	}
	return r.write(file)
}

// write prints the report, and puts it into a file unless the name is empty.
func (r *report) write(file string) error {
	if file != "" {
		text, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
			return err
		}
	}
	return r.print(os.Stdout)
}

// profiledGrowth measures growth, and writes a profile of it unless the name is empty.
func (r *report) profiledGrowth(ctx context.Context, name string) (err error) {
	if name != "" {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	r.Growth, r.Ratios, err = grow(ctx)
	return err
}

// version is the first line that the CLI says of itself.
func (t *tools) version(ctx context.Context) string {
	output, _ := exec.CommandContext(ctx, t.cli, "version").Output() // a CLI that does not run fails where it matters
	line, _, _ := strings.Cut(string(output), "\n")
	return line
}

// start has a provider serve its schema, and gives the CPU seconds of that: the middle of five.
func (t *tools) start(ctx context.Context, name string) (float64, error) {
	log.Printf("Starting %s…", name)
	w, err := t.newWorkspace(size{}, requirement(name))
	if err != nil {
		return 0, err
	}
	var runs []measurement
	for range 5 {
		var m measurement
		if err := w.run(ctx, 0, &m, "providers", "schema", "-json"); err != nil {
			return 0, err
		}
		m.ProviderCPUSeconds /= float64(max(m.ProviderStarts, 1))
		runs = append(runs, m)
	}
	return median(runs).ProviderCPUSeconds, nil
}
