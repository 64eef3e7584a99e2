package main

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
)

// preset is a failure of real tenants, by name.
type preset struct {
	name, description string
	options           func(*emulator.Options)
	faults            []emulator.Fault
}

func presets() []preset {
	return []preset{
		{
			name: "forbidden", description: "the application has no permission: every call gets 403 UnAuthorized",
			options: func(o *emulator.Options) { o.Roles = []string{"User.Read.All"} },
		},
		{
			name:        "read-only",
			description: "the application has only read permission: plans work, applies get 403 UnAuthorized",
			options:     func(o *emulator.Options) { o.Roles = []string{"EntitlementManagement.Read.All", "Group.Read.All"} },
		},
		{
			name: "no-license", description: "the tenant has no license for entitlement management: 403 NoLicense",
			options: func(o *emulator.Options) { o.NoLicense = true },
		},
		{
			name: "throttled", description: "every third request gets 429 with Retry-After: 1",
			faults: []emulator.Fault{{
				Every: 3, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"1"}},
			}},
		},
		{
			name: "lag", description: "lists show a change after three seconds",
			options: func(o *emulator.Options) { o.ListLag = 3 * time.Second },
		},
		{
			name: "replicas", description: "every other list shows a change only after three seconds",
			options: func(o *emulator.Options) { o.ListLag, o.ReplicasDisagree = 3*time.Second, true },
		},
		{
			name:        "replication",
			description: "a new group is missing for three seconds, and unknown to entitlement management for six",
			options:     func(o *emulator.Options) { o.DirectoryLag, o.GroupLag = 3*time.Second, 6*time.Second },
		},
		{
			name: "busy", description: "more than four concurrent requests get 429 with Retry-After: 1",
			options: func(o *emulator.Options) { o.Concurrency = 4 },
		},
		{
			name:        "quota",
			description: "more than a hundred requests of an application in ten seconds get 429 with Retry-After",
			options:     func(o *emulator.Options) { o.Quota = 100 },
		},
		{
			name:        "flaky",
			description: "every third change takes effect and gets 503, every fifth connection is closed",
			faults: []emulator.Fault{
				{Every: 5, Drop: true},
				{Method: http.MethodPost, Every: 3, Status: http.StatusServiceUnavailable, AfterEffect: true},
				{Method: http.MethodDelete, Every: 3, Status: http.StatusServiceUnavailable, AfterEffect: true},
			},
		},
		{
			name:        "gateway",
			description: "a gateway in front of Microsoft Graph answers every call with its own 404 page in HTML",
			faults:      []emulator.Fault{faults.GatewayNotFound()},
		},
	}
}

func describePresets() string {
	var b strings.Builder
	for _, p := range presets() {
		fmt.Fprintf(&b, "  %-12s %s\n", p.name, p.description)
	}
	return b.String()
}

// choose finds presets by their names.
func choose(names string) ([]preset, error) {
	var chosen []preset
	for name := range strings.SplitSeq(names, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		found := false
		for _, p := range presets() {
			if p.name == name {
				chosen, found = append(chosen, p), true
			}
		}
		if !found {
			return nil, fmt.Errorf("-preset: %q isn't a preset; the presets are:\n%s", name,
				strings.TrimRight(describePresets(), "\n"))
		}
	}
	return chosen, nil
}
