// Command fuzz runs every fuzz target of the project for so many inputs or so long:
//
//	go run ./internal/workshop/tools/fuzz [-fuzztime 2000x]
//
// What it finds is written below the package's testdata and fails from then on in every `go test`.
package main

import (
	"flag"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
)

var declaration = regexp.MustCompile(`(?m)^func (Fuzz\w*)\(`)

func main() {
	log.SetFlags(0)
	time := flag.String("fuzztime", "2000x", "as that of `go test`")
	flag.Parse()
	project := os.DirFS(".")
	if err := fs.WalkDir(project, "internal", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(project, file)
		if err != nil {
			return err
		}
		for _, target := range declaration.FindAllSubmatch(text, -1) {
			if err := fuzz("./"+path.Dir(file), string(target[1]), *time); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		log.Fatal(err)
	}
}

func fuzz(pkg, target, time string) error {
	command := exec.Command("go", "test", "-run=^$", "-fuzz=^"+target+"$", "-fuzztime="+time, pkg)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}
