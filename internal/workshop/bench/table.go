package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// measurement is what one step took.
type measurement struct {
	Bench     string `json:"bench"`
	Step      string `json:"step"`
	Links     int    `json:"links"`
	Packages  int    `json:"packages"`
	LatencyMS int64  `json:"latencyMS"`
	Limit     int    `json:"limit,omitempty"` // requests at a time that the service takes

	Requests    int `json:"requests"`    // of Microsoft Graph
	Distinct    int `json:"distinct"`    // of these, not counting those that ask for the same again
	SignIns     int `json:"signIns"`     // requests for metadata and tokens
	Connections int `json:"connections"` // TCP
	Throttled   int `json:"throttled"`   // answers 429

	LateThrottledShare float64 `json:"lateThrottledShare"` // of the answers after the first second

	WallSeconds        float64 `json:"wallSeconds"`
	CPUSeconds         float64 `json:"cpuSeconds"`         // of the CLI and its providers
	ProviderCPUSeconds float64 `json:"providerCPUSeconds"` // of all provider processes together
	ProviderStarts     int     `json:"providerStarts"`
	ProviderPeakMB     float64 `json:"providerPeakMB"` // of the largest one
}

// median takes, of repetitions of one step, the middle time; counts are the same in each, or the largest is the one to
// know.
func median(runs []measurement) measurement {
	middle := func(of func(measurement) float64) float64 {
		values := make([]float64, 0, len(runs))
		for _, run := range runs {
			values = append(values, of(run))
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	m := slices.MaxFunc(runs, func(a, b measurement) int { return cmp.Compare(a.Requests, b.Requests) })
	m.WallSeconds = middle(func(m measurement) float64 { return m.WallSeconds })
	m.CPUSeconds = middle(func(m measurement) float64 { return m.CPUSeconds })
	m.ProviderCPUSeconds = middle(func(m measurement) float64 { return m.ProviderCPUSeconds })
	m.ProviderPeakMB = middle(func(m measurement) float64 { return m.ProviderPeakMB })
	return m
}

// report is everything that a run of this program found out.
type report struct {
	Date         time.Time         `json:"date"`
	CLI          string            `json:"cli"`
	Go           string            `json:"go"`
	Cores        int               `json:"cores"`
	Binary       binary            `json:"binary"`
	StartCPU     float64           `json:"startCPUSeconds"` // of the provider, to serve its schema
	IdleStartCPU float64           `json:"idleStartCPUSeconds"`
	Growth       []walk            `json:"growth"`
	Ratios       map[string]ratios `json:"ratios"`
	Measurements []measurement     `json:"measurements"`
}

// print writes the report for people: Markdown, which lines up in a terminal, too.
func (r *report) print(to io.Writer) error {
	w := tabwriter.NewWriter(to, 0, 0, 1, ' ', 0)
	row := func(format string, values ...any) { _, _ = fmt.Fprintf(w, format+"\n", values...) }
	row("%s, %s, %s, %d cores\n", r.Date.Format(time.DateOnly), r.CLI, r.Go, r.Cores)
	row(
		"| What\t| Links\t| Packages\t| Latency ms\t| Limit\t| Step\t| Wall s\t| CPU s\t| Requests\t| Distinct\t| per " +
			"link\t| 429\t| late 429 %%\t| Connections\t| Provider CPU s\t| Peak MB\t|",
	)
	row("|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, m := range r.Measurements {
		row(
			"| %s\t| %d\t| %d\t| %d\t| %d\t| %s\t| %.1f\t| %.2f\t| %d\t| %d\t| %.2f\t| %d\t| %.1f\t| %d\t| %.2f\t| %.0f\t|",
			m.Bench,
			m.Links,
			m.Packages,
			m.LatencyMS,
			m.Limit,
			m.Step,
			m.WallSeconds,
			m.CPUSeconds,
			m.Requests,
			m.Distinct,
			float64(m.Requests)/float64(m.Links),
			m.Throttled,
			100*m.LateThrottledShare,
			m.Connections,
			m.ProviderCPUSeconds,
			m.ProviderPeakMB,
		)
	}
	r.printGrowth(row)
	row("\nStart, schema served: %.3f s of CPU (a provider that does nothing: %.3f s)", r.StartCPU, r.IdleStartCPU)
	row("Binary: %.1f MB stripped. With symbols, by module:", r.Binary.StrippedMB)
	for _, part := range r.Binary.Parts {
		row("  %.1f MB\t %s", part.MB, part.Module)
	}
	return w.Flush()
}

func (r *report) printGrowth(row func(format string, values ...any)) {
	if len(r.Growth) == 0 {
		return
	}
	row("\n| In process, per link\t| Links\t| Packages\t| Requests\t| CPU ms\t| Allocated kB\t| Kept kB\t|")
	row("|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for _, g := range r.Growth {
		row(
			"| %s\t| %d\t| %d\t| %.2f\t| %.2f\t| %.0f\t| %.1f\t|",
			g.Step,
			g.Links,
			g.Packages,
			g.Requests,
			g.CPUMilliseconds,
			g.AllocatedKB,
			g.KeptKB,
		)
	}
	row("")
	for _, step := range walkSteps {
		row(
			"%s: the largest takes %.2f times the CPU and %.2f times the memory of the smallest, per link",
			step,
			r.Ratios[step].CPU,
			r.Ratios[step].Memory,
		)
	}
}
