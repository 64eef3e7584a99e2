package system_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const importConfig = `
terraform {
  required_providers {
    elm = { source = "entra-elm/elm" }
  }
}

import {
  to = %s
  %s
}
`

// Terraform writes a resource block for an import, and the plan of it is empty. Steps of terraform-plugin-testing can't
// do this for a query: TestAccAdoption_query does it with the command.
func TestAccGenerated_import(t *testing.T) {
	t.Parallel()
	type imported struct {
		address, id, identity string
		attributes            map[string]string
	}
	const set = "elm_access_package_separation_of_duties.test"
	all := []imported{{
		set, acctest.Package(0), fmt.Sprintf("access_package_id = %q", acctest.Package(0)),
		map[string]string{"access_package_id": acctest.Package(0)},
	}}
	for _, k := range acctest.Kinds {
		all = append(all, imported{
			k.Address(), k.ImportID(0), fmt.Sprintf("access_package_id = %q\n    %s = %q", acctest.Package(0), k.Target, k.TargetID(0)),
			map[string]string{"access_package_id": acctest.Package(0), k.Target: k.TargetID(0), "id": k.ImportID(0)},
		})
	}
	for _, i := range all {
		for kind, source := range map[string]string{"id": fmt.Sprintf("id = %q", i.id), "identity": "identity = {\n    " + i.identity + "\n  }"} {
			t.Run(i.address+"/"+kind, func(t *testing.T) {
				t.Parallel()
				if kind == "identity" {
					acctest.NewCLI(t).Needs(t, acctest.ImportByIdentity)
				}
				s := acctest.Start(t, emulator.Options{})
				for _, k := range acctest.Kinds {
					acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)))
				}
				checks := []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(i.address, plancheck.ResourceActionNoop),
					plancheck.ExpectKnownValue(i.address, tfjsonpath.New("timeouts"), knownvalue.Null()),
				}
				for name, value := range i.attributes {
					checks = append(checks, plancheck.ExpectKnownValue(i.address, tfjsonpath.New(name), acctest.Text(value)))
				}
				s.Run(t, resource.TestStep{
					ResourceName: i.address, ImportState: true, ImportStateId: i.id, ImportStateKind: resource.ImportBlockWithID,
					GenerateConfig: true, ImportStateConfigExact: true,
					Config:           fmt.Sprintf(importConfig, i.address, source),
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: checks},
				})
			})
		}
	}
}

// A query finds the rules of a configuration by their identities, and includes their attributes on request.
func TestAccGenerated_query(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		acctest.NewCLI(t).Needs(t, acctest.Query)
		s := acctest.Start(t, emulator.Options{})
		list := k.Resource + ".all"
		identity := map[string]knownvalue.Check{"access_package_id": acctest.Text(acctest.Package(0)), k.Target: acctest.Text(k.TargetID(0))}
		s.Run(t,
			resource.TestStep{Config: k.Config(acctest.Package(0), k.TargetID(0))},
			resource.TestStep{
				Query:  true,
				Config: fmt.Sprintf("list %q \"all\" {\n  provider         = elm\n  include_resource = true\n}\n", k.Resource),
				QueryResultChecks: []querycheck.QueryResultCheck{
					querycheck.ExpectLength(list, 1),
					querycheck.ExpectIdentity(list, identity),
					querycheck.ExpectResourceKnownValues(list, queryfilter.ByResourceIdentity(identity), []querycheck.KnownValueCheck{
						{Path: tfjsonpath.New("id"), KnownValue: acctest.Text(k.ImportID(0))},
						{Path: tfjsonpath.New("catalog_id"), KnownValue: acctest.Text(acctest.CatalogID)},
						{Path: tfjsonpath.New("timeouts"), KnownValue: knownvalue.Null()},
					}),
				},
			},
		)
	})
}
