package contract

import (
	"maps"
	"net/http"
)

// Question is a request for which Microsoft publishes no answer.
type Question string

// The questions, by the names that they have in files.
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

// usualAnswers has every question, with the status of a tenant of which nothing else is known.
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

// Answer is what complete options answer to a question. A code goes with a refusal only.
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

// usualCode is the error code that entitlement management is known to give with a status.
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

// Query is something that a client may ask of a list of rules beyond the list itself.
type Query string

// The queries.
const (
	QueryTop        Query = "$top"
	QuerySelect     Query = "$select"
	QueryCount      Query = "$count"
	QueryCountRoute Query = "/$count" // the number of rules, at a path of its own
)

// QueryAnswer is what becomes of a query.
type QueryAnswer string

// What becomes of queries.
const (
	Refused  QueryAnswer = "refused"  // with an error
	Ignored  QueryAnswer = "ignored"  // the list is answered as without it
	Honoured QueryAnswer = "honoured" // the answer is what was asked for
)

func withDefaults(queries map[Query]QueryAnswer) map[Query]QueryAnswer {
	complete := map[Query]QueryAnswer{QueryTop: Refused, QuerySelect: Refused, QueryCount: Refused, QueryCountRoute: Honoured}
	maps.Copy(complete, queries)
	return complete
}
