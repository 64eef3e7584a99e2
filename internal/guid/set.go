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

// SetType is a set of GUIDs. Two sets are equal when they mean the same GUIDs, however these are spelled (see [Type]), and a set that
// holds one GUID in two spellings is an error.
type SetType struct {
	basetypes.SetType
}

// NewSetType makes the type of a set of [Type] with that Collection.
func NewSetType(collection string) SetType {
	return SetType{basetypes.SetType{ElemType: Type{Collection: collection}}}
}

// String names the type in error messages.
func (t SetType) String() string { return "guid.SetType" }

// Equal reports whether both are the same type.
func (t SetType) Equal(o attr.Type) bool {
	other, ok := o.(SetType)
	return ok && t.SetType.Equal(other.SetType)
}

// ValueType gives a value of the type.
func (t SetType) ValueType(context.Context) attr.Value { return t.Null() }

// ValueFromSet wraps a set value.
func (t SetType) ValueFromSet(_ context.Context, in basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return SetValue{in}, nil
}

// ValueFromTerraform reads a value as it comes from Terraform.
func (t SetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.SetType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	set, ok := value.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return SetValue{set}, nil
}

// Null gives the set that is not there, which is not the same as an empty one.
func (t SetType) Null() SetValue { return SetValue{basetypes.NewSetNull(t.ElementType())} }

// Value gives the set of the GUIDs, each as the first of the sets spells it that holds it, or in the canonical form.
func (t SetType) Value(ids []string, spelled ...SetValue) SetValue {
	spellings := map[string]Value{}
	for _, set := range slices.Backward(spelled) {
		maps.Copy(spellings, set.byGUID())
	}
	var element Type
	if of, ok := t.ElementType().(Type); ok {
		element = of
	}
	elements := make([]attr.Value, 0, len(ids))
	for _, id := range ids {
		value, ok := spellings[id]
		if !ok {
			value = Value{StringValue: basetypes.NewStringValue(id), collection: element.Collection}
		}
		elements = append(elements, value)
	}
	return SetValue{basetypes.NewSetValueMust(element, elements)}
}

// SetValue is a set of GUIDs as they were written. GUIDs gives their canonical forms.
type SetValue struct {
	basetypes.SetValue
}

// Type gives the type of the value.
func (v SetValue) Type(ctx context.Context) attr.Type {
	return SetType{basetypes.SetType{ElemType: v.ElementType(ctx)}}
}

// Equal reports whether both hold the same GUIDs, spelled the same. The embedded method compares every element with every other, which
// thousands of them would make felt.
func (v SetValue) Equal(o attr.Value) bool {
	other, ok := o.(SetValue)
	return ok && v.ElementType(context.Background()).Equal(other.ElementType(context.Background())) &&
		v.IsNull() == other.IsNull() && v.IsUnknown() == other.IsUnknown() && slices.Equal(v.sorted(), other.sorted())
}

func (v SetValue) sorted() []string {
	elements := make([]string, 0, len(v.Elements()))
	for _, element := range v.Elements() {
		elements = append(elements, element.String())
	}
	slices.Sort(elements)
	return elements
}

// GUIDs gives the canonical forms of all elements that are known GUIDs, sorted. Complete is false when there are others besides.
func (v SetValue) GUIDs() (ids []string, complete bool) {
	known := v.byGUID()
	return slices.Sorted(maps.Keys(known)), len(known) == len(v.Elements()) && !v.IsUnknown()
}

func (v SetValue) byGUID() map[string]Value {
	known := make(map[string]Value, len(v.Elements()))
	for _, element := range v.Elements() {
		value, ok := element.(Value)
		if !ok {
			continue
		}
		if id, err := value.GUID(); err == nil {
			known[id] = value
		}
	}
	return known
}

// SetSemanticEquals reports whether both mean the same GUIDs. A set with other elements equals nothing.
func (v SetValue) SetSemanticEquals(_ context.Context, o basetypes.SetValuable) (bool, diag.Diagnostics) {
	other, ok := o.(SetValue)
	return ok && SameSet(v, other), nil
}

// SameSet reports whether both are known and mean the same GUIDs.
func SameSet(a, b SetValue) bool {
	if a.IsNull() || b.IsNull() {
		return false
	}
	x, completeX := a.GUIDs()
	y, completeY := b.GUIDs()
	return completeX && completeY && slices.Equal(x, y)
}

// ValidateAttribute reports elements that are null or not a GUID, and GUIDs that are there twice.
func (v SetValue) ValidateAttribute(ctx context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	seen := map[string]string{}
	for _, element := range v.Elements() {
		value, ok := element.(Value)
		switch {
		case !ok || value.IsUnknown():
			continue
		case value.IsNull():
			resp.Diagnostics.AddAttributeError(req.Path, "Invalid GUID", fmt.Sprintf("An element of %s is null.", req.Path))
			continue
		}
		id, err := value.GUID()
		if err != nil {
			value.ValidateAttribute(ctx, req, resp)
			continue
		}
		if spelled, twice := seen[id]; twice {
			resp.Diagnostics.AddAttributeError(req.Path, "GUID given twice", fmt.Sprintf(
				"%s holds %q and %q, which mean the same object. Remove one of them.", req.Path, spelled, value.ValueString()))
		}
		seen[id] = value.ValueString()
	}
}
