package contract

import (
	"maps"
	"net/http"
)

// Question is a request whose answer Microsoft doesn't publish.
type Question string

// The questions, with their names in files.
const (
	UnknownPackage    Question = "unknownAccessPackage"
	DuplicateLink     Question = "duplicateLink"
	MissingLink       Question = "missingLink"
	UnknownTarget     Question = "unknownTarget"
	SelfLink          Question = "selfLink"
	AssignedUnlink    Question = "assignedUnlink"
	Microsoft365Group Question = "microsoft365Group"
	MailEnabledGroup  Question = "mailEnabledGroup"
)

// usualAnswers has the default status for every question.
var usualAnswers = map[Question]int{
	UnknownPackage:    http.StatusNotFound,
	DuplicateLink:     http.StatusBadRequest,
	MissingLink:       http.StatusNotFound,
	UnknownTarget:     http.StatusNotFound,
	SelfLink:          http.StatusBadRequest,
	AssignedUnlink:    http.StatusNoContent,
	Microsoft365Group: http.StatusNoContent,
	MailEnabledGroup:  http.StatusNoContent,
}

// status is the option that holds the answer to a question.
func (o *Options) status(q Question) *int {
	return map[Question]*int{
		UnknownPackage:    &o.UnknownPackage,
		DuplicateLink:     &o.DuplicateLink,
		MissingLink:       &o.MissingLink,
		UnknownTarget:     &o.UnknownTarget,
		SelfLink:          &o.SelfLink,
		AssignedUnlink:    &o.AssignedUnlink,
		Microsoft365Group: &o.Microsoft365Group,
		MailEnabledGroup:  &o.MailEnabledGroup,
	}[q]
}

// Answer gives the answer to a question. The options must be complete. Only a refusal has a code.
func (o *Options) Answer(q Question) Answer {
	a := Answer{Status: *o.status(q)}
	if a.Status < http.StatusBadRequest {
		return a
	}
	code, given := o.Codes[q]
	if !given {
		code = usualCode(a.Status)
	}
	a.Code = &code
	return a
}

// usualCode is the error code that entitlement management is known to send with a status.
func usualCode(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "InvalidModel"
	case http.StatusForbidden:
		return "UnAuthorized"
	case http.StatusNotFound:
		return "ResourceNotFound"
	case http.StatusConflict:
		return "Conflict"
	default:
		return "UnknownError"
	}
}

// Query is a query option of a list of rules.
type Query string

// The queries.
const (
	QueryTop        Query = "$top"
	QuerySelect     Query = "$select"
	QueryCount      Query = "$count"
	QueryCountRoute Query = "/$count" // the number of rules, as a separate path
)

// QueryAnswer is how the service treats a query option.
type QueryAnswer string

// How the service treats a query option.
const (
	Refused QueryAnswer = "refused" // answered with an error
	Ignored QueryAnswer = "ignored" // has no effect
	Honored QueryAnswer = "honored" // has its documented effect
)

func withDefaults(queries map[Query]QueryAnswer) map[Query]QueryAnswer {
	complete := map[Query]QueryAnswer{
		QueryTop:        Refused,
		QuerySelect:     Refused,
		QueryCount:      Refused,
		QueryCountRoute: Honored,
	}
	maps.Copy(complete, queries)
	return complete
}
