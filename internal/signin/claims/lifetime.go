package claims

import (
	"encoding/json"
	"fmt"
	"time"
)

// Lifetime is when a token is valid, by its claims `nbf` and `exp`. A time that the token doesn't name is zero.
func Lifetime(token string) (from, until time.Time) {
	claims := parseClaims(token)
	return moment(claims["nbf"]), moment(claims["exp"])
}

func moment(claim json.RawMessage) time.Time {
	var seconds float64
	if json.Unmarshal(claim, &seconds) != nil || seconds <= 0 || seconds > 1<<40 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0)
}

// WordLifetime completes "the token is …".
func WordLifetime(from, until time.Time) string {
	switch {
	case from.IsZero():
		return fmt.Sprintf("valid until %s (`exp`)", WordTime(until))
	case until.IsZero():
		return fmt.Sprintf("valid from %s (`nbf`)", WordTime(from))
	default:
		return fmt.Sprintf("valid from %s (`nbf`) to %s (`exp`)", WordTime(from), WordTime(until))
	}
}

// WordTime is a time as Microsoft Entra writes it.
func WordTime(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05Z") }
