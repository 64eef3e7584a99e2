package main

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// The probe checks every object before it writes to any of them.
func TestUnsuitable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*emulator.Server) error
		args   []string
		want   string
	}{
		"a rule with a group": {
			func(s *emulator.Server) error {
				return s.Tenant().Link(emulator.IncompatibleGroups, testPackage, numbered("9f0a9000", 1))
			},
			nil, "has rules, with " + numbered("9f0a9000", 1),
		},
		"a rule with an access package": {
			func(s *emulator.Server) error {
				return s.Tenant().Link(emulator.IncompatibleAccessPackages, testPackage, numbered("acce5500", 1))
			},
			nil, "has rules, with " + numbered("acce5500", 1),
		},
		"a rule of another access package": {
			func(s *emulator.Server) error {
				return s.Tenant().Link(emulator.IncompatibleAccessPackages, numbered("acce5500", 1), testPackage)
			},
			nil, "has rules, with " + numbered("acce5500", 1),
		},
		"what a run left": {
			func(s *emulator.Server) error {
				return s.Tenant().Link(emulator.IncompatibleGroups, testPackage, plainGroup)
			},
			nil, "-undo instead of -write",
		},
		"an assignment": {
			func(s *emulator.Server) error {
				return s.Tenant().AddAssignment(emulator.Assignment{ID: numbered("a5510000", 2), AccessPackageID: testPackage, UserID: userID})
			},
			nil, "has assignments. Use one without",
		},
		"another access package in the catalog": {
			func(s *emulator.Server) error {
				return s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: numbered("acce5500", 99), CatalogID: catalogID})
			},
			nil, "contains another access package, " + numbered("acce5500", 99),
		},
		"an access package of another catalog":  {nil, []string{"-access-package", numbered("acce5500", 1)}, "is not in the catalog"},
		"an unknown access package":             {nil, []string{"-access-package", numbered("acce5500", 98)}, "is not in the catalog"},
		"an unknown catalog":                    {nil, []string{"-catalog", numbered("ca7a1090", 98)}, "can't be read: the service answered 404"},
		"an unknown group":                      {nil, []string{"-group", numbered("9f0a9000", 98)}, "can't be read: the service answered 404"},
		"a team as a plain group":               {nil, []string{"-group", unified}, "is not a plain security group"},
		"a plain group as a team":               {nil, []string{"-microsoft-365-group", plainGroup}, "is not a Microsoft 365 group"},
		"a team as a list":                      {nil, []string{"-mail-enabled-group", unified}, "is not a mail-enabled security group"},
		"an access package without assignments": {nil, []string{"-assigned-access-package", numbered("acce5500", 1)}, "has no assignment"},
		"an access package that grants a group": {func(s *emulator.Server) error {
			if err := s.Tenant().DeleteAccessPackage(testPackage); err != nil {
				return err
			}
			return s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: testPackage, CatalogID: catalogID, GrantsGroups: []string{numbered("9f0a9000", 1)}})
		}, nil, "grants access"},
		"a group with members": {func(s *emulator.Server) error {
			return s.Tenant().AddGroup(emulator.Group{ID: numbered("9f0a9000", 97), SecurityEnabled: true, Members: []string{userID}})
		}, []string{"-group", numbered("9f0a9000", 97)}, "has members"},
		"a list that can't be read": {func(s *emulator.Server) error {
			s.Inject(emulator.Fault{Path: "/accessPackagesIncompatibleWith", Status: http.StatusForbidden})
			return nil
		}, nil, "can't be read completely: the service answered 403"},
		"a list that goes on elsewhere": {func(s *emulator.Server) error {
			s.Inject(emulator.Fault{Path: testPackage + "/incompatibleGroups", Body: []byte(`{"value":[],"@odata.nextLink":"https://elsewhere.example/"}`), ContentType: "application/json"})
			return nil
		}, nil, "can't be read completely"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newTried(t, emulator.Options{})
			if test.change != nil {
				if err := test.change(r.server); err != nil {
					t.Fatal(err)
				}
			}
			r.must(exitMisuse, append(writing("-assigned-access-package", assigned), test.args...)...)
			if !strings.Contains(r.stderr.String(), test.want) || !strings.Contains(r.stderr.String(), "Nothing was written") {
				t.Errorf("%q is not in\n%s", test.want, r.stderr.String())
			}
			if all := writes(r.server); len(all) > 0 {
				t.Errorf("written: %v", all)
			}
			if _, err := os.Stat(r.path("answers.json")); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("there is a file: %v", err)
			}
		})
	}
}

// It is shown what is about to be done, and only a yes lets it be done.
func TestConsent(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]int{"yes\n": exitOK, "YES": exitOK, "y\n": exitMisuse, "": exitMisuse, "no\nyes\n": exitMisuse} {
		r := newTried(t, emulator.Options{})
		r.answered = answer
		r.must(want, "-write", "-catalog", catalogID, "-access-package", testPackage, "-group", plainGroup, "-assigned-access-package", assigned)
		for _, shown := range []string{testPackage, plainGroup, "incompatible with itself", "Type yes"} {
			if !strings.Contains(r.stdout.String(), shown) {
				t.Errorf("%q is not shown:\n%s", shown, r.stdout.String())
			}
		}
		if wrote := len(writes(r.server)) > 0; wrote != (want == exitOK) {
			t.Errorf("%q: wrote: %v", answer, wrote)
		}
	}
}

