package main

import (
	"context"
	"log"
	"path/filepath"
	"slices"
	"time"
)

// trial is a bench of one size under some conditions.
type trial struct {
	bench
	size
	conditions
	repeat int // with an odd number there is a middle
}

// plans says what is measured. The CLI's own work grows with the square of the number of resources, so thousands of
// links are for the set resource and the data source only.
func plans(full bool) []trial {
	at0, at50, at200 := conditions{}, conditions{
		latency: 50 * time.Millisecond,
	}, conditions{
		latency: 200 * time.Millisecond,
	}
	quick := []trial{
		{nothing, size{100, 20}, at0, 3},
		{single, size{100, 20}, at0, 3},
		{single, size{100, 20}, at50, 3},
		{single, size{100, 20}, at200, 1},
		{single, size{100, 1}, at50, 1},
		{single, size{100, 10}, at50, 1},
		{imported, size{100, 20}, at50, 3},
		{set, size{100, 20}, at0, 3},
		{set, size{100, 20}, at50, 3},
		{set, size{100, 20}, at200, 1},
		{set, size{1000, 20}, at0, 3},
		{set, size{1000, 20}, at50, 3},
		{set, size{5000, 50}, at50, 1},
		{rules, size{5000, 50}, at50, 1},
		{auditOnce, size{1000, 200}, at0, 1},
		{auditOnce, size{1000, 200}, at50, 1},
		{reportByTerraform, size{1000, 200}, at0, 3},
		{reportByProgram, size{1000, 200}, at0, 3},
		{nothing, size{1000, 20}, at0, 1},
		{idle.replanned(), size{1000, 20}, at0, 1},
		{single.replanned(), size{1000, 20}, at0, 1},
		{single, size{1000, 20}, at50, 1},
		{imported, size{1000, 20}, at50, 1},
		{rules, size{3600, 1800}, at50, 1},
		{auditLargest, size{3600, 1800}, at50, 1},
	}
	quick = append(quick, limited(at50.latency)...)
	if !full {
		return quick
	}
	all := quick
	add := func(b bench, s size, c conditions, repeat int) {
		same := func(t trial) bool {
			return t.name == b.name && t.steps[0].name == b.steps[0].name && t.size == s && t.conditions == c
		}
		if !slices.ContainsFunc(quick, same) {
			all = append(all, trial{b, s, c, repeat})
		}
	}
	latencies := []conditions{at0, at50, at200}
	for _, links := range []int{100, 1000} {
		repeat := max(1, 300/links) // the more links, the steadier and the slower
		add(nothing, size{links, 20}, at0, repeat)
		add(idle, size{links, 20}, at0, repeat)
		for _, packages := range []int{1, 20, links / 10} {
			for _, latency := range latencies {
				for _, b := range []bench{single, imported, set, rules} {
					add(b, size{links, packages}, latency, repeat)
				}
			}
		}
	}
	for _, latency := range latencies {
		add(set, size{5000, 50}, latency, 1)
		add(rules, size{5000, 50}, latency, 1)
	}
	return all
}

// limited has services with a limit on concurrent requests. One provider discovers the limit; others have
// max_concurrent_requests set. The best of these is the reference.
func limited(latency time.Duration) []trial {
	var trials []trial
	for _, limit := range []int{4, 16, 64} {
		c := conditions{latency, limit}
		trials = append(trials, trial{setOnce, size{1000, 20}, c, 3})
		for _, told := range []int{limit / 2, limit} {
			trials = append(trials, trial{setOnce.told(told), size{1000, 20}, c, 3})
		}
	}
	// A process that discovers the limit is refused once, which is a large part of a command of five seconds.
	c := conditions{latency, 16}
	return append(trials, trial{setOnce, size{5000, 50}, c, 1}, trial{setOnce.told(c.limit), size{5000, 50}, c, 1})
}

// measure gives one measurement for each step, in the middle of all repetitions of it.
func (t *tools) measure(ctx context.Context, p trial) ([]measurement, error) {
	runs := map[string][]measurement{}
	for n := range p.repeat {
		log.Printf(
			"%s: %d links, %d access packages, %s, limit %d, %d of %d",
			p.name,
			p.links,
			p.packages,
			p.latency,
			p.limit,
			n+1,
			p.repeat,
		)
		found, err := t.once(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			runs[m.Step] = append(runs[m.Step], m)
		}
	}
	var found []measurement
	for _, step := range p.steps {
		if repetitions, ok := runs[step.name]; ok {
			found = append(found, median(repetitions))
			delete(runs, step.name)
		}
	}
	return found, nil
}

// once takes a new tenant and a new folder through all steps.
func (t *tools) once(ctx context.Context, p trial) ([]measurement, error) {
	s, err := newService(p.size, p.conditions)
	if err != nil {
		return nil, err
	}
	defer s.listener.Close()
	config := requirement(p.provider) + variables + p.config
	if p.provider == "elm" {
		config += s.provider(p.arguments)
	}
	w, err := t.newWorkspace(p.size, config)
	if err != nil {
		return nil, err
	}
	if p.provider == "msgraph" {
		environment, end, err := s.intercept(w.dir)
		if err != nil {
			return nil, err
		}
		defer end()
		w.environment = environment
	}
	if p.program != "" {
		w.program, w.environment = filepath.Join(t.folder, p.program), s.environment()
	}
	var found []measurement
	for _, step := range p.steps {
		if step.before != nil {
			if err := step.before(s, p.size); err != nil {
				return nil, err
			}
		}
		s.reset()
		m := measurement{
			Bench:     p.name,
			Step:      step.name,
			Links:     p.links,
			Packages:  p.packages,
			LatencyMS: p.latency.Milliseconds(),
			Limit:     p.limit,
		}
		if err := w.run(ctx, step.exit, &m, step.arguments...); err != nil {
			return nil, err
		}
		s.count(&m)
		found = append(found, m)
	}
	return found, nil
}
