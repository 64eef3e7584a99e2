package main

import (
	"context"
	"log"
	"time"
)

// trial is a bench of one size at one latency.
type trial struct {
	bench
	size
	latency time.Duration
	repeat  int // with an odd number there is a middle
}

// plans says what is measured. The CLI's own work grows with the square of the number of resources, so thousands of links are for
// the set resource and the data source only.
func plans(full bool) []trial {
	const some, much = 50 * time.Millisecond, 200 * time.Millisecond
	quick := []trial{
		{nothing, size{100, 20}, 0, 3},
		{single, size{100, 20}, 0, 3},
		{single, size{100, 20}, some, 3},
		{single, size{100, 20}, much, 1},
		{single, size{100, 1}, some, 1},
		{single, size{100, 10}, some, 1},
		{imported, size{100, 20}, some, 3},
		{set, size{100, 20}, 0, 3},
		{set, size{100, 20}, some, 3},
		{set, size{100, 20}, much, 1},
		{set, size{1000, 20}, 0, 3},
		{set, size{1000, 20}, some, 1},
		{set, size{5000, 50}, some, 1},
		{rules, size{5000, 50}, some, 1},
		{auditPerRule, size{1000, 200}, 0, 1},
		{auditOnce, size{1000, 200}, 0, 1},
		{auditOnce, size{1000, 200}, some, 1},
		{nothing, size{1000, 20}, 0, 1},
		{idle.replanned(), size{1000, 20}, 0, 1},
		{single.replanned(), size{1000, 20}, 0, 1},
		{single, size{1000, 20}, some, 1},
		{imported, size{1000, 20}, some, 1},
	}
	if !full {
		return quick
	}
	var all []trial
	latencies := []time.Duration{0, some, much}
	for _, links := range []int{100, 1000} {
		repeat := max(1, 300/links) // the more links, the steadier and the slower
		all = append(all, trial{nothing, size{links, 20}, 0, repeat}, trial{idle, size{links, 20}, 0, repeat})
		for _, packages := range []int{1, 20, links / 10} {
			for _, latency := range latencies {
				for _, b := range []bench{single, imported, set, rules} {
					all = append(all, trial{b, size{links, packages}, latency, repeat})
				}
			}
		}
	}
	for _, latency := range latencies {
		all = append(all, trial{set, size{5000, 50}, latency, 1}, trial{rules, size{5000, 50}, latency, 1})
	}
	return all
}

// measure gives one measurement for each step, in the middle of all repetitions of it.
func (t *tools) measure(ctx context.Context, p trial) ([]measurement, error) {
	runs := map[string][]measurement{}
	for n := range p.repeat {
		log.Printf("%s: %d links, %d access packages, %s, %d of %d", p.name, p.links, p.packages, p.latency, n+1, p.repeat)
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
	s, err := newService(p.size, p.latency)
	if err != nil {
		return nil, err
	}
	defer s.listener.Close()
	config := requirement(p.provider) + variables + p.config
	if p.provider == "elm" {
		config += s.provider()
	}
	w, err := t.newWorkspace(p.size, config)
	if err != nil {
		return nil, err
	}
	var found []measurement
	for _, step := range p.steps {
		if step.before != nil {
			if err := step.before(s, p.size); err != nil {
				return nil, err
			}
		}
		s.reset()
		m := measurement{Bench: p.name, Step: step.name, Links: p.links, Packages: p.packages, LatencyMS: p.latency.Milliseconds()}
		if err := w.run(ctx, step.exit, &m, step.arguments...); err != nil {
			return nil, err
		}
		s.count(&m)
		found = append(found, m)
	}
	return found, nil
}
