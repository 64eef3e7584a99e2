package reliability_test

import (
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A provider that is killed after a create has made a rule leaves the rule out of the state. With adopt_existing =
// false, the next apply refuses the rule, says that an interrupted apply has probably made it, and gives the import
// block.
func TestAccCrash_createRefused(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for name, config := range map[string]string{"single": singleConfig(three[:1]), "set": setConfig(0)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t, operations()[0])
			config := v.service.Provider("adopt_existing = false") + config
			v.cli.Write(t, config)
			var killed atomic.Bool
			v.service.Observe(func(m emulator.Moment, r *http.Request) {
				if m == emulator.After && r.Method == http.MethodPost && strings.Contains(r.URL.Path, "incompatibleGroups") && killed.CompareAndSwap(false, true) {
					v.kill()
				}
			})
			if output, err := v.start("apply", "-auto-approve").CombinedOutput(); err == nil || !killed.Load() {
				t.Fatalf("The create wasn't killed: %v\n%s", err, output)
			}
			output := strings.ReplaceAll(v.cli.Must(t, 1, "apply", "-auto-approve"), "│", "")
			if !strings.Contains(strings.Join(strings.Fields(output), " "), "If an apply was interrupted or failed, it has probably added them") {
				t.Errorf("The error doesn't name the cause:\n%s", output)
			}
			block := regexp.MustCompile(`(?s)import \{.*?\n *\}`).FindString(output)
			address := map[string]string{"single": single + ".link_0", "set": whole + ".all"}[name]
			v.cli.Write(t, config+regexp.MustCompile(`to = \S+`).ReplaceAllString(block, "to = "+address)+"\n")
			v.cli.Must(t, 0, "apply", "-auto-approve")
			v.cli.Must(t, 0, "plan", "-detailed-exitcode")
			if writes := v.service.Requests(http.MethodPost, "/incompatibleGroups"); writes != 1 {
				t.Errorf("The rule was added %d times", writes)
			}
		})
	}
}
