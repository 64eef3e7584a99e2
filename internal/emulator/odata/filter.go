package odata

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// condition reports whether an item matches. It fails if the item lacks a property.
type condition func(Item) (bool, error)

// filter parses a $filter. It supports the part of OData that Microsoft's samples and known clients use.
type filter struct {
	tokens []string
	whole  string
}

var filterToken = regexp.MustCompile(`'(?:[^']|'')*'|\d{4}-\d\d-\d\dT[\d:.]+Z|[(),:]|[^\s(),:']+|'`)

func parseFilter(text string) (condition, error) {
	f := &filter{filterToken.FindAllString(text, -1), text}
	c, err := f.either()
	if err == nil && len(f.tokens) > 0 {
		err = f.unclear()
	}
	return c, err
}

func (f *filter) unclear() error { return fmt.Errorf("the filter %q is not understood", f.whole) }

// accept consumes the next token if it is the given one.
func (f *filter) accept(token string) bool {
	if len(f.tokens) == 0 || f.tokens[0] != token {
		return false
	}
	f.tokens = f.tokens[1:]
	return true
}

func (f *filter) next() string {
	if len(f.tokens) == 0 {
		return ""
	}
	token := f.tokens[0]
	f.tokens = f.tokens[1:]
	return token
}

func (f *filter) either() (condition, error) {
	left, err := f.both()
	for err == nil && f.accept("or") {
		var right condition
		one := left
		right, err = f.both()
		left = func(i Item) (bool, error) {
			if holds, err := one(i); holds || err != nil {
				return holds, err
			}
			return right(i)
		}
	}
	return left, err
}

func (f *filter) both() (condition, error) {
	left, err := f.single()
	for err == nil && f.accept("and") {
		var right condition
		one := left
		right, err = f.single()
		left = func(i Item) (bool, error) {
			if holds, err := one(i); !holds || err != nil {
				return false, err
			}
			return right(i)
		}
	}
	return left, err
}

func (f *filter) single() (condition, error) {
	if f.accept("not") {
		inner, err := f.single()
		return func(i Item) (bool, error) {
			holds, err := inner(i)
			return !holds, err
		}, err
	}
	if f.accept("(") {
		inner, err := f.either()
		if err == nil && !f.accept(")") {
			err = f.unclear()
		}
		return inner, err
	}
	switch word := f.next(); word {
	case "contains":
		return f.search(strings.Contains)
	case "startswith":
		return f.search(strings.HasPrefix)
	case "endswith":
		return f.search(strings.HasSuffix)
	default:
		if list, found := strings.CutSuffix(word, "/any"); found {
			return f.any(list)
		}
		return f.comparison(word)
	}
}

// search parses the arguments of a text function: a property, optionally with tolower, and the text.
func (f *filter) search(finds func(text, part string) bool) (condition, error) {
	if !f.accept("(") {
		return nil, f.unclear()
	}
	path := f.next()
	lower := path == "tolower"
	if lower {
		if !f.accept("(") {
			return nil, f.unclear()
		}
		path = f.next()
		if !f.accept(")") {
			return nil, f.unclear()
		}
	}
	if !f.accept(",") {
		return nil, f.unclear()
	}
	part, isText := textLiteral(f.next())
	if !isText || !f.accept(")") {
		return nil, f.unclear()
	}
	return func(i Item) (bool, error) {
		value, err := i.property(path)
		text := fmt.Sprint(value)
		if lower {
			text = strings.ToLower(text)
		}
		return err == nil && finds(text, part), err
	}, nil
}

// comparison parses what follows a property: eq or ne and a value, ge or le and a time, or in and a list. It ignores
// case in texts, as Graph does.
func (f *filter) comparison(path string) (condition, error) {
	operator := f.next()
	if operator == "in" {
		return f.oneOf(path)
	}
	literal := f.next()
	if limit, err := time.Parse(time.RFC3339, literal); err == nil {
		return f.comparedTimes(path, operator, limit)
	}
	want, isText := textLiteral(literal)
	if operator != "eq" && operator != "ne" || !isText && !slices.Contains([]string{"true", "false", "null"}, literal) {
		return nil, f.unclear()
	}
	return func(i Item) (bool, error) {
		value, err := i.property(path)
		equal := strings.EqualFold(fmt.Sprint(value), want)
		if literal == "null" {
			equal = value == nil
		}
		return err == nil && equal == (operator == "eq"), err
	}, nil
}

func (f *filter) comparedTimes(path, operator string, limit time.Time) (condition, error) {
	holds, known := map[string]func(order int) bool{
		"eq": func(order int) bool { return order == 0 },
		"ge": func(order int) bool { return order >= 0 },
		"le": func(order int) bool { return order <= 0 },
	}[operator]
	if !known {
		return nil, f.unclear()
	}
	return func(i Item) (bool, error) {
		value, err := i.property(path)
		if err != nil {
			return false, err
		}
		at, err := time.Parse(time.RFC3339, fmt.Sprint(value))
		return err == nil && holds(at.Compare(limit)), err
	}, nil
}

// any parses the rest of list/any(x:x eq 'value').
func (f *filter) any(list string) (condition, error) {
	if !f.accept("(") {
		return nil, f.unclear()
	}
	name := f.next()
	if !f.accept(":") || !f.accept(name) || !f.accept("eq") {
		return nil, f.unclear()
	}
	want, isText := textLiteral(f.next())
	if !isText || !f.accept(")") {
		return nil, f.unclear()
	}
	return func(i Item) (bool, error) {
		value, err := i.property(list)
		texts, _ := value.([]string)
		return slices.ContainsFunc(texts, func(each string) bool { return strings.EqualFold(each, want) }), err
	}, nil
}

// textLiteral decodes a text in single quotes, in which two quotes stand for one. It returns other tokens unchanged.
func textLiteral(token string) (string, bool) {
	if len(token) < 2 || token[0] != '\'' || token[len(token)-1] != '\'' {
		return token, false
	}
	return strings.ReplaceAll(token[1:len(token)-1], "''", "'"), true
}
