package guid

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.SetTypable                    = SetType{}
	_ basetypes.SetValuableWithSemanticEquals = SetValue{}
	_ xattr.ValidateableAttribute             = SetValue{}
)

// SetType is a set of GUIDs. Two sets are equal when they hold the same GUIDs in any spelling (see [Type]). A set that
// holds one GUID in two spellings is an error.
//
// The elements are plain strings. After drift the framework compares each element with each, and elements with a
// semantic equality of their own would make each of these comparisons parse and log.
type SetType struct {
	basetypes.SetType

	collection string
}

// NewSetType makes the type of a set whose elements may have the path of the collection in front, such as "groups".
func NewSetType(collection string) SetType {
	return SetType{basetypes.SetType{ElemType: basetypes.StringType{}}, collection}
}

// String names the type in error messages.
func (t SetType) String() string { return "guid.SetType" }

// Equal reports whether both are the same type.
func (t SetType) Equal(o attr.Type) bool {
	other, ok := o.(SetType)
	return ok && t.collection == other.collection
}

// ValueType returns a value of the type.
func (t SetType) ValueType(context.Context) attr.Value { return t.Null() }

// ValueFromSet wraps a set value.
func (t SetType) ValueFromSet(_ context.Context, in basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return SetValue{in, t.collection}, nil
}

// ValueFromTerraform reads a value as Terraform sends it.
func (t SetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.SetType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	set, ok := value.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return SetValue{set, t.collection}, nil
}

// Null returns the null set, which isn't the same as an empty one.
func (t SetType) Null() SetValue {
	return SetValue{basetypes.NewSetNull(t.ElementType()), t.collection}
}

// Value returns the set of the GUIDs. Each is spelled as in the first of the given sets that holds it, otherwise
// canonically.
func (t SetType) Value(ids []string, spelled ...SetValue) SetValue {
	spellings := map[string]string{}
	for _, set := range slices.Backward(spelled) {
		maps.Copy(spellings, set.byGUID())
	}
	elements := make([]attr.Value, 0, len(ids))
	for _, id := range ids {
		if spelling, ok := spellings[id]; ok {
			id = spelling
		}
		elements = append(elements, basetypes.NewStringValue(id))
	}
	return SetValue{basetypes.NewSetValueMust(t.ElementType(), elements), t.collection}
}

// SetValue is a set of GUIDs as they were written. GUIDs returns their canonical forms.
type SetValue struct {
	basetypes.SetValue

	collection string
}

// Type returns the type of the value.
func (v SetValue) Type(context.Context) attr.Type { return NewSetType(v.collection) }

// Equal reports whether both hold the same GUIDs in the same spellings. It replaces the embedded method, whose time
// grows with the square of the size.
func (v SetValue) Equal(o attr.Value) bool {
	other, ok := o.(SetValue)
	return ok && v.collection == other.collection && v.IsNull() == other.IsNull() &&
		v.IsUnknown() == other.IsUnknown() &&
		slices.Equal(v.sorted(), other.sorted())
}

func (v SetValue) sorted() []string {
	elements := make([]string, 0, len(v.Elements()))
	for _, element := range v.Elements() {
		elements = append(elements, element.String())
	}
	slices.Sort(elements)
	return elements
}

// GUIDs returns the canonical forms of all elements that are known GUIDs, sorted. Complete is false when there are
// other elements as well.
func (v SetValue) GUIDs() (ids []string, complete bool) {
	known := v.byGUID()
	return slices.Sorted(maps.Keys(known)), len(known) == len(v.Elements()) && !v.IsUnknown()
}

// byGUID maps the canonical form of each known GUID to its spelling.
func (v SetValue) byGUID() map[string]string {
	known := make(map[string]string, len(v.Elements()))
	for _, text := range v.texts() {
		if id, err := ParseIn(v.collection, text.ValueString()); err == nil {
			known[id] = text.ValueString()
		}
	}
	return known
}

// texts returns the known elements, null ones included.
func (v SetValue) texts() []basetypes.StringValue {
	var texts []basetypes.StringValue
	for _, element := range v.Elements() {
		if text, ok := element.(basetypes.StringValue); ok && !text.IsUnknown() {
			texts = append(texts, text)
		}
	}
	return texts
}

// SetSemanticEquals reports whether both hold the same GUIDs. A set that isn't completely known equals no other.
func (v SetValue) SetSemanticEquals(_ context.Context, o basetypes.SetValuable) (bool, diag.Diagnostics) {
	other, ok := o.(SetValue)
	return ok && SameSet(v, other), nil
}

// SameSet reports whether both are known and hold the same GUIDs.
func SameSet(a, b SetValue) bool {
	if a.IsNull() || b.IsNull() {
		return false
	}
	x, completeX := a.GUIDs()
	y, completeY := b.GUIDs()
	return completeX && completeY && slices.Equal(x, y)
}

// ValidateAttribute reports elements that are null or no GUIDs, and GUIDs that occur twice.
func (v SetValue) ValidateAttribute(
	_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse,
) {
	seen := map[string]string{}
	for _, text := range v.texts() {
		if text.IsNull() {
			resp.Diagnostics.AddAttributeError(
				req.Path,
				"Invalid GUID",
				fmt.Sprintf("An element of %s is null. Leave it out, for example with `compact`.", req.Path),
			)
			continue
		}
		id, err := ParseIn(v.collection, text.ValueString())
		if err != nil {
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid GUID", fmt.Sprintf(
				"Each element of %s must be the ID of an object in Microsoft Entra: %s.%s",
				req.Path,
				err,
				alsoTaken(v.collection),
			))
			continue
		}
		if spelled, twice := seen[id]; twice {
			resp.Diagnostics.AddAttributeError(req.Path, "GUID given twice", fmt.Sprintf(
				"%s holds %q and %q, which mean the same object. Remove one of them.",
				req.Path,
				spelled,
				text.ValueString(),
			))
		}
		seen[id] = text.ValueString()
	}
}
