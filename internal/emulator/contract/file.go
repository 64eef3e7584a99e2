package contract

import (
	_ "embed" // for the schema
)

// Schema is the JSON schema of contract files.
//
//go:embed file.schema.json
var Schema string

// Format is the version of the file's form. It grows when a reader of today could misunderstand a file.
const Format = 1

// File is what is known of one tenant: what it answers, and the exchanges from which that was read. Nothing in it names the tenant.
type File struct {
	Schema      string     `json:"$schema,omitempty"`
	Format      int        `json:"format"`
	About       string     `json:"about"` // where the answers are from, in a sentence
	Contract    Contract   `json:"contract"`
	Unconfirmed []string   `json:"unconfirmed"` // what the contract leaves open; the emulator does there what it usually does
	Run         *Run       `json:"run,omitempty"`
	Exchanges   []Exchange `json:"exchanges,omitempty"`
}

// Contract is what a tenant answers. What is left out is unconfirmed.
type Contract struct {
	Dialect        Dialect               `json:"dialect,omitempty"`
	PageSize       *int                  `json:"pageSize,omitempty"` // items
	EmptyPages     *bool                 `json:"emptyPages,omitempty"`
	NextLink       string                `json:"nextLink,omitempty"` // where next links lead: [NextLinkOwn] or another of these names
	ListLagSeconds *int                  `json:"listLagSeconds,omitempty"`
	NoLicense      *bool                 `json:"noLicense,omitempty"`
	Answers        map[Question]Answer   `json:"answers,omitempty"`
	Queries        map[Query]QueryAnswer `json:"queries,omitempty"`
}

// Answer is a status, and the error code where it is a refusal's. A code that is left out is the usual one.
type Answer struct {
	Status int     `json:"status"`
	Code   *string `json:"code,omitempty"`
}

// Where next links lead, beside [NextLinkLoop], [NextLinkRelative] and [NextLinkMalformed].
const (
	NextLinkOwn       = "own"       // to the service itself
	NextLinkElsewhere = "elsewhere" // to another host
)

// Run is how the answers were got.
type Run struct {
	Tool        string   `json:"tool"` // name and version
	Day         string   `json:"day"`  // YYYY-MM-DD
	Cloud       string   `json:"cloud"`
	Wrote       bool     `json:"wrote"`       // rules were made and removed
	Interrupted bool     `json:"interrupted"` // before everything was asked
	Caller      string   `json:"caller"`      // application, user or unknown
	Permissions []string `json:"permissions"` // that the token holds, of those that matter
}

// Exchange is one request and its answer, without anything that tells whose they are.
type Exchange struct {
	Question   string            `json:"question"`
	Request    string            `json:"request"` // method and path; ids are pseudonyms, each the same throughout a file
	Status     int               `json:"status"`  // 0 without an answer
	Code       *string           `json:"code,omitempty"`
	Message    string            `json:"message,omitempty"`
	Failure    string            `json:"failure,omitempty"` // why there is no answer, or none that can be read
	Headers    map[string]string `json:"headers,omitempty"`
	Items      *int              `json:"items,omitempty"` // on this page
	Properties []string          `json:"properties,omitempty"`
	NextLink   string            `json:"nextLink,omitempty"`
	Count      *int              `json:"count,omitempty"`    // that the service gave
	Lists      int               `json:"lists,omitempty"`    // how many were asked for until one showed the change
	Seconds    *int              `json:"seconds,omitempty"`  // from the change to the first list that showed it
	Attempts   int               `json:"attempts,omitempty"` // where there was more than one
}
