package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// largestFile is the largest accepted file in bytes. The files of a probe are a hundred times smaller.
const largestFile = 8 << 20

// Read reads a contract file. Errors name the field that is wrong.
func Read(r io.Reader) (File, error) {
	var f File
	text, err := io.ReadAll(io.LimitReader(r, largestFile+1))
	if err != nil {
		return f, err
	}
	if len(text) > largestFile {
		return f, fmt.Errorf("the file is larger than %d MiB", largestFile>>20)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, fmt.Errorf("the file isn't a contract: %w", err)
	}
	if decoder.More() {
		return f, errors.New("something follows the end of the contract")
	}
	if f.Format != Format {
		return f, fmt.Errorf("format: %d is not %d, the one that is understood here", f.Format, Format)
	}
	return f, f.Contract.check()
}

func (c Contract) check() error {
	errs := []error{
		known("dialect", string(c.Dialect), "", string(DialectDocument), string(DialectPublished), string(DialectBoth)),
		known("nextLink", c.NextLink,
			"", NextLinkOwn, NextLinkElsewhere, NextLinkLoop, NextLinkRelative, NextLinkMalformed),
	}
	if c.PageSize != nil && *c.PageSize < 1 {
		errs = append(errs, fmt.Errorf("pageSize: %d is less than 1", *c.PageSize))
	}
	if c.ListLagSeconds != nil && *c.ListLagSeconds < 0 {
		errs = append(errs, fmt.Errorf("listLagSeconds: %d is less than 0", *c.ListLagSeconds))
	}
	for _, q := range slices.Sorted(maps.Keys(c.Answers)) {
		if _, ok := usualAnswers[q]; !ok {
			errs = append(errs, fmt.Errorf("answers: %q is unknown", q))
		}
		if status := c.Answers[q].Status; status < 200 || status > 599 {
			errs = append(errs, fmt.Errorf("answers: %s: %d isn't an HTTP status", q, status))
		}
	}
	for _, q := range slices.Sorted(maps.Keys(c.Queries)) {
		errs = append(
			errs,
			known(
				"queries",
				string(q),
				string(QueryTop),
				string(QuerySelect),
				string(QueryCount),
				string(QueryCountRoute),
			),
			known("queries: "+string(q), string(c.Queries[q]), string(Refused), string(Ignored), string(Honored)),
		)
	}
	return errors.Join(errs...)
}

func known(what, value string, all ...string) error {
	if slices.Contains(all, value) {
		return nil
	}
	return fmt.Errorf("%s: %q is none of %q", what, value, all)
}

// Options gives the options of a tenant with this contract.
func (c Contract) Options() Options {
	o := Options{Dialect: c.Dialect, Queries: maps.Clone(c.Queries)}
	if c.PageSize != nil {
		o.PageSize = *c.PageSize
	}
	o.EmptyPages = c.EmptyPages != nil && *c.EmptyPages
	o.NoLicense = c.NoLicense != nil && *c.NoLicense
	if c.ListLagSeconds != nil {
		o.ListLag = time.Duration(*c.ListLagSeconds) * time.Second
	}
	switch c.NextLink {
	case NextLinkLoop, NextLinkRelative, NextLinkMalformed:
		o.NextLink = c.NextLink
	case NextLinkElsewhere:
		o.NextLinkOrigin = "https://elsewhere.example"
	}
	for q, a := range c.Answers {
		*o.status(q) = a.Status
		if a.Code != nil && *a.Code != usualCode(a.Status) {
			if o.Codes == nil {
				o.Codes = map[Question]string{}
			}
			o.Codes[q] = *a.Code
		}
	}
	return o
}

// Open names the questions that a contract leaves open, sorted.
func (c Contract) Open() []string {
	open := map[string]bool{
		"dialect": c.Dialect == "", "pageSize": c.PageSize == nil, "emptyPages": c.EmptyPages == nil,
		"nextLink":       c.NextLink == "",
		"listLagSeconds": c.ListLagSeconds == nil, "noLicense": c.NoLicense == nil,
	}
	for q := range usualAnswers {
		_, answered := c.Answers[q]
		open["answers."+string(q)] = !answered
	}
	for q := range withDefaults(nil) {
		_, answered := c.Queries[q]
		open["queries."+string(q)] = !answered
	}
	maps.DeleteFunc(open, func(_ string, left bool) bool { return !left })
	return append([]string{}, slices.Sorted(maps.Keys(open))...) // JSON needs an empty list, not null
}
