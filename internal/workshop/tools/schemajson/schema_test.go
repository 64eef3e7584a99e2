package main

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The expected texts are what `terraform providers schema -json` prints for the same schema.
func TestShape(t *testing.T) {
	t.Parallel()
	set := tftypes.Set{ElementType: tftypes.String}
	pair := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "pinned": tftypes.Bool}}
	for name, test := range map[string]struct {
		got  any
		want string
	}{
		"set":     {typeOf(set), `["set","string"]`},
		"object":  {typeOf(tftypes.List{ElementType: pair}), `["list",["object",{"id":"string","pinned":"bool"}]]`},
		"tuple":   {typeOf(tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.Number, tftypes.DynamicPseudoType}}), `["tuple",["number","dynamic"]]`},
		"nothing": {schema(&tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}), `{"block":{"description_kind":"plain"},"version":0}`},
		"attribute": {
			attributes([]*tfprotov6.SchemaAttribute{{
				Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true,
				Description: "Words.", DescriptionKind: tfprotov6.StringKindMarkdown,
			}}),
			`{"secret":{"description":"Words.","description_kind":"markdown","optional":true,"sensitive":true,"type":"string"}}`,
		},
		"nested attribute": {
			attributes([]*tfprotov6.SchemaAttribute{{
				Name: "rules", Computed: true,
				NestedType: &tfprotov6.SchemaObject{
					Nesting:    tfprotov6.SchemaObjectNestingModeSet,
					Attributes: []*tfprotov6.SchemaAttribute{{Name: "id", Type: tftypes.String, Computed: true}},
				},
			}}),
			`{"rules":{"computed":true,"description_kind":"plain","nested_type":{"attributes":` +
				`{"id":{"computed":true,"description_kind":"plain","type":"string"}},"nesting_mode":"set"}}}`,
		},
		"block": {
			block(&tfprotov6.SchemaBlock{BlockTypes: []*tfprotov6.SchemaNestedBlock{{
				TypeName: "timeouts", Nesting: tfprotov6.SchemaNestedBlockNestingModeSingle, Block: &tfprotov6.SchemaBlock{},
			}}}),
			`{"block_types":{"timeouts":{"block":{"description_kind":"plain"},"nesting_mode":"single"}},"description_kind":"plain"}`,
		},
		"identity": {
			identity(&tfprotov6.ResourceIdentitySchema{IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
				{Name: "group_id", Type: tftypes.String, RequiredForImport: true},
			}}),
			`{"attributes":{"group_id":{"required_for_import":true,"type":"string"}},"version":0}`,
		},
		"function": {
			function(&tfprotov6.Function{
				Summary:    "Pairs.",
				Parameters: []*tfprotov6.FunctionParameter{{Name: "ids", Type: set, AllowNullValue: true}},
				Return:     &tfprotov6.FunctionReturn{Type: set},
			}),
			`{"parameters":[{"is_nullable":true,"name":"ids","type":["set","string"]}],"return_type":["set","string"],"summary":"Pairs."}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.got)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
