// Package contract is what one tenant answers: the options that tell one tenant from another, because Microsoft has not published the
// answer or because tenants differ. A file holds what is known of one (file.go); it is read, and made into options, in reading.go.
package contract

import (
	"time"
)

// Dialect says which routes add an incompatible group.
type Dialect string

// The dialects. The unreviewed page that names a route below the catalog and the published reference disagree about how a group is
// added; a tenant may answer either.
const (
	DialectDocument  Dialect = "document"  // only POST below the catalog (beta), answered 201 with the group
	DialectPublished Dialect = "published" // only POST …/$ref, answered 204
	DialectBoth      Dialect = "both"
)

// What becomes of a link when its group is deleted from the directory.
const (
	DanglingKeep = "keep" // the link stays, listed with its id alone
	DanglingDrop = "drop" // the link goes with the group
)

// How next links are spoiled.
const (
	NextLinkLoop      = "loop"      // each points to the page that it is on
	NextLinkRelative  = "relative"  // path and query without an origin
	NextLinkMalformed = "malformed" // not a URL
)

// Expansions says how collections are given that a client expands. Microsoft documents neither how many items they hold nor that they are
// always there.
type Expansions string

// How expanded collections are given.
const (
	ExpansionsWhole   Expansions = "whole"
	ExpansionsPaged   Expansions = "paged"   // PageSize items, then a next link
	ExpansionsAbsent  Expansions = "absent"  // not at all
	ExpansionsNull    Expansions = "null"    // null in place of a list
	ExpansionsOtherID Expansions = "otherId" // whole, but the object that they belong to has another ID than the path
)

// Options are fixed at construction. The zero value is a tenant that answers both dialects at once, with pages of 100 items. What
// Microsoft has not published is an option here, so that a client can be tried on every answer.
type Options struct {
	Dialect  Dialect // empty means both
	PageSize int     // items on a page of any collection; 0 means 100

	Expansions          Expansions // how expanded collections are given; empty means whole
	IgnoreCatalogFilter bool       // lists of access packages ignore a $filter by catalog and hold all

	EmptyPages    bool // an empty page with a next link comes before every page
	DuplicateLink int  // answer to adding a link that is there: 201, 204, 400, 409; 0 means 400
	MissingLink   int  // answer to removing a link that is not there: 204, 400, 404; 0 means 404
	UnknownTarget int  // answer to adding an unknown group or package: 400, 404, or 201 or 204 for no check at all; 0 means 404

	UnknownPackage    int // answer to naming an access package that is not there; 0 means 404
	SelfLink          int // answer to making an access package incompatible with itself; 204 makes the link; 0 means 400
	AssignedUnlink    int // answer to removing a link of an access package that people have; 0 means 204, which removes it
	Microsoft365Group int // answer to adding a Microsoft 365 group; 0 means 204, as any other group
	MailEnabledGroup  int // answer to adding another group that has mail; 0 means 204, as any other group

	Codes   map[Question]string   // error codes of refusals among the answers above that are not what is usual with their status
	Queries map[Query]QueryAnswer // what lists of rules make of query options; without an entry they refuse, and offer /$count

	// Lists show a change of the rules only after ListLag has passed and, independently, after ListLagReads lists of that access package have
	// been answered. It doesn't matter who made the change, a client or [tenant.Tenant.Link]. Rules of a seed are listed from the start.
	ListLag      time.Duration
	ListLagReads int

	// ReplicasDisagree has two replicas take turns in answering the lists of an access package: the first shows every change at once, the
	// second only after ListLag and ListLagReads, which counts its own lists. A list can therefore show a rule that the next one doesn't.
	ReplicasDisagree bool

	// A group that Tenant.AddGroup adds is in the directory at once, but entitlement management does not know it before GroupLag has
	// passed and, independently, before GroupLagReads requests have named it in vain. Groups of a seed were always there.
	GroupLag      time.Duration
	GroupLagReads int

	// What a request made is not found by its id before a time has passed and, independently, before so many requests have named it in
	// vain: a group of the directory, or a catalog, access package or policy. azuread waits for the first, not for the others.
	// ListLag hides all of them from lists. What is deleted is gone at once.
	DirectoryLag      time.Duration
	DirectoryLagReads int
	ObjectLag         time.Duration
	ObjectLagReads    int

	// What is too much is answered 429 with Retry-After: more than Concurrency requests to Graph at a time, and more than Quota requests of
	// one application in ten seconds, a bucket that fills steadily. 0 means no limit.
	Concurrency int
	Quota       int

	// Latency is how long a request is under way before anything comes of it: every one but those to the emulator itself, also one that is too
	// much.
	Latency time.Duration

	// AuditDays is how many days the audit log goes back, such as 7 or 30; the log refuses a filter that asks for an earlier time. 0 means that
	// it goes back without end.
	AuditDays int

	HardDelete     bool   // deleted groups are gone at once, as older pages say of security groups
	DanglingGroups string // DanglingKeep or DanglingDrop; empty means keep

	TokenLifetime time.Duration    // 0 means an hour
	Now           func() time.Time // nil means time.Now
	Credentials   Credentials      // which client credentials are accepted

	// Roles are the app roles in tokens; nil means EntitlementManagement.ReadWrite.All, Group.Read.All, Group.ReadWrite.All,
	// User.Read.All, Application.Read.All and AuditLog.Read.All.
	Roles []string

	// CatalogScope, when not nil, makes the caller one who holds an entitlement management role in these catalogs only. Everything else
	// is answered 403, also what does not exist: authorisation comes before existence.
	CatalogScope []string
	NoLicense    bool // every entitlement management call is answered 403 NoLicense

	NextLinkOrigin string // origin of next links, such as "https://elsewhere.example"; empty means the request's own
	NextLink       string // empty, NextLinkLoop, NextLinkRelative or NextLinkMalformed
}

// DefaultSecret is the client secret that is accepted unless Options.Credentials names another.
const DefaultSecret = "emulator-secret"

// Credentials are the client credentials that the token endpoint accepts. An empty field accepts any tenant or client; an empty
// secret means DefaultSecret. A client assertion is accepted when it is a JWT that has not expired; its signature is not checked.
type Credentials struct {
	TenantID, ClientID, ClientSecret string
}

// WithDefaults puts the usual answer where none was chosen.
func (o Options) WithDefaults() Options {
	if o.Dialect == "" {
		o.Dialect = DialectBoth
	}
	if o.PageSize <= 0 {
		o.PageSize = 100
	}
	for q, otherwise := range usualAnswers {
		status := o.status(q)
		*status = orElse(*status, otherwise)
	}
	o.Queries = withDefaults(o.Queries)
	if o.TokenLifetime == 0 {
		o.TokenLifetime = time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Credentials.ClientSecret == "" {
		o.Credentials.ClientSecret = DefaultSecret
	}
	if o.Roles == nil {
		o.Roles = []string{PermissionReadWrite, PermissionGroupRead, PermissionGroupReadWrite, PermissionUserRead, PermissionApplicationRead, PermissionAuditLogRead}
	}
	return o
}

func orElse(status, otherwise int) int {
	if status == 0 {
		return otherwise
	}
	return status
}
