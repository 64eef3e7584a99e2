package record

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

const (
	someID = "acce5500-0000-4000-8000-000000000001"
	jwt    = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIn0.c2lnbmF0dXJl"
)

func TestText(t *testing.T) {
	t.Parallel()
	s := newScrubber()
	s.call(strings.ToUpper(someID), "access-package")
	s.learn([]byte(`{"value": [{"displayName": "Payments - approve", "id": "x"}, {"createdBy": "Ana Ruiz"}, {"mail": "ap"}], "note": "Resource"}`))
	s.hide("Contoso")
	for text, want := range map[string]string{
		"The resource was not found.":              "The resource was not found.",
		"":                                         "",
		"Resource '" + someID + "' is not there":   "Resource 'access-package-1' is not there",
		"{" + strings.ToUpper(someID) + "}":        "{access-package-1}",
		strings.ReplaceAll(someID, "-", ""):        "access-package-1",
		"one 11111111-1111-4111-8111-111111111111": "one id-1",
		"ask ana.ruiz@contoso.example today":       "ask <person> today",
		"live.com#ana_contoso.example#EXT#@fabrikam.onmicrosoft.com is a guest":                 "<person> is a guest",
		"No HTTP resource matches 'https://igaelm-x.azurewebsites.net/api/v1/catalogs('1')/p'.": "No HTTP resource matches '<url>'.",
		"see login.contoso.example:443 or 10.1.2.3 or fe80::1:2:3":                              "see <host> or <host> or <host>",
		"EntitlementManagement.ReadWrite.All or Group.Read.All in v1.0":                         "EntitlementManagement.ReadWrite.All or Group.Read.All in v1.0",
		"type #microsoft.graph.group":                                                           "type #microsoft.graph.group",
		"for contoso, PAYMENTS - APPROVE of Ana Ruiz":                                           "for <name>, <name> of <name>",
		"The entitlement 'Buying' of \"Ben\" can not be deleted":                                "The entitlement '<text>' of \"<text>\" can not be deleted",
		"Resource not found for the segment 'directoryObjects'.":                                "Resource not found for the segment 'directoryObjects'.",
		"token " + jwt + " is old":                                                              "token <token> is old",
		"Bearer abc":                                                                            "<token>",
		"line one\r\nline\ttwo\x00\u200b":                                                       "line one line two ",
		"\xff\xfe bad":                                                                          " bad",
		"ticket 4711081500 of c2VjcmV0c2VjcmV0c2VjcmV0MQ==":                                     "ticket <text> of <text>",
		"The tenant of Ana O'Brien-Müller has no licence for CONTOSO":                           "The tenant of <name> <name> has no licence for <name>",
		"Ben Smith is no owner. User: Ben":                                                      "<name> <name> is no owner. User: <name>",
		"von 山田太郎 genehmigt":                                                                    "von <name> genehmigt",
		"OData query is invalid: Unrecognized Guid format":                                      "OData query is invalid: Unrecognized Guid format",
		"User is not authorized to perform the operation. Reason: Tenant does not meet it!":     "User is not authorized to perform the operation. Reason: Tenant does not meet it!",
		"Specified HTTP method is not allowed for the request target.":                          "Specified HTTP method is not allowed for the request target.",
		"Property InvalidModel_X of Microsoft Graph is wrong":                                   "Property InvalidModel_X of Microsoft Graph is wrong",
		"ODataUnrecognizedPathException":                                                        "ODataUnrecognizedPathException",
		"property @odata.id of x@odata.type":                                                    "property @odata.id of x@odata.type",
	} {
		if got := s.text(text); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
	if got := s.text(strings.Repeat("ä ", 100_000)); len([]rune(got)) > longestText+1 {
		t.Errorf("%d characters", len([]rune(got)))
	}
}

func TestExchangeIsScrubbed(t *testing.T) {
	t.Parallel()
	s := newScrubber()
	s.call(someID, "access-package")
	code, secret := someID, "Contoso approvers"
	s.hide(secret)
	endpoint := &url.URL{Scheme: "https", Host: "graph.microsoft.com"}
	e := s.exchange(kept{"a question", Request{Method: http.MethodGet, Version: "beta", Path: "x/" + someID, Query: url.Values{"$filter": {"id eq '" + someID + "'"}, "$top": {"1"}}}, &Answer{
		Status: 404, Code: &code, Message: secret, IsPage: true, Next: "https://elsewhere.example/" + secret, endpoint: endpoint, asked: endpoint,
		Items: []Item{{"id": nil, "extension_0e4c1a7e_costCenter": nil, "contoso_secret": nil, "displayName": nil}},
		Header: http.Header{
			"Sunset":       {"Wed, 21 Oct 2026 07:28:00 GMT"},
			"Content-Type": {"application/json; " + secret}, "Retry-After": {"30"}, "Request-Id": {someID}, "Location": {"https://" + secret}, "X-Tenant": {secret}, "Set-Cookie": {secret},
		},
	}})
	if e.Request != "GET /beta/x/access-package-1?$filter=id eq 'access-package-1'&$top=1" {
		t.Error(e.Request)
	}
	if *e.Code != "access-package-1" || e.Message != "<name>" || e.NextLink != "elsewhere" || strings.Join(e.Properties, " ") != "displayName id" {
		t.Errorf("%q %+v", *e.Code, e)
	}
	want := map[string]string{"Content-Type": "application/json; <name>", "Retry-After": "30", "Sunset": "(a date)", "request-id": "(given)", "Location": "(given)"}
	if len(e.Headers) != len(want) {
		t.Errorf("%v", e.Headers)
	}
	for name, value := range want {
		if e.Headers[name] != value {
			t.Errorf("%s: %q, want %q", name, e.Headers[name], value)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	s := newScrubber()
	opaqueToken := strings.Repeat("opaque-token-", 40)
	s.hide(opaqueToken)
	for text, fine := range map[string]bool{
		"access-package-1": true, someID: false, "x " + jwt: false, "https://graph.microsoft.com": false, "a" + opaqueToken: false,
	} {
		if err := s.check(text); (err == nil) != fine {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// No ID, address, person or token of an answer gets into the file.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"The model is invalid.", "'" + someID + "'", "a@b.example", jwt, "https://contoso.example/'x'", "\"'‘"} {
		f.Add(seed)
	}
	forbidden := regexp.MustCompile(`(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|https?://[a-z]|[a-z]+@[a-z]+\.|eyJ[\w-]{10,}\.`)
	f.Fuzz(func(t *testing.T, text string) {
		s := newScrubber()
		s.hide("Contoso")
		got := s.text(text)
		if forbidden.MatchString(got) && !strings.Contains(got, "@odata.") {
			t.Errorf("%q becomes %q", text, got)
		}
		if regexp.MustCompile(`(?i)(^|[^\p{L}\p{N}])contoso($|[^\p{L}\p{N}])`).MatchString(got) {
			t.Errorf("%q becomes %q", text, got)
		}
		if len([]rune(got)) > longestText+1 {
			t.Errorf("%d characters", len([]rune(got)))
		}
	})
}
