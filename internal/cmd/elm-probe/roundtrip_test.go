package main

import (
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

var update = flag.Bool("update", false, "write the contract that the probe makes of the emulator")

// unusual is a tenant that answers nothing as the emulator usually does.
func unusual() emulator.Options {
	return emulator.Options{
		Dialect: emulator.DialectBoth, PageSize: 2, EmptyPages: true, NextLink: emulator.NextLinkRelative, ListLag: 3 * time.Second,
		UnknownPackage: 400, DuplicateLink: 409, MissingLink: 204, UnknownTarget: 400, SelfLink: 409, AssignedUnlink: 400,
		Microsoft365Group: 403, MailEnabledGroup: 400,
		Codes: map[contract.Question]string{
			contract.UnknownPackage: "NoSuchThing", contract.DuplicateLink: "EntityAlreadyExists", contract.UnknownTarget: "", contract.Microsoft365Group: "GroupTypeNotSupported",
		},
		Queries: map[contract.Query]contract.QueryAnswer{
			contract.QueryTop: contract.Honored, contract.QuerySelect: contract.Ignored, contract.QueryCount: contract.Honored, contract.QueryCountRoute: contract.Refused,
		},
	}
}

// The probe concludes the options of an emulator correctly: an emulator that runs on the file answers the same.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]emulator.Options{
		"usual":     {PageSize: 4},
		"published": {Dialect: emulator.DialectPublished, PageSize: 2, DuplicateLink: 204, UnknownTarget: 204, SelfLink: 204},
		"document": { // where any group is answered 201
			Dialect: emulator.DialectDocument, PageSize: 1, DuplicateLink: 201, MissingLink: 400, UnknownTarget: 201, Microsoft365Group: 201, MailEnabledGroup: 201,
		},
		"lag":     {PageSize: 3, ListLag: 17 * time.Second, NextLink: emulator.NextLinkRelative},
		"unusual": unusual(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newTried(t, options)
			status := r.run(everything()...)
			if want := map[bool]int{true: exitLeft, false: exitOK}[options.AssignedUnlink >= 400]; status != want {
				t.Fatalf("exit %d, want %d\n%s", status, want, r.stderr.String())
			}
			got, want := r.file().Contract.Options().WithDefaults(), options.WithDefaults()
			got.Now, want.Now = nil, nil
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v\n%s", got, want, r.stdout.String())
			}
			if open := r.file().Unconfirmed; len(open) > 0 {
				t.Errorf("unconfirmed: %v", open)
			}
			if status == exitOK {
				expectClean(t, r.server)
			}
		})
	}
}

// The contract of the emulator that is kept with it is what the probe makes of it today.
func TestEmulatedContract(t *testing.T) {
	t.Parallel()
	const path = "../../emulator/contract/samples/emulated.json"
	options := unusual()
	options.Roles = []string{contract.PermissionReadWrite, contract.PermissionGroupRead}
	r := newTried(t, options)
	r.run(everything()...)
	f := r.file()
	f.Schema = "../contract/file.schema.json"
	f.About = "The emulator, with options far from the usual, as elm-probe saw it. Written by a test."
	text := asJSON(t, f) + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil || string(kept) != text {
		t.Errorf("%s is not current (%v). Run the test with -update and look at the difference.", path, err)
	}
	again := newTried(t, f.Contract.Options())
	again.run(everything()...)
	if got := again.file().Contract; !reflect.DeepEqual(got, f.Contract) {
		t.Errorf("an emulator that is made of the file answers\n%s\nand the file says\n%s", asJSON(t, got), asJSON(t, f.Contract))
	}
}

// Without -write nothing is written, and what only writing tells stays open.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	o := unusual()
	o.Roles = []string{contract.PermissionRead, contract.PermissionGroupRead}
	r := newTried(t, o)
	r.must(exitOK)
	if all := writes(r.server); len(all) > 0 {
		t.Errorf("written: %v", all)
	}
	f := r.file()
	want := "answers.assignedUnlink answers.duplicateLink answers.mailEnabledGroup answers.microsoft365Group answers.missingLink answers.selfLink answers.unknownTarget dialect listLagSeconds"
	if got := strings.Join(f.Unconfirmed, " "); got != want {
		t.Errorf("unconfirmed: %s", got)
	}
	if f.Run.Wrote || f.Run.Interrupted || f.Run.Caller != "application" || strings.Join(f.Run.Permissions, " ") != "EntitlementManagement.Read.All Group.Read.All" {
		t.Errorf("%+v", f.Run)
	}
	issue, err := os.ReadFile(r.path("answers.txt"))
	if err != nil || strings.Contains(string(issue), "://") || strings.Contains(string(issue), "www.") || !strings.Contains(string(issue), "Nothing was written") {
		t.Errorf("%v\n%s", err, issue)
	}
}

func TestNoLicense(t *testing.T) {
	t.Parallel()
	r := newTried(t, emulator.Options{NoLicense: true})
	r.must(exitOK)
	if f := r.file(); f.Contract.NoLicense == nil || !*f.Contract.NoLicense || len(f.Contract.Answers) > 0 {
		t.Errorf("%+v", f.Contract)
	}
}
