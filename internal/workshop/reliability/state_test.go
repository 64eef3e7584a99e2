package reliability_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// rules are what the service holds, as package/group.
func (c *cell) rules() []string {
	var all []string
	for i := range 2 {
		for _, group := range c.service.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(i)) {
			all = append(all, acctest.Package(i)+"/"+group)
		}
	}
	return all
}

const stateFile = "terraform.tfstate"

// managed are what the state holds, as package/group.
func (c *cell) managed() []string {
	c.t.Helper()
	if _, err := os.Stat(filepath.Join(c.cli.Dir, stateFile)); err != nil {
		return nil
	}
	var state struct {
		Resources []struct {
			Mode      string
			Instances []struct {
				Attributes struct {
					AccessPackage string   `json:"access_package_id"`
					Group         string   `json:"group_id"`
					Groups        []string `json:"incompatible_group_ids"`
				}
			}
		}
	}
	c.must(json.Unmarshal(c.cli.ReadFile(c.t, stateFile), &state))
	var all []string
	for _, r := range state.Resources {
		for _, instance := range r.Instances {
			a := instance.Attributes
			if a.Group != "" {
				a.Groups = append(a.Groups, a.Group)
			}
			for _, group := range a.Groups {
				all = append(all, a.AccessPackage+"/"+group)
			}
		}
	}
	slices.Sort(all)
	return all
}

var states sync.Map // by operation name, so that each is made once

// madeState is the state that a real apply of the operation's first configuration leaves.
func madeState(t *testing.T, op operation) []byte {
	t.Helper()
	made, _ := states.LoadOrStore(op.kind, sync.OnceValue(func() []byte {
		s := acctest.Start(t, emulator.Options{})
		cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
		cli.Write(t, s.Provider()+op.state())
		if r := cli.Run(t, "apply", "-auto-approve"); r.ExitCode != 0 {
			t.Error(r.Output)
			return nil
		}
		return cli.ReadFile(t, stateFile)
	}))
	makeOnce, ok := made.(func() []byte)
	if !ok {
		t.Fatal("There is no state.")
	}
	return makeOnce()
}
