package guid_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

const (
	lower = "9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f"
	upper = "9FEF1EAF-1EAF-9FEF-AF1E-EF9FAF1EEF9F"
	other = "00000000-1eaf-9fef-af1e-ef9faf1eef9f"
)

func value(t *testing.T, collection string, in any) guid.Value {
	t.Helper()
	v, err := guid.Type{Collection: collection}.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.String, in))
	if err != nil {
		t.Fatal(err)
	}
	got, ok := v.(guid.Value)
	if !ok {
		t.Fatalf("got %T", v)
	}
	return got
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, good := range []string{lower, upper} {
		if got, err := guid.Parse(good); err != nil || got != lower {
			t.Errorf("Parse(%q) = %q, %v", good, got, err)
		}
	}
	for _, bad := range []string{
		"", "x", "{" + lower + "}", lower[:35], lower + "0", " " + lower, lower + "\n", "urn:uuid:" + lower, "Payment approvers",
		"00000000-0000-0000-0000-000000000000", strings.ReplaceAll(lower, "-", ""), strings.ReplaceAll(lower, "-", "_"), "/groups/" + lower, "g" + lower[1:], strings.Repeat("é", 18),
	} {
		if got, err := guid.Parse(bad); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", bad, got)
		}
	}
}

func TestValidateAttribute(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		collection string
		in         any
		want       string // in the error; empty for none
	}{
		"lower":                   {in: lower},
		"upper":                   {in: upper},
		"null":                    {in: nil},
		"unknown":                 {in: tftypes.UnknownValue},
		"path":                    {collection: "groups", in: "/groups/" + upper},
		"bare with collection":    {collection: "groups", in: lower},
		"path of nothing":         {in: "/groups/" + lower, want: `Character 1 is "/" (U+002F)`},
		"path of another":         {collection: "groups", in: "/users/" + lower, want: `Character 1 is "/" (U+002F)`},
		"placeholder":             {collection: "groups", in: "/groups/00000000-0000-0000-0000-000000000000", want: "placeholder that was never replaced"},
		"path without slash":      {collection: "groups", in: "groups/" + lower, want: `"/groups/<guid>"`},
		"empty":                   {in: "", want: "got an empty string"},
		"name":                    {in: "Payment approvers", want: `got "Payment approvers"`},
		"a long value is clipped": {in: strings.Repeat("x", 5000), want: `x…"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp xattr.ValidateAttributeResponse
			value(t, test.collection, test.in).ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("group_id")}, &resp)
			if test.want == "" {
				if resp.Diagnostics.HasError() {
					t.Fatal(resp.Diagnostics)
				}
				return
			}
			if len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail(), test.want) {
				t.Fatalf("got %v, want %q", resp.Diagnostics, test.want)
			}
		})
	}
}

func TestSemanticEquality(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b any
		want bool
	}{
		"case":     {lower, upper, true},
		"path":     {"/groups/" + upper, lower, true},
		"another":  {lower, other, false},
		"no guids": {"x", "x", false},
		"null":     {nil, lower, false},
		"unknown":  {tftypes.UnknownValue, lower, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := value(t, "groups", test.a).StringSemanticEquals(t.Context(), value(t, "groups", test.b))
			if diags.HasError() || got != test.want {
				t.Fatalf("got %v, %v", got, diags)
			}
		})
	}
}

func TestTypeEquality(t *testing.T) {
	t.Parallel()
	groups := guid.Type{Collection: "groups"}
	if !groups.Equal(guid.Type{Collection: "groups"}) || groups.Equal(guid.Type{}) {
		t.Error("types are equal when their collections are")
	}
	var _ attr.Type = groups
	if !value(t, "groups", lower).Type(t.Context()).Equal(groups) || !groups.ValueType(t.Context()).Type(t.Context()).Equal(groups) {
		t.Error("a value's type is the type that made it")
	}
	if value(t, "", lower).Equal(value(t, "", upper)) {
		t.Error("Equal compares spellings")
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", lower, upper, "{" + lower + "}", "/groups/" + lower, `C:\Git\groups\` + lower, "\ufeff" + lower} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := guid.Parse(text)
		if err != nil {
			if id != "" {
				t.Errorf("an error and %q", id)
			}
			if words := err.Error(); !utf8.ValidString(words) || strings.ContainsFunc(words, func(c rune) bool { return !unicode.IsPrint(c) }) {
				t.Errorf("%q is explained by %q, which cannot be read", text, words)
			}
			return
		}
		if again, err := guid.Parse(id); err != nil || again != id || !strings.EqualFold(id, text) {
			t.Errorf("Parse(%q) = %q, which is not canonical", text, id)
		}
	})
}
