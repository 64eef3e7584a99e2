package guid_test

import (
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// What people paste, and what the error says after repeating it.
func TestParse_words(t *testing.T) {
	t.Parallel()
	write := ": write " + lower
	for name, test := range map[string]struct{ in, want string }{
		"empty":               {"", "expected a GUID, got an empty string"},
		"placeholder":         {strings.Repeat("0", 8) + strings.Repeat("-0000", 3) + "-" + strings.Repeat("0", 12), "is a placeholder that was never replaced. Write the object's id"},
		"trailing slash":      {lower + "/", `got "` + lower + `/". "/" at position 37 does not belong there` + write},
		"line break":          {lower + "\n", `got "` + lower + `\n". U+000A (line break) at position 37 does not belong there` + write},
		"Windows' line break": {lower + "\r\n", "U+000D (carriage return) at position 37 and U+000A (line break) at position 38 do not belong there" + write},
		"space":               {" " + lower, "a space at position 1 does not belong there" + write},
		"braces":              {"{" + upper + "}", `"{" at position 1 and "}" at position 38 do not belong there` + write},
		"quotes":              {`"` + lower + `"`, `"\"" at position 1 and "\"" at position 38 do not belong there` + write},
		"smart quotes":        {"“" + lower + "”", "U+201C (quotation mark) at position 1 and U+201D (quotation mark) at position 38 do not belong there" + write},
		"32 digits":           {strings.ReplaceAll(upper, "-", ""), "Its hyphens are not where they belong" + write},
		"non-breaking hyphen": {strings.Replace(lower, "-", "\u2011", 1), `got "9fef1eaf\u20111eaf-9fef-af1e-ef9faf1eef9f". U+2011 (non-breaking hyphen) at position 9 does not belong there` + write},
		"en dashes":           {strings.ReplaceAll(lower, "-", "–"), "U+2013 (en dash) at position 9, U+2013 (en dash) at position 14, U+2013 (en dash) at position 19 and U+2013 (en dash) at position 24 do not belong there" + write},
		"minus sign":          {strings.Replace(lower, "-", "\u2212", 1), "U+2212 (minus sign) at position 9"},
		"underscores":         {strings.ReplaceAll(lower, "-", "_"), `"_" at position 9`},
		"Cyrillic letter":     {strings.Replace(lower, "e", "\u0435", 1), `got "9f\u0435f1eaf-1eaf-9fef-af1e-ef9faf1eef9f". U+0435 (a Cyrillic letter) at position 3 does not belong there` + write},
		"Greek letter":        {strings.Replace(upper, "E", "\u0395", 1), "U+0395 (a Greek letter) at position 3 does not belong there" + write},
		"full-width digit":    {"\uff19" + lower[1:], "U+FF19 (full-width) at position 1 does not belong there" + write},
		"zero-width space":    {lower[:5] + "\u200b" + lower[5:], `got "9fef1\u200b`},
		"byte order mark":     {"\ufeff" + lower, "U+FEFF (byte order mark) at position 1 does not belong there" + write},
		"no-break space":      {lower + "\u00a0", "U+00A0 (no-break space) at position 37 does not belong there" + write},
		"many":                {strings.Repeat("{", 9) + lower, `"{" at position 4 and 5 more do not belong there` + write},
		"shell":               {"C:/Program Files/Git/groups/" + upper, `"; a shell, such as Git Bash, has put a folder of this machine in front of what began with "/": write only ` + lower + ", or begin with two slashes, or set MSYS_NO_PATHCONV=1"},
		"shell, backslashes":  {`C:\msys64\groups\` + lower, "write only " + lower + ", or"},
		"URN":                 {"urn:uuid:" + lower, `"urn:uuid:" in front of the GUID does not belong there` + write},
		"URL":                 {"https://graph.microsoft.com/v1.0/groups/" + lower, `"https://graph.microsoft.com/v1.0/groups/" in front of the GUID does not belong there` + write},
		"comment":             {upper + " (approvers)", `" (approvers)" behind the GUID does not belong there` + write},
		"two GUIDs":           {lower + "/" + lower, "It has 64 hexadecimal digits, and a GUID has 32"},
		"31 digits":           {lower[:35], "It has 31 hexadecimal digits, and a GUID has 32"},
		"31 digits, hidden":   {"\ufeff" + lower[:35], "It has 31 hexadecimal digits, and a GUID has 32; it has U+FEFF (byte order mark) at position 1"},
		"typing error":        {"g" + lower[1:], `"g" at position 1 does not belong there`},
		"O for 0":             {"9fef1eaf-1eaf-9fef-af1e-ef9faf1eeO9f", `"O" at position 34 does not belong there`},
		"name":                {"Payment approvers", `got "Payment approvers". Give the object's id, not its name`},
		"name, hidden":        {"Payment\u00a0approvers", `got "Payment\u00a0approvers". Give the object's id, not its name; it has U+00A0 (no-break space) at position 8`},
		"name with umlaut":    {"Zahler für Ämter", `got "Zahler für Ämter". Give the object's id`},
		"not UTF-8":           {lower[:35] + "\xff", "U+FFFD at position 36 does not belong there"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := guid.Parse(test.in)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Parse(%q) = %q, %v\nwant %s", test.in, got, err, test.want)
			}
		})
	}
}

func TestParseIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ collection, in, want string }{
		"bare":         {"groups", upper, lower},
		"path":         {"groups", "/groups/" + upper, lower},
		"no path":      {"", "/groups/" + lower, "in front of the GUID"},
		"another":      {"groups", "/users/" + lower, "in front of the GUID"},
		"twice":        {"groups", "/groups//groups/" + lower, "in front of the GUID"},
		"behind":       {"groups", "/groups/" + lower + "/members", "Give the object's id"},
		"placeholder":  {"groups", "/groups/00000000-0000-0000-0000-000000000000", "placeholder"},
		"no leading /": {"groups", "groups/" + lower, "in front of the GUID"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := guid.ParseIn(test.collection, test.in)
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
