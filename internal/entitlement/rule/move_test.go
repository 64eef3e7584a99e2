package rule_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	entitlementManagement = "identityGovernance/entitlementManagement/accessPackages/"
	msgraphAddress        = "registry.terraform.io/microsoft/msgraph"
)

// move passes a state to the provider, as a `moved` block does. It returns the new state as text per attribute, or the
// errors.
func move(t *testing.T, request *tfprotov6.MoveResourceStateRequest, state any) (map[string]string, string) {
	t.Helper()
	server, err := acctest.Factories(nil)["elm"]()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	request.SourceState = &tfprotov6.RawState{JSON: raw}
	moved, err := server.MoveResourceState(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range moved.Diagnostics {
		return nil, d.Summary + ": " + d.Detail
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	value, err := moved.TargetState.Unmarshal(schemas.ResourceSchemas[request.TargetTypeName].ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return acctest.Texts(t, value), ""
}

func TestMove_collection(t *testing.T) {
	t.Parallel()
	url := func(navigation string) string {
		return entitlementManagement + strings.ToUpper(acctest.Package(0)) + "/" + navigation + "/$ref"
	}
	type state map[string]any
	for name, test := range map[string]struct {
		state   state
		want    map[string]string // attributes, except the access package
		wantErr string
	}{
		"groups": {
			state: state{"url": url("incompatibleGroups"), "reference_ids": append(acctest.Groups(11, 12), strings.ToUpper(acctest.Group(11))), "collection_type": "groups"},
			want:  map[string]string{"incompatible_group_ids": acctest.Group(11) + " " + acctest.Group(12)},
		},
		"access packages": {
			state: state{"url": "/v1.0/" + url("incompatibleAccessPackages"), "reference_ids": acctest.Packages(3)},
			want:  map[string]string{"incompatible_access_package_ids": acctest.Package(3)},
		},
		"none":       {state: state{"url": url("incompatibleGroups"), "reference_ids": nil}, want: map[string]string{"incompatible_group_ids": ""}},
		"members":    {state: state{"url": "groups/" + acctest.Group(0) + "/members/$ref", "reference_ids": acctest.Groups(1)}, wantErr: "Not separation of duties rules"},
		"no package": {state: state{"url": entitlementManagement + "x/incompatibleGroups/$ref"}, wantErr: `the access package in its url is wrong: expected a GUID, got "x"`},
		"bad id":     {state: state{"url": url("incompatibleGroups"), "reference_ids": []string{acctest.Group(1), "x"}}, wantErr: `reference_ids[1] is wrong: expected a GUID, got "x"`},
		"null id":    {state: state{"url": url("incompatibleGroups"), "reference_ids": []any{nil}}, wantErr: "reference_ids[0] is wrong: expected a GUID, got an empty string"},
		"left out":   {state: state{"url": url("incompatibleGroups")}, want: map[string]string{"incompatible_group_ids": ""}},
		"references": {
			state: state{"url": "https://graph.microsoft.us/beta/" + url("incompatibleGroups") + "?$select=id", "reference_ids": []string{
				"/groups/" + acctest.Group(11), "https://graph.microsoft.com/v1.0/directoryObjects('" + acctest.Group(12) + "')",
			}},
			want: map[string]string{"incompatible_group_ids": acctest.Group(11) + " " + acctest.Group(12)},
		},
		"reference elsewhere": {state: state{"url": url("incompatibleGroups"), "reference_ids": []string{"/users/" + acctest.Group(1)}}, wantErr: `reference_ids[0] is wrong: it does not end in groups/<guid>: "/users/`},
		"unreadable":          {state: state{"url": 1}, wantErr: "can't be read"},
		"bad escape":          {state: state{"url": "%zz"}, wantErr: "Not separation of duties rules"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := move(t, &tfprotov6.MoveResourceStateRequest{
				SourceProviderAddress: msgraphAddress, SourceTypeName: "msgraph_resource_collection",
				TargetTypeName: "elm_access_package_separation_of_duties",
			}, test.state)
			if test.wantErr != "" || problem != "" {
				if !strings.Contains(problem, test.wantErr) || test.wantErr == "" {
					t.Fatalf("got %q, want %q", problem, test.wantErr)
				}
				return
			}
			test.want["id"], test.want["access_package_id"] = acctest.Package(0), acctest.Package(0)
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestMove_otherSource(t *testing.T) {
	t.Parallel()
	for _, source := range [][2]string{
		{"registry.terraform.io/hashicorp/azuread", "msgraph_resource_collection"}, {msgraphAddress, "msgraph_resource"},
	} {
		_, problem := move(t, &tfprotov6.MoveResourceStateRequest{
			SourceProviderAddress: source[0], SourceTypeName: source[1], TargetTypeName: "elm_access_package_separation_of_duties",
		}, map[string]any{"url": entitlementManagement + acctest.Package(0) + "/incompatibleGroups/$ref"})
		if problem == "" {
			t.Errorf("a %s of %s must not be taken", source[1], source[0])
		}
	}
}

func TestMove_link(t *testing.T) {
	t.Parallel()
	for _, k := range acctest.Kinds {
		url := entitlementManagement + acctest.Package(0) + "/" + string(k.Kind) + "/$ref"
		target := "https://graph.microsoft.com/v1.0/" + k.Path + "/" + strings.ToUpper(k.TargetID(11))
		for name, test := range map[string]struct {
			state   map[string]any
			wantErr string
		}{
			"dynamic":   {state: map[string]any{"url": url, "body": map[string]any{"value": map[string]any{"@odata.id": target}, "type": []any{"object"}}}},
			"plain":     {state: map[string]any{"url": url, "body": map[string]any{"@odata.id": target}}},
			"imported":  {state: map[string]any{"url": url, "id": k.TargetID(11), "body": nil}},
			"both":      {state: map[string]any{"url": url, "id": k.TargetID(11), "body": map[string]any{"value": map[string]any{"@odata.id": target}}}},
			"other key": {state: map[string]any{"url": strings.Replace(url, "/"+acctest.Package(0), "('"+acctest.Package(0)+"')", 1), "id": k.TargetID(11)}},
			"neither":   {state: map[string]any{"url": url}, wantErr: "neither"},
			"no GUID":   {state: map[string]any{"url": url, "id": "x"}, wantErr: `got "x"`},
			"other url": {state: map[string]any{"url": "groups/x/members/$ref"}, wantErr: "Not a rule of this kind"},
		} {
			t.Run(k.Target+"/"+name, func(t *testing.T) {
				t.Parallel()
				got, problem := move(t, &tfprotov6.MoveResourceStateRequest{
					SourceProviderAddress: msgraphAddress, SourceTypeName: "msgraph_resource", TargetTypeName: k.Resource,
				}, test.state)
				if test.wantErr != "" || problem != "" {
					if !strings.Contains(problem, test.wantErr) || test.wantErr == "" {
						t.Fatalf("got %q, want %q", problem, test.wantErr)
					}
					return
				}
				want := map[string]string{"id": acctest.Package(0) + "/" + k.TargetID(11), "access_package_id": acctest.Package(0), k.Target: k.TargetID(11)}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("got %v, want %v", got, want)
				}
			})
		}
	}
}
