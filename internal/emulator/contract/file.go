package contract

import (
	_ "embed" // for the schema
)

// Schema is the JSON schema of contract files.
//
//go:embed file.schema.json
var Schema string

// Format is the version of the file format. It grows when an older reader could misread a file.
const Format = 1

// File describes how one tenant answers, and the exchanges that show it. Pseudonyms replace names and IDs.
type File struct {
	Schema      string     `json:"$schema,omitempty"`
	Format      int        `json:"format"`
	About       string     `json:"about"` // where the answers come from, in one sentence
	Contract    Contract   `json:"contract"`
	Unconfirmed []string   `json:"unconfirmed"` // what the contract leaves open; the emulator uses its defaults there
	Run         *Run       `json:"run,omitempty"`
	Exchanges   []Exchange `json:"exchanges,omitempty"`
}

// Contract is how a tenant answers. Missing fields are unconfirmed.
type Contract struct {
	Dialect        Dialect               `json:"dialect,omitempty"`
	PageSize       *int                  `json:"pageSize,omitempty"` // items
	EmptyPages     *bool                 `json:"emptyPages,omitempty"`
	NextLink       string                `json:"nextLink,omitempty"` // one of the NextLink constants
	ListLagSeconds *int                  `json:"listLagSeconds,omitempty"`
	NoLicense      *bool                 `json:"noLicense,omitempty"`
	Answers        map[Question]Answer   `json:"answers,omitempty"`
	Queries        map[Query]QueryAnswer `json:"queries,omitempty"`
}

// Answer is a status, with an error code for refusals. Without a code, the refusal has the default one.
type Answer struct {
	Status int     `json:"status"`
	Code   *string `json:"code,omitempty"`
}

// Where next links point, in addition to [NextLinkLoop], [NextLinkRelative] and [NextLinkMalformed].
const (
	NextLinkOwn       = "own"       // to the service itself
	NextLinkElsewhere = "elsewhere" // to another host
)

// Run says how the answers were collected.
type Run struct {
	Tool        string   `json:"tool"` // name and version
	Day         string   `json:"day"`  // YYYY-MM-DD
	Cloud       string   `json:"cloud"`
	Wrote       bool     `json:"wrote"`       // the run created and removed rules
	Interrupted bool     `json:"interrupted"` // the run stopped before its last question
	Caller      string   `json:"caller"`      // application, user or unknown
	Permissions []string `json:"permissions"` // of the token, limited to the relevant ones
}

// Exchange is one request and its answer, with pseudonyms for names and IDs.
type Exchange struct {
	Question   string            `json:"question"`
	Request    string            `json:"request"` // method and path, with a pseudonym for each ID
	Status     int               `json:"status"`  // 0 without an answer
	Code       *string           `json:"code,omitempty"`
	Message    string            `json:"message,omitempty"`
	Failure    string            `json:"failure,omitempty"` // why there is no readable answer
	Headers    map[string]string `json:"headers,omitempty"`
	Items      *int              `json:"items,omitempty"` // on this page
	Properties []string          `json:"properties,omitempty"`
	NextLink   string            `json:"nextLink,omitempty"`
	Count      *int              `json:"count,omitempty"`    // as the service reported it
	Lists      int               `json:"lists,omitempty"`    // number of lists until one showed the change
	Seconds    *int              `json:"seconds,omitempty"`  // from the change to the first list that showed it
	Attempts   int               `json:"attempts,omitempty"` // if more than one
}
