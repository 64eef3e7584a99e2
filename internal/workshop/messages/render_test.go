package messages_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var verb = regexp.MustCompile(`%[-+# 0]*[0-9.]*(?:\[\d+\])?[vqsdxtTfgU%c]`)

// render returns the text that an expression produces. It is false for a node that is no text, or only contains one.
func render(node ast.Node) (text string, whole bool) {
	switch n := node.(type) {
	case *ast.Field:
		return "", n.Tag != nil // a struct tag is no message
	case *ast.CompositeLit:
		return "", describes(n.Type)
	case *ast.KeyValueExpr:
		key, named := n.Key.(*ast.Ident)
		return "", named && strings.HasSuffix(key.Name, "Description")
	case *ast.BasicLit:
		return literal(n)
	case *ast.BinaryExpr:
		if n.Op == token.ADD && hasLiteral(n) {
			return operand(n.X) + operand(n.Y), true
		}
	case *ast.CallExpr:
		return call(n)
	}
	return "", false
}

// described are the types and functions of the data sources whose texts are descriptions of schemas.
var described = []string{
	"table", "computedText", "computedCount", "computedBool", "requiredText", "optionalText", "optionalBool",
	"catalogArgument", "kindsArgument",
}

// describes reports whether a type or a function is one of them.
func describes(e ast.Expr) bool {
	switch n := e.(type) {
	case *ast.IndexExpr:
		return describes(n.X)
	case *ast.SelectorExpr:
		of := n.X
		if made, ok := of.(*ast.CallExpr); ok {
			of = made.Fun
		}
		name, _ := of.(*ast.Ident)
		return n.Sel.Name == "BaseAttributes" ||
			n.Sel.Name == "list" && name != nil && strings.HasSuffix(name.Name, "Table")
	case *ast.Ident:
		return slices.Contains(described, n.Name)
	}
	return false
}

func literal(n *ast.BasicLit) (string, bool) {
	if n.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(n.Value)
	return text, err == nil
}

func hasLiteral(n *ast.BinaryExpr) bool {
	for _, side := range []ast.Expr{n.X, n.Y} {
		switch s := side.(type) {
		case *ast.BasicLit:
			if s.Kind == token.STRING {
				return true
			}
		case *ast.BinaryExpr:
			if hasLiteral(s) {
				return true
			}
		}
	}
	return false
}

func operand(e ast.Expr) string {
	if text, whole := render(e); whole {
		return text
	}
	return sample(e)
}

// call renders a function whose first text is a format, such as fmt.Sprintf. Texts in the arguments of other calls are
// messages of their own.
func call(n *ast.CallExpr) (string, bool) {
	if describes(n.Fun) {
		return "", true
	}
	selector, ok := n.Fun.(*ast.SelectorExpr)
	if ok && strings.HasSuffix(selector.Sel.Name, "MustCompile") {
		return "", true
	}
	for i, argument := range n.Args {
		if !ok || !strings.HasSuffix(selector.Sel.Name, "f") && selector.Sel.Name != "refuse" {
			return "", false
		}
		format, whole := render(argument)
		if !whole {
			continue
		}
		values := n.Args[i+1:]
		return verb.ReplaceAllStringFunc(format, func(v string) string {
			if strings.HasSuffix(v, "%") || len(values) == 0 {
				return "%"
			}
			value := operand(values[0])
			values = values[1:]
			if strings.HasSuffix(v, "q") {
				return strconv.Quote(value)
			}
			return value
		}), true
	}
	return "", false
}

// samples are values by a part of the name that holds them, the most special name first.
var samples = [][2]string{
	{"displayname", "Payments - create"},
	{"catalog", "f1a0c000-0000-4000-8000-000000000001"},
	{"package", "ac000000-0000-4000-8000-000000000001"},
	{"group", "96000000-0000-4000-8000-000000000002"},
	{"tenant", "11111111-0000-4000-8000-000000000001"},
	{"count", "2"},
}

// sample is a value for an expression, or the expression's name.
func sample(e ast.Expr) string {
	name := ""
	ast.Inspect(e, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok {
			name = id.Name
		}
		return true
	})
	for _, s := range samples {
		if strings.Contains(strings.ToLower(name), s[0]) {
			return s[1]
		}
	}
	return "<" + name + ">"
}
