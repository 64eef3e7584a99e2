package guid

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = Type{}
	_ basetypes.StringValuableWithSemanticEquals = Value{}
	_ xattr.ValidateableAttribute                = Value{}
)

// Type is a string that holds a GUID. Spellings of the same GUID are equal: upper or lower case, and, if Collection is
// set, the resource path that azuread uses as an ID ("/groups/<guid>").
type Type struct {
	basetypes.StringType

	// Collection is the Microsoft Graph collection whose path may precede the GUID, such as "groups", or empty for none.
	Collection string
}

// String names the type in error messages.
func (t Type) String() string { return "guid.Type" }

// Equal reports whether both are the same type.
func (t Type) Equal(o attr.Type) bool {
	other, ok := o.(Type)
	return ok && t.Collection == other.Collection
}

// ValueType returns a value of the type.
func (t Type) ValueType(context.Context) attr.Value { return Value{collection: t.Collection} }

// ValueFromString wraps a string value.
func (t Type) ValueFromString(
	_ context.Context, in basetypes.StringValue,
) (basetypes.StringValuable, diag.Diagnostics) {
	return Value{StringValue: in, collection: t.Collection}, nil
}

// ValueFromTerraform reads a value as Terraform sends it.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("unexpected value type %T", value)
	}
	return Value{StringValue: text, collection: t.Collection}, nil
}

// Value is a GUID as it was written. GUID returns its canonical form.
type Value struct {
	basetypes.StringValue

	collection string
}

// Type returns the type of the value.
func (v Value) Type(context.Context) attr.Type { return Type{Collection: v.collection} }

// Equal reports whether both are spelled the same.
func (v Value) Equal(o attr.Value) bool {
	other, ok := o.(Value)
	return ok && v.collection == other.collection && v.StringValue.Equal(other.StringValue)
}

// GUID returns the canonical form: lower case, without a collection's path.
func (v Value) GUID() (string, error) {
	return ParseIn(v.collection, v.ValueString())
}

// StringSemanticEquals reports whether both mean the same GUID. A value that isn't a GUID equals no other.
func (v Value) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(Value)
	return ok && Same(v, o), nil
}

// Same reports whether both are known and mean the same GUID.
func Same(a, b Value) bool {
	x, errX := a.GUID()
	y, errY := b.GUID()
	return errX == nil && errY == nil && x == y
}

// ValidateAttribute reports a value that is known and not a GUID.
func (v Value) ValidateAttribute(
	_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse,
) {
	if v.IsNull() || v.IsUnknown() {
		return
	}
	_, err := v.GUID()
	if err == nil {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid GUID", fmt.Sprintf(
		"The attribute %s must be the ID of an object in Microsoft Entra: %s.%s",
		req.Path,
		err,
		alsoTaken(v.collection),
	))
}

// alsoTaken names the second notation that an attribute accepts, if it has one.
func alsoTaken(collection string) string {
	if collection == "" {
		return ""
	}
	return fmt.Sprintf(" The form \"/%s/<guid>\" is accepted as well.", collection)
}
