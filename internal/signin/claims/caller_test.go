package claims

import (
	"encoding/base64"
	"reflect"
	"strings"
	"testing"
	"time"
)

func testToken(claims string) string {
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
}

func TestReadCaller(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token string
		want  *Caller
	}{
		"application": {
			testToken(`{"idtyp":"app","appid":"a","app_displayname":"Name","oid":"o","tid":"t","roles":["R1","R2"]}`),
			&Caller{Application: true, AppID: "a", AppName: "Name", ObjectID: "o", TenantID: "t", Roles: []string{"R1", "R2"}},
		},
		"user": {
			testToken(`{"idtyp":"user","appid":"a","oid":"o","upn":"u@x","scp":"S1 S2"}`),
			&Caller{AppID: "a", ObjectID: "o", UserPrincipalName: "u@x", Scopes: []string{"S1", "S2"}},
		},
		"version 2":           {testToken(`{"azp":"a","preferred_username":"u","scp":"S"}`), &Caller{AppID: "a", UserPrincipalName: "u", Scopes: []string{"S"}}},
		"no type, no scopes":  {testToken(`{"appid":"a"}`), &Caller{Application: true, AppID: "a"}},
		"odd claims":          {testToken(`{"appid":7,"azp":"a","roles":{"x":1},"oid":null,"scp":["S"]}`), &Caller{AppID: "a", Scopes: []string{"S"}}},
		"several lines":       {testToken(`{"idtyp":"app","appid":"a\n\u001b[31mb"}`), &Caller{Application: true, AppID: "a  [31mb"}},
		"padded":              {"h." + base64.URLEncoding.EncodeToString([]byte(`{"appid":"ab"}`)) + ".s", &Caller{Application: true, AppID: "ab"}},
		"opaque":              {"EwBgA8l6BAAU", nil},
		"empty":               {"", nil},
		"two parts":           {"a.b", nil},
		"not base64":          {"a.???.c", nil},
		"not an object":       {testToken(`[1]`), nil},
		"larger than a token": {testToken(`{"appid":"` + strings.Repeat("a", largestToken) + `"}`), nil},
	} {
		if got := ReadCaller(test.token); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

func TestLifetime(t *testing.T) {
	t.Parallel()
	for token, want := range map[string]time.Time{
		testToken(`{"exp":1700000000}`):   time.Unix(1700000000, 0),
		testToken(`{"exp":1700000000.9}`): time.Unix(1700000000, 0),
		testToken(`{"exp":"soon"}`):       {},
		testToken(`{"exp":-1}`):           {},
		testToken(`{"exp":1e300}`):        {},
		testToken(`{}`):                   {},
		"opaque":                          {},
	} {
		if _, got := Lifetime(token); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", token, got, want)
		}
	}
}

func FuzzReadCaller(f *testing.F) {
	for _, claims := range []string{
		`{"idtyp":"app","appid":"a","roles":["R"]}`, `{"scp":"S1 S2","upn":"u"}`, `{"roles":[[1]],"exp":"x"}`, `{"exp":1e999}`, `[]`, `nul`, "{\"appid\":\"\xff\"}",
	} {
		f.Add(testToken(claims))
	}
	f.Add("a.b.c")
	f.Fuzz(func(t *testing.T, token string) {
		Lifetime(token)
		c := ReadCaller(token)
		if c == nil {
			return
		}
		for _, text := range append(append([]string{c.AppID, c.AppName, c.ObjectID, c.TenantID, c.UserPrincipalName}, c.Roles...), c.Scopes...) {
			if len(text) > longest || strings.ContainsAny(text, "\n\r\x1b") {
				t.Errorf("%q is not fit for a diagnostic", text)
			}
		}
		if len(c.Roles) > mostEntries || len(c.Scopes) > mostEntries {
			t.Error("too many entries")
		}
	})
}