func TestMisuse(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"require -catalog, -access-package and -group": {"-write", "-catalog", catalogID},
		"can't be used together":                       {"-write", "-undo"},
		"require -write or -undo":                      {"-group", plainGroup},
		"it isn't a GUID":                              {"-group", "approvers"},
		"must differ":                                  writing("-assigned-access-package", testPackage),
		`unexpected argument "now"`:                    {"now"},
		"flag provided but not defined":                {"-force"},
		"-out: ":                                       {"-out", filepath.Join("none", "here", "answers.json")},
	} {
		r := newTried(t, emulator.Options{})
		if status := r.run(args...); status != exitMisuse || !strings.Contains(r.stderr.String(), want) {
			t.Errorf("%v: exit %d, %s", args, status, r.stderr.String())
		}
		if n := len(r.server.Journal()); n > 0 {
			t.Errorf("%v: %d requests", args, n)
		}
	}
}

// README.md names every flag, and no other.
func TestGuide(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ = bytes.Cut(page, []byte("| Flag |"))
	named := map[string]bool{"-write": true} // in the text
	for _, flag := range regexp.MustCompile("(?m)^\\| `(-[a-z0-9-]+)` \\|").FindAllSubmatch(page, -1) {
		named[string(flag[1])] = true
	}
	r := newTried(t, emulator.Options{})
	r.must(exitOK, "-h")
	for _, flag := range regexp.MustCompile(`(?m)^  (-[a-z0-9-]+)`).FindAllStringSubmatch(r.stderr.String(), -1) {
		if !named[flag[1]] {
			t.Errorf("README.md lacks %s", flag[1])
		}
		delete(named, flag[1])
	}
	for flag := range named {
		t.Errorf("there is no %s", flag)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	for want, test := range map[string]struct {
		variables map[string]string
		status    int
	}{
		"AADSTS7000215":                          {map[string]string{"ARM_CLIENT_SECRET": "planted"}, exitFailed},
		"ARM_CLIENT_ID":                          {map[string]string{"ARM_CLIENT_ID": ""}, exitMisuse},
		"must be true or false":                  {map[string]string{"ARM_USE_MSI": "perhaps"}, exitMisuse},
		"http:// is allowed only for a loopback": {map[string]string{"ARM_METADATA_HOSTNAME": "http://graph.example"}, exitMisuse},
		"ca_certificate_file is r":               {map[string]string{"ELM_CA_CERTIFICATE_FILE": "/nonexistent/ca.pem"}, exitMisuse},
	} {
		r := newTried(t, emulator.Options{})
		r.extra = test.variables
		if _, own := test.variables["ELM_CA_CERTIFICATE_FILE"]; own {
			r.ownTransport = true
		}
		if status := r.run(); status != test.status || !strings.Contains(r.stderr.String(), want) || strings.Contains(r.stderr.String(), "planted") {
			t.Errorf("%s: exit %d, %s", want, status, r.stderr.String())
		}
	}
}

// A value that the table does not allow is an error before anything is asked, also one that Azure's SDK knows.
func TestVariables(t *testing.T) {
	t.Parallel()
	for variable, test := range map[string]struct{ value, want string }{
		"ARM_ENVIRONMENT": {"canary", "ARM_ENVIRONMENT is \"canary\", but it must be one of `global`, `public`, `usgovernment`, `usgovernmentl4`, `usgovernmentl5`, `dod`, `china`."},
		"ELM_API_VERSION": {"v2", "ELM_API_VERSION is \"v2\", but it must be one of `beta`, `v1.0`."},
	} {
		r := newTried(t, emulator.Options{})
		r.extra = map[string]string{variable: test.value, "ARM_METADATA_HOSTNAME": ""}
		if status := r.run(); status != exitMisuse || !strings.Contains(r.stderr.String(), test.want) {
			t.Errorf("%s: exit %d, %s", variable, status, r.stderr.String())
		}
		if n := len(r.server.Journal()); n > 0 {
			t.Errorf("%s: %d requests", variable, n)
		}
	}
	r := newTried(t, emulator.Options{})
	r.extra = map[string]string{"ARM_ENVIRONMENT": "Public", "ELM_API_VERSION": "V1.0"} // as the provider takes them
	r.must(exitOK)
}

func TestPrintOuts(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{})
	r.must(exitOK, "-version")
	if !strings.Contains(r.stdout.String(), "elm-probe dev") {
		t.Error(r.stdout.String())
	}
	r.must(exitOK, "-h")
	if !strings.Contains(r.stderr.String(), "-microsoft-365-group") {
		t.Error(r.stderr.String())
	}
}
