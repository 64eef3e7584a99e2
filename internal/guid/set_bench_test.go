package guid_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// BenchmarkSet does with a set what one plan of a changed set asks of the type. The time for each element must not grow
// with the size: go test -bench=Set ./internal/guid.
func BenchmarkSet(b *testing.B) {
	for _, size := range []int{300, 1200, 4800} {
		elements := make([]tftypes.Value, 0, size)
		for i := range size {
			elements = append(elements, tftypes.NewValue(tftypes.String, fmt.Sprintf("9fef1eaf-1eaf-9fef-af1e-%012d", i)))
		}
		of := tftypes.Set{ElementType: tftypes.String}
		before, after := tftypes.NewValue(of, elements[1:]), tftypes.NewValue(of, elements)
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				useSets(b, before, after)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/element")
		})
	}
}

func useSets(b *testing.B, before, after tftypes.Value) {
	b.Helper()
	var sets []guid.SetValue
	for _, raw := range []tftypes.Value{before, after} {
		value, err := guid.NewSetType("groups").ValueFromTerraform(b.Context(), raw)
		if err != nil {
			b.Fatal(err)
		}
		set, ok := value.(guid.SetValue)
		if !ok {
			b.Fatalf("got %T", value)
		}
		sets = append(sets, set)
	}
	var resp xattr.ValidateAttributeResponse
	sets[1].ValidateAttribute(b.Context(), xattr.ValidateAttributeRequest{Path: path.Root("incompatible_group_ids")}, &resp)
	same, _ := sets[0].SetSemanticEquals(b.Context(), sets[1])
	if same || sets[0].Equal(sets[1]) || resp.Diagnostics.HasError() {
		b.Fatal("two valid sets of different sizes are equal or invalid")
	}
	ids, _ := sets[1].GUIDs()
	if kept := guid.NewSetType("groups").Value(ids, sets...); !kept.Equal(sets[1]) {
		b.Fatal("the same IDs make another set")
	}
}
