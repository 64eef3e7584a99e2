package rule_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Messages name what they are about, where something that was read in the run told the name, and the id can be copied.
func TestAccRule_namesInMessages(t *testing.T) {
	t.Parallel()
	const version, refuse = `api_version = "v1.0"`, `adopt_existing = false`
	one, other := acctest.Package(0), acctest.Package(1)
	groups, packages := acctest.Kinds[0], acctest.Kinds[1]
	for name, c := range map[string]struct {
		arguments []string
		config    string
		prepare   func(*acctest.Service) error
		exit      int
		want      []string
	}{
		"catalog": {
			arguments: []string{version}, config: groups.ConfigIn(acctest.OtherCatalogID, one, acctest.Group(0)), exit: 1,
			want: []string{"Access package Package 0 (" + one + ") is in catalog Finance (" + acctest.CatalogID + "), but"},
		},
		"existing": {
			arguments: []string{refuse}, config: groups.Config(one, acctest.Group(0)), exit: 1,
			prepare: func(s *acctest.Service) error {
				return s.Tenant().Link(emulator.IncompatibleGroups, one, acctest.Group(0))
			},
			want: []string{"has these rules already, and `adopt_existing` is false: - group Group 0 (" + acctest.Group(0) + ")", fmt.Sprintf("id = %q", one+"/"+acctest.Group(0))},
		},
		"adopted": {
			config: groups.Config(one, acctest.Group(0)),
			prepare: func(s *acctest.Service) error {
				return s.Tenant().Link(emulator.IncompatibleGroups, one, acctest.Group(0))
			},
			want: []string{"had these rules already. This resource manages them from now on, and destroying it removes them: - group Group 0 (" + acctest.Group(0) + ")"},
		},
		"refused": {
			arguments: []string{"check_references = true"}, config: packages.Config(one, other), exit: 1,
			prepare: func(s *acctest.Service) error {
				s.Inject(emulator.Fault{Method: http.MethodPost, Status: http.StatusForbidden, Code: "UnAuthorized"})
				return nil
			},
			want: []string{"Adding the rule about access package Package 1 (" + other + ") to access package Package 0 (" + one + ")"},
		},
		"not read": {
			config: groups.Config(acctest.Missing, acctest.Group(0)), exit: 1,
			want: []string{"access package " + acctest.Missing},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			if c.prepare != nil {
				acctest.Must(t, c.prepare(s))
			}
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			cli.Write(t, s.Provider(c.arguments...)+c.config)
			output := oneLine(cli.Must(t, c.exit, "apply", "-auto-approve"))
			for _, want := range c.want {
				if !strings.Contains(output, want) {
					t.Errorf("not a word of %q:\n%s", want, output)
				}
			}
		})
	}
}
