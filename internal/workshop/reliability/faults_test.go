package reliability_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// fault is one row of the matrix: what goes wrong while a command runs. It is over when the command has ended.
type fault struct {
	name    string
	hits    emulator.Fault             // requests of the operation's kind, once unless it says for good
	forGood bool                       // until the command ends
	lists   bool                       // hits lists, whatever the operation
	options func(o *emulator.Options)  // how the service is from the start
	before  func(c *cell)              // another administrator's change before the command
	after   func(c *cell)              // another administrator's change before the command runs again
	refuses bool                       // the first connection is refused
	hangs   bool                       // the answer does not come
	date    func(now time.Time) string // Retry-After, where it depends on the time
}

func status(code int) emulator.Fault { return emulator.Fault{Status: code} }

func effect(f emulator.Fault) emulator.Fault {
	f.AfterEffect = true
	return f
}

func throttle(retryAfter string) emulator.Fault {
	return emulator.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {retryAfter}}}
}

func forbidden(code, message string) emulator.Fault {
	return emulator.Fault{Status: http.StatusForbidden, Code: code, Message: message}
}

func nextLink(link string) emulator.Fault {
	return emulator.Fault{Status: http.StatusOK, ContentType: "application/json", Body: fmt.Appendf(nil, `{"value":[],"@odata.nextLink":%q}`, link)}
}

func faults() []fault {
	html := emulator.Fault{Status: http.StatusOK, ContentType: "text/html", Body: []byte("<html><body>Sign in</body></html>")}
	gateway := html
	gateway.Status = http.StatusBadGateway
	wrongType := emulator.Fault{Status: http.StatusOK, ContentType: "text/plain", Body: []byte(`{"value":[]}`)}
	rows := []fault{
		{name: "429, Retry-After 10", hits: throttle("10")},
		{name: "429, Retry-After 2.128", hits: throttle("2.128")},
		{name: "429, Retry-After as a date", hits: status(http.StatusTooManyRequests), date: func(now time.Time) string {
			return now.Add(time.Minute).UTC().Format(http.TimeFormat)
		}},
		{name: "429 without Retry-After", hits: status(http.StatusTooManyRequests)},
		{name: "429, Retry-After 315", hits: throttle("315")},
		{name: "429, Retry-After 315, repeatedly", hits: throttle("315"), forGood: true},
	}
	for _, code := range []int{500, 502, 503, 504} {
		rows = append(rows,
			fault{name: fmt.Sprintf("%d before the request had an effect", code), hits: status(code)},
			fault{name: fmt.Sprintf("%d after the request had its effect", code), hits: effect(status(code))})
	}
	rows = append(rows,
		fault{name: "503 repeatedly", hits: status(http.StatusServiceUnavailable), forGood: true},
		fault{name: "502 as an HTML page", hits: gateway},
		fault{name: "200 with HTML instead of JSON", hits: effect(html)},
		fault{name: "200 with HTML instead of JSON, repeatedly", hits: effect(html), forGood: true},
		fault{name: "JSON cut in the middle", hits: emulator.Fault{Truncate: true}},
		fault{name: "wrong content type", hits: effect(wrongType)},
		fault{name: "an answer of 20 MiB", hits: effect(emulator.Fault{Status: http.StatusOK, BodySize: 20 << 20, ContentType: "application/json"})},
		fault{name: "409 because of another write", hits: emulator.Fault{Status: http.StatusConflict, Code: "Conflict"}},
		fault{name: "connection refused", refuses: true},
		fault{name: "connection reset before the request had an effect", hits: emulator.Fault{Drop: true}},
		fault{name: "connection reset after the request had its effect", hits: effect(emulator.Fault{Drop: true})},
		fault{name: "no answer within the timeout, no effect", hangs: true},
		fault{name: "no answer within the timeout, but an effect", hits: effect(emulator.Fault{}), hangs: true},
		fault{name: "401 in the middle of a run", hits: status(http.StatusUnauthorized)},
		fault{name: "401 also for a new token", hits: status(http.StatusUnauthorized), forGood: true},
		fault{name: "token expires while a long run waits", hits: throttle("315"), options: func(o *emulator.Options) { o.TokenLifetime = 2 * time.Minute }},
		fault{name: "403 UnAuthorized", hits: forbidden("UnAuthorized", "User is not authorized to perform the operation."), forGood: true},
		fault{name: "403 NoLicense", hits: forbidden("NoLicense", "Tenant does not meet license requirement!"), forGood: true},
		fault{name: "403 Authorization_RequestDenied", hits: forbidden("Authorization_RequestDenied", "Insufficient privileges to complete the operation."), forGood: true},
		fault{name: "a write is not listed at once", options: func(o *emulator.Options) { o.ListLagReads = 3 }},
		fault{
			name: "a write is not listed at once, and its connection is reset", hits: effect(emulator.Fault{Drop: true}),
			options: func(o *emulator.Options) { o.ListLagReads = 3 },
		},
		fault{name: "a new group is not known at once", options: func(o *emulator.Options) { o.GroupLagReads = 3 }},
		fault{name: "group deleted, rule stays", before: deleteGroup, after: restoreGroup},
		fault{name: "group deleted, rule deleted too", options: func(o *emulator.Options) { o.DanglingGroups = emulator.DanglingDrop }, before: deleteGroup, after: restoreLink},
		fault{name: "empty pages, pages of one", options: func(o *emulator.Options) { o.EmptyPages, o.PageSize = true, 1 }},
	)
	for _, code := range []int{201, 204, 400, 409} {
		rows = append(rows, fault{
			name: fmt.Sprintf("rule exists already, answered %d", code), before: addLink, options: func(o *emulator.Options) { o.DuplicateLink = code },
		})
	}
	for _, code := range []int{204, 400, 404} {
		rows = append(rows, fault{
			name: fmt.Sprintf("rule no longer exists, answered %d", code), before: removeLink, after: addLink, options: func(o *emulator.Options) { o.MissingLink = code },
		})
	}
	return append(rows,
		fault{name: "next link to another host", hits: nextLink("https://elsewhere.example/beta/groups"), lists: true, forGood: true},
		fault{name: "next link to the same page, repeatedly", hits: nextLink("?again"), lists: true, forGood: true},
		fault{name: "relative next link", options: func(o *emulator.Options) { o.NextLink, o.PageSize = emulator.NextLinkRelative, 1 }, lists: true},
		fault{name: "malformed next link", hits: nextLink("http://[::1/not a link"), lists: true, forGood: true},
	)
}

// Other administrators change the rule that every operation uses.
func deleteGroup(c *cell) { c.must(c.service.Tenant().DeleteGroup(touched)) }

func restoreGroup(c *cell) {
	c.must(c.service.Tenant().AddGroup(emulator.Group{ID: touched, DisplayName: "Restored", SecurityEnabled: true}))
}

func restoreLink(c *cell) {
	restoreGroup(c)
	if c.op.name == "import" { // because without it there is no rule to import
		addLink(c)
	}
}

var touched = acctest.Group(0)

func addLink(c *cell) {
	if !strings.Contains(strings.Join(c.rules(), " "), touched) {
		c.must(c.service.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), touched))
	}
}

func removeLink(c *cell) {
	if strings.Contains(strings.Join(c.rules(), " "), touched) {
		c.must(c.service.Tenant().Unlink(emulator.IncompatibleGroups, acctest.Package(0), touched))
	}
}
