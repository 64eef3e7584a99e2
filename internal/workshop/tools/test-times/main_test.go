package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRead(t *testing.T) {
	t.Parallel()
	events := `Acceptance tests run on Terraform v1.11.4.
{"Action":"start","Package":"a"}
{"Action":"output","Package":"a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"pass","Package":"a","Test":"TestOne","Elapsed":1.5}
{"Action":"pass","Package":"a","Test":"TestParallel/x","Elapsed":2}
{"Action":"pass","Package":"a","Test":"TestParallel/y/z","Elapsed":3}
{"Action":"pass","Package":"a","Test":"TestParallel/y","Elapsed":0}
{"Action":"pass","Package":"a","Test":"TestParallel/two/names","Elapsed":1}
{"Action":"pass","Package":"a","Test":"TestParallel","Elapsed":0.5}
{"Action":"pass","Package":"b","Test":"TestInTurn/x","Elapsed":1}
{"Action":"pass","Package":"b","Test":"TestInTurn","Elapsed":4}
{"Action":"skip","Package":"b","Test":"TestSkipped","Elapsed":0}
{"Action":"output","Package":"b","Test":"TestBroken","Output":"    it is broken\n"}
{"Action":"fail","Package":"b","Test":"TestBroken","Elapsed":0}
{"Action":"fail","Package":"b","Elapsed":9}
`
	var out strings.Builder
	tests, err := read(strings.NewReader(events), &out)
	if err != nil {
		t.Fatal(err)
	}
	want := []test{{"TestParallel", "a", 6 * time.Second}, {"TestInTurn", "b", 4 * time.Second}, {"TestOne", "a", 1500 * time.Millisecond}, {"TestBroken", "b", 0}}
	if fmt.Sprint(tests) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", tests, want)
	}
	if got := out.String(); got != "Acceptance tests run on Terraform v1.11.4.\n    it is broken\n" {
		t.Errorf("said %q", got)
	}
	if got := list(tests, 1); got != "   11.5 s  4 tests\n    6.0 s  TestParallel in a\n" {
		t.Errorf("listed %q", got)
	}
}
