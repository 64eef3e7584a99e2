package arguments

import (
	"fmt"
	"strconv"
)

// Values are the arguments as they are in force, by name.
type Values map[string]string

// Flag is the value of a boolean argument.
func (v Values) Flag(name string) bool { return v[name] == "true" }

// Problem is what is wrong with the value of an argument.
type Problem struct{ Argument, Summary, Detail string }

// FromEnvironment gives the values of a process that is told by variables alone. A variable that is not set is "".
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
	return v, problems
}

// FromVariables gives the value of an argument that was not given otherwise: the first variable that is set, else the default.
func (a Argument) FromVariables(lookup func(string) string) (string, *Problem) {
	for _, variable := range a.Variables {
		text := lookup(variable)
		if text == "" {
			continue
		}
		if !a.Boolean {
			return text, nil
		}
		value, err := strconv.ParseBool(text)
		if err != nil {
			return a.Fallback, &Problem{a.Name, "Invalid environment variable", fmt.Sprintf("%s is %q, but it must be true or false.", variable, text)}
		}
		return strconv.FormatBool(value), nil
	}
	return a.Fallback, nil
}
