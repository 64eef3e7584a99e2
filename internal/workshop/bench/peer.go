package main

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/proxy"
)

// peer is the collection resource of Microsoft's msgraph provider: one for each access package, as our set.
var peer = bench{
	name:     "msgraph_resource_collection",
	provider: "msgraph",
	steps:    []step{firstPlan, apply, plan, destroy},
	config: `
resource "msgraph_resource_collection" "bench" {
  for_each      = { for link in var.links : link.access_package_id => link.group_id... }
  url           = "identityGovernance/entitlementManagement/accessPackages/${each.key}/incompatibleGroups/$ref"
  reference_ids = each.value
}
`,
}

// peers are measured where msgraph was built, on the work of our set.
func peers(msgraph string, latencies ...time.Duration) []trial {
	if msgraph == "" {
		return nil
	}
	var trials []trial
	for _, latency := range latencies {
		trials = append(trials, trial{peer, size{1000, 20}, conditions{latency: latency}, 3})
	}
	return trials
}

// intercept sends msgraph to the service: it knows the cloud's addresses only. It calls every target a directory
// object, which this part of Microsoft Graph is documented to refuse; so that there is something to measure, the
// service is shown groups.
func (s *service) intercept(folder string) (environment []string, end func(), err error) {
	p, err := proxy.Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // it went away
		}
		body = bytes.ReplaceAll(body, []byte("/directoryObjects/"), []byte("/groups/"))
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		s.listener.Config.Handler.ServeHTTP(w, r)
	}), []string{"graph.microsoft.com", "login.microsoftonline.com"}, folder, func(reason string) { log.Print(reason) })
	if err != nil {
		return nil, nil, err
	}
	return append(
		p.Environment(),
		"ARM_TENANT_ID="+tenantID,
		"ARM_CLIENT_ID="+clientID,
		"ARM_CLIENT_SECRET="+emulator.DefaultSecret,
	), p.Close, nil
}
