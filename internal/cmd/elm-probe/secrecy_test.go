package main

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// However much a service says of its tenant, what is written says nothing of it.
func TestNothingNamesTheTenant(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{PageSize: 3, DuplicateLink: 409})
	told := "The tenant contoso.onmicrosoft.com (" + tenantID + ") of Ana Ruiz <ana.ruiz@contoso.example> has 'Approvers of Contoso 3' in " + numbered("acce5500", 4) +
		", see https://contoso.example/" + testPackage + " with eyJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln, for Payments of Contoso 5."
	for _, f := range []emulator.Fault{
		{Method: http.MethodGet, Path: "/$ref", Status: 404, Code: "Approvers of Contoso 1", Message: told},
		{Method: http.MethodGet, Path: "/catalogs", Header: http.Header{"Retry-After": {told}, "Allow": {told}, "X-Ms-Throttle-Scope": {told}, "Location": {told}}},
		{Method: http.MethodPost, Path: "/$ref", Skip: 1, Times: 1, Status: 409, Code: told, Message: told},
	} {
		r.server.Inject(f)
	}
	r.must(exitOK, everything()...)
	summary, _, _ := strings.Cut(r.stdout.String(), "The answers are in ")
	// the plan before it names the objects, for the user only
	_, summary, _ = strings.Cut(summary, "Answers of the tenant")
	written := map[string]string{"summary": summary}
	for _, name := range []string{"answers.json", "answers.txt"} {
		text, err := os.ReadFile(r.path(name))
		if err != nil {
			t.Fatal(err)
		}
		written[name] = string(text)
	}
	secret := regexp.MustCompile(`(?i)contoso|ana|ruiz|127\.0\.0\.1|eyJ|[0-9a-f]{8}-[0-9a-f]{4}-|://|@[a-z]+\.`)
	for name, text := range written {
		if !strings.Contains(text, "404") {
			t.Errorf("%s does not tell of the answer:\n%s", name, text)
		}
		for _, found := range secret.FindAllString(strings.NewReplacer("Throttle", "", "management", "", "Management", "").Replace(text), -1) {
			t.Errorf("%s has %q", name, found)
		}
	}
}
