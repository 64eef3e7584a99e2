package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"runtime"
	"slices"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"
)

// walk is what one step over the provider protocol took, per link. Provider and emulator share the process, so it is
// both of them.
type walk struct {
	Step            string  `json:"step"`
	Links           int     `json:"links"`
	Packages        int     `json:"packages"`
	Requests        float64 `json:"requests"`
	CPUMilliseconds float64 `json:"cpuMilliseconds"`
	AllocatedKB     float64 `json:"allocatedKB"`
	KeptKB          float64 `json:"keptKB"` // still in use at the end of the step
}

// ratios compare the largest size with the smallest, per link: 1 is linear growth.
type ratios struct {
	CPU    float64 `json:"cpu"`
	Memory float64 `json:"memory"` // allocated
}

// growthSizes have a hundred links to the access package.
var growthSizes = []size{{500, 5}, {5000, 50}}

var walkSteps = []string{"create", "refresh", "list", "destroy", "import"}

// concurrency is Terraform's own default.
const concurrency = 10

// grow walks each size three times without a CLI, whose own work would hide the provider's, and takes the run with the
// least CPU.
func grow(ctx context.Context) ([]walk, map[string]ratios, error) {
	if _, err := walkAll(ctx, growthSizes[0]); err != nil { // what happens once per process is no growth
		return nil, nil, err
	}
	var found []walk
	for _, n := range growthSizes {
		best := map[string]walk{}
		for range 3 {
			log.Printf("Over the provider protocol: %d links", n.links)
			steps, err := walkAll(ctx, n)
			if err != nil {
				return nil, nil, err
			}
			for _, w := range steps {
				if b, ok := best[w.Step]; !ok || w.CPUMilliseconds < b.CPUMilliseconds {
					best[w.Step] = w
				}
			}
		}
		for _, step := range walkSteps {
			found = append(found, best[step])
		}
	}
	of := map[string]ratios{}
	for _, small := range found[:len(walkSteps)] {
		for _, large := range found[len(found)-len(walkSteps):] {
			if small.Step == large.Step {
				of[small.Step] = ratios{
					large.CPUMilliseconds / small.CPUMilliseconds,
					large.AllocatedKB / small.AllocatedKB,
				}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b walk) int {
		return cmp.Compare(slices.Index(walkSteps, a.Step), slices.Index(walkSteps, b.Step))
	})
	return found, of, nil
}

// walkAll makes, reads, lists, removes and imports all links of a size, with a new provider for each.
func walkAll(ctx context.Context, n size) ([]walk, error) {
	s, err := newService(n, conditions{})
	if err != nil {
		return nil, err
	}
	defer s.listener.Close()
	instances := make([]instance, n.links)
	var found []walk
	for _, name := range walkSteps {
		if name == "import" {
			if err := s.linkAll(n); err != nil {
				return nil, err
			}
		}
		w, err := s.observe(ctx, name, n, instances)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found = append(found, w)
	}
	return found, nil
}

// observe runs one step and measures it.
func (s *service) observe(ctx context.Context, name string, n size, instances []instance) (walk, error) {
	s.reset()
	provider, err := newServer(ctx, s)
	if err != nil {
		return walk{}, err
	}
	var before, after, kept runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	started := cpuTime()
	err = provider.step(ctx, name, n, instances)
	used := cpuTime() - started
	runtime.ReadMemStats(&after)
	var counted measurement
	s.count(&counted)
	s.reset()
	runtime.GC()
	runtime.ReadMemStats(&kept)
	runtime.KeepAlive(provider)
	per := float64(n.links)
	return walk{
		Step: name, Links: n.links, Packages: n.packages,
		Requests:        float64(counted.Requests) / per,
		CPUMilliseconds: float64(used.Microseconds()) / 1000 / per,
		AllocatedKB:     float64(after.TotalAlloc-before.TotalAlloc) / 1000 / per,
		KeptKB:          (float64(kept.HeapAlloc) - float64(before.HeapAlloc)) / 1000 / per,
	}, err
}

func (s *server) step(ctx context.Context, name string, n size, instances []instance) error {
	if name == "list" {
		found, err := s.listAll(ctx)
		if err == nil && found != n.links {
			err = fmt.Errorf("%d links are listed, not %d", found, n.links)
		}
		return err
	}
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(concurrency)
	for i := range instances {
		workers.Go(func() (err error) {
			accessPackage, group := n.link(i)
			switch name {
			case "create":
				instances[i], err = s.create(ctx, accessPackage, group)
			case "refresh":
				instances[i], err = s.refresh(ctx, instances[i])
			case "destroy":
				err = s.destroy(ctx, instances[i])
			case "import":
				err = s.importOne(ctx, accessPackage, group)
			}
			return err
		})
	}
	return workers.Wait()
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // cannot fail for the process itself
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

const listResource = "list resource, over the protocol"

// listing is the list resource for groups, over the provider protocol: Terraform has had queries since 1.14 only.
func listing(ctx context.Context, n size, c conditions) (measurement, error) {
	log.Printf("list resource: %d links, %d access packages, %s", n.links, n.packages, c.latency)
	s, err := newService(n, c)
	if err != nil {
		return measurement{}, err
	}
	defer s.listener.Close()
	if err := s.linkAll(n); err != nil {
		return measurement{}, err
	}
	provider, err := newServer(ctx, s)
	if err != nil {
		return measurement{}, err
	}
	m := measurement{
		Bench:     listResource,
		Step:      "list",
		Links:     n.links,
		Packages:  n.packages,
		LatencyMS: c.latency.Milliseconds(),
	}
	started := time.Now()
	err = provider.step(ctx, "list", n, nil)
	m.WallSeconds = time.Since(started).Seconds()
	s.count(&m)
	return m, err
}
