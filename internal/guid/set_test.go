package guid_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

func set(t *testing.T, elements ...any) guid.SetValue {
	t.Helper()
	in := []tftypes.Value{}
	for _, element := range elements {
		in = append(in, tftypes.NewValue(tftypes.String, element))
	}
	return fromTerraform(t, tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, in))
}

func fromTerraform(t *testing.T, in tftypes.Value) guid.SetValue {
	t.Helper()
	v, err := guid.NewSetType("groups").ValueFromTerraform(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	got, ok := v.(guid.SetValue)
	if !ok {
		t.Fatalf("got %T", v)
	}
	return got
}

func TestSameSet(t *testing.T) {
	t.Parallel()
	null := fromTerraform(t, tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, nil))
	unknown := fromTerraform(t, tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, tftypes.UnknownValue))
	for name, test := range map[string]struct {
		a, b guid.SetValue
		same bool
	}{
		"order":           {set(t, lower, other), set(t, other, lower), true},
		"spelling":        {set(t, upper, other), set(t, "/groups/"+lower, other), true},
		"empty":           {set(t), set(t), true},
		"more":            {set(t, lower), set(t, lower, other), false},
		"null":            {set(t), null, false},
		"both null":       {null, null, false},
		"unknown":         {set(t), unknown, false},
		"unknown element": {set(t, tftypes.UnknownValue), set(t, tftypes.UnknownValue), false},
		"no GUID":         {set(t, "x"), set(t, "x"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, pair := range [][2]guid.SetValue{{test.a, test.b}, {test.b, test.a}} {
				if got, _ := pair[0].SetSemanticEquals(t.Context(), pair[1]); got != test.same {
					t.Errorf("%s and %s: same = %t", pair[0], pair[1], got)
				}
			}
		})
	}
}

func TestSetValue_Equal(t *testing.T) {
	t.Parallel()
	if !set(t, lower, other).Equal(set(t, other, lower)) {
		t.Error("order must not matter")
	}
	null := guid.NewSetType("groups").Null()
	for _, different := range []guid.SetValue{set(t, upper, other), set(t, lower), null, guid.NewSetType("").Value([]string{lower, other})} {
		if set(t, lower, other).Equal(different) {
			t.Errorf("%s must differ", different)
		}
	}
	if set(t).Equal(null) || !null.Equal(null) {
		t.Error("null equals null and nothing else")
	}
}

func TestSetType_Value(t *testing.T) {
	t.Parallel()
	third := strings.Replace(other, "0", "1", 1)
	got := guid.NewSetType("groups").Value([]string{lower, other, third}, set(t, upper), set(t, "/groups/"+lower, strings.ToUpper(other)))
	if want := set(t, upper, strings.ToUpper(other), third); !got.Equal(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	ids, complete := got.GUIDs()
	if want := []string{other, third, lower}; !slices.Equal(ids, want) || !complete {
		t.Errorf("GUIDs() = %v, %t, want %v", ids, complete, want)
	}
}

func TestSetValue_ValidateAttribute(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   guid.SetValue
		want []string // errors, in part
	}{
		"good":    {in: set(t, lower, "/groups/"+other)},
		"empty":   {in: set(t)},
		"unknown": {in: set(t, tftypes.UnknownValue, tftypes.UnknownValue)},
		"null":    {set(t, nil), []string{"is null"}},
		"name":    {set(t, "Payment approvers", lower), []string{`Each element of incompatible_group_ids must be the ID of an object in Microsoft Entra: expected a GUID, got "Payment approvers"`}},
		"twice":   {set(t, lower, "/groups/"+upper), []string{upper}},
		"all":     {set(t, "x", "y", lower, upper), []string{`"x"`, `"y"`, lower}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp xattr.ValidateAttributeResponse
			test.in.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("incompatible_group_ids")}, &resp)
			if len(resp.Diagnostics) != len(test.want) {
				t.Fatalf("got %v, want %d errors", resp.Diagnostics, len(test.want))
			}
			for i, d := range resp.Diagnostics {
				if !strings.Contains(d.Detail(), test.want[i]) || !strings.Contains(d.Detail(), "incompatible_group_ids") {
					t.Errorf("got %q, want %q", d.Detail(), test.want[i])
				}
			}
		})
	}
}
