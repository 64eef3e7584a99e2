package main

import "fmt"

// bench is one way to declare the same links.
type bench struct {
	name      string
	provider  string // "" for what is built into the CLI
	program   string // that is run in the place of the CLI; "" for the CLI
	arguments string // of the provider block, in addition to the common ones
	config    string // of var.links
	steps     []step
}

// step is one command.
type step struct {
	name      string
	arguments []string
	exit      int // the exit code of success
	before    func(*service, size) error
}

var (
	firstPlan = step{name: "plan all new", arguments: []string{"plan", "-detailed-exitcode"}, exit: 2}
	apply     = step{name: "apply", arguments: []string{"apply", "-auto-approve"}}
	plan      = step{name: "empty plan", arguments: []string{"plan", "-detailed-exitcode"}}
	refresh   = step{name: "refresh", arguments: []string{"apply", "-refresh-only", "-auto-approve"}}
	// drift comes after an import: for a minute after an own write, a plan waits for a link that isn't listed.
	drift = step{
		name: "plan after drift", arguments: []string{"plan", "-detailed-exitcode"}, exit: 2,
		before: func(s *service, _ size) error { return s.unlinkOne() },
	}
	destroy    = step{name: "destroy", arguments: []string{"destroy", "-auto-approve"}}
	importAll  = step{name: "import", arguments: []string{"apply", "-auto-approve"}, before: (*service).linkAll}
	readAll    = step{name: "read", arguments: []string{"apply", "-auto-approve"}, before: (*service).linkAll}
	everything = []step{firstPlan, apply, plan, refresh, destroy}
)

// replanned makes each plan that leaves all as it is three times: two benches that are compared differ by less than one
// run from the next.
func (b bench) replanned() bench {
	var steps []step
	for _, s := range b.steps {
		steps = append(steps, s)
		if s.name == firstPlan.name || s.name == plan.name {
			steps = append(steps, s, s)
		}
	}
	b.steps = steps
	return b
}

const variables = `
variable "links" {
  type = map(object({ access_package_id = string, group_id = string }))
}
`

const singleLinks = `
resource "elm_access_package_incompatible_group" "bench" {
  for_each          = var.links
  catalog_id        = "` + catalogID + `"
  access_package_id = each.value.access_package_id
  group_id          = each.value.group_id
}
`

// nothing is the CLI's own share: a resource that is built into it.
var nothing = bench{name: "terraform_data", steps: []step{firstPlan, apply, plan, destroy}, config: `
resource "terraform_data" "bench" {
  for_each = var.links
  input    = each.value
}
`}

// idle is the framework's share: a provider that does nothing.
var idle = bench{name: "idle provider", provider: "idle", steps: []step{firstPlan, apply, plan}, config: `
resource "idle_link" "bench" {
  for_each          = var.links
  catalog_id        = "` + catalogID + `"
  access_package_id = each.value.access_package_id
  group_id          = each.value.group_id
}
`}

var single = bench{name: "one resource per link", provider: "elm", steps: everything, config: singleLinks}

var imported = bench{
	name: "one resource per link", provider: "elm", steps: []step{importAll, drift}, config: singleLinks + `
import {
  for_each = var.links
  to       = elm_access_package_incompatible_group.bench[each.key]
  id       = "` + catalogID + `/${each.value.access_package_id}/${each.value.group_id}"
}
`,
}

var set = bench{name: "one resource per package", provider: "elm", steps: everything, config: `
resource "elm_access_package_separation_of_duties" "bench" {
  for_each               = { for link in var.links : link.access_package_id => link.group_id... }
  catalog_id             = "` + catalogID + `"
  access_package_id      = each.key
  incompatible_group_ids = each.value
}
`}

// setOnce is only the apply of it.
var setOnce = bench{name: set.name, provider: set.provider, config: set.config, steps: []step{apply}}

// told tells the provider how many requests it may have under way.
func (b bench) told(limit int) bench {
	b.name += fmt.Sprintf(", told %d", limit)
	b.arguments = fmt.Sprintf("max_concurrent_requests = %d", limit)
	return b
}

var rules = bench{name: "data source of all rules", provider: "elm", steps: []step{readAll}, config: `
data "elm_separation_of_duties_rules" "bench" {
  catalog_id = "` + catalogID + `"
}

output "count" {
  value = length(data.elm_separation_of_duties_rules.bench.rules)
}
`}

// requirement says where the provider comes from. The CLI starts those that a configuration names, so it names no
// other.
func requirement(provider string) string {
	if provider == "" {
		return ""
	}
	return fmt.Sprintf(`terraform {
  required_providers {
    %s = { source = %q }
  }
}
`, provider, source(provider))
}

// source is where a registry has a provider.
func source(provider string) string {
	if provider == "msgraph" {
		return "microsoft/msgraph"
	}
	return "entra-elm/" + provider
}

// linksFile gives the values of the variable, as a file that the CLI reads by itself.
func linksFile(s size) map[string]any {
	links := map[string]map[string]string{}
	for i := range s.links {
		accessPackage, group := s.link(i)
		links[fmt.Sprintf("%04d", i)] = map[string]string{"access_package_id": accessPackage, "group_id": group}
	}
	return map[string]any{"links": links}
}
