package arguments

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Values are the values in effect, by the name of the argument.
type Values map[string]string

// Flag is the value of a boolean argument.
func (v Values) Flag(name string) bool { return v[name] == "true" }

// Number is the value of an argument that is a whole number.
func (v Values) Number(name string) int {
	n, _ := strconv.Atoi(v[name]) // checked where it was read
	return n
}

// FromEnvironment reads the values of a program without a provider block from environment variables. lookup gives ""
// for a variable that is not set.
func FromEnvironment(lookup func(string) string) (Values, []Problem) {
	v := make(Values, len(All))
	var problems []Problem
	for _, a := range All {
		text, problem := a.FromVariables(lookup)
		if problem != nil {
			problems = append(problems, *problem)
		}
		v[a.Name] = text
	}
	return v, Mattering(problems, func(argument string) bool { return v[argument] != "" })
}

// Mattering removes the problems of arguments that another argument replaces: beside a metadata host, ARM_ENVIRONMENT
// may have a name that only other providers know.
func Mattering(problems []Problem, given func(argument string) bool) []Problem {
	return slices.DeleteFunc(problems, func(p Problem) bool {
		return slices.ContainsFunc(All, func(a Argument) bool { return a.InsteadOf == p.Argument && given(a.Name) })
	})
}

// FromVariables is the value of an argument that the provider block does not set: that of the first variable that is
// set, or the default.
func (a Argument) FromVariables(lookup func(string) string) (string, *Problem) {
	for _, variable := range a.Variables {
		text := lookup(variable)
		if text == "" {
			continue
		}
		if problem := malformed(a.Name, "the environment variable "+variable, text); problem != nil {
			return a.Fallback, problem
		}
		value, wanted := a.understand(text)
		if wanted != "" {
			detail := fmt.Sprintf("%s is %q, but it must be %s.", variable, text, wanted)
			return a.Fallback, &Problem{a.Name, "Invalid environment variable", detail}
		}
		return value, nil
	}
	return a.Fallback, nil
}

// understand gives the value in its one spelling, or what the text should be.
func (a Argument) understand(text string) (value, wanted string) {
	switch {
	case a.Boolean:
		truth, err := strconv.ParseBool(text)
		if err != nil {
			return "", "true or false"
		}
		return strconv.FormatBool(truth), ""
	case a.Most > 0:
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 || number > a.Most {
			return "", fmt.Sprintf("a whole number from 1 to %d", a.Most)
		}
		return strconv.Itoa(number), ""
	case len(a.Allowed) > 0:
		for _, allowed := range a.Allowed {
			if strings.EqualFold(text, allowed) {
				return allowed, ""
			}
		}
		return "", "one of `" + strings.Join(a.Allowed, "`, `") + "`"
	default:
		return text, ""
	}
}
