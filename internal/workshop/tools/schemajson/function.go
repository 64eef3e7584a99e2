package main

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func function(f *tfprotov6.Function) object {
	o := object{"return_type": typeOf(f.Return.Type)}
	o.text("summary", f.Summary)
	o.text("description", f.Description)
	o.text("deprecation_message", f.DeprecationMessage)
	var parameters []object
	for _, p := range f.Parameters {
		parameters = append(parameters, parameter(p))
	}
	if parameters != nil {
		o["parameters"] = parameters
	}
	if f.VariadicParameter != nil {
		o["variadic_parameter"] = parameter(f.VariadicParameter)
	}
	return o
}

func parameter(p *tfprotov6.FunctionParameter) object {
	o := object{"name": p.Name, "type": typeOf(p.Type)}
	o.text("description", p.Description)
	o.flag("is_nullable", p.AllowNullValue)
	return o
}

// typeOf writes a type as Terraform's JSON has it: "string", ["set", "string"], ["object", {"id": "string"}].
func typeOf(t tftypes.Type) any {
	switch t := t.(type) {
	case tftypes.List:
		return []any{"list", typeOf(t.ElementType)}
	case tftypes.Set:
		return []any{"set", typeOf(t.ElementType)}
	case tftypes.Map:
		return []any{"map", typeOf(t.ElementType)}
	case tftypes.Object:
		return []any{"object", each(t.AttributeTypes, typeOf)}
	case tftypes.Tuple:
		elements := make([]any, len(t.ElementTypes))
		for i, e := range t.ElementTypes {
			elements[i] = typeOf(e)
		}
		return []any{"tuple", elements}
	}
	for _, primitive := range []struct {
		is   tftypes.Type
		name string
	}{
		{tftypes.String, "string"},
		{tftypes.Bool, "bool"},
		{tftypes.Number, "number"},
		{tftypes.DynamicPseudoType, "dynamic"},
	} {
		if t.Is(primitive.is) {
			return primitive.name
		}
	}
	panic(fmt.Sprintf("no JSON for the type %s", t))
}
