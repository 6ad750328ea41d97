// Judges texts by patterns with Go's RE2: one line a pattern, one sign a text; E when it does not compile.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"regexp"
	"strings"
)

func main() {
	var patterns, texts []string
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	for lines.Scan() {
		kind, encoded, _ := strings.Cut(lines.Text(), "\t")
		decoded, _ := base64.StdEncoding.DecodeString(encoded)
		if kind == "P" {
			patterns = append(patterns, string(decoded))
		} else {
			texts = append(texts, string(decoded))
		}
	}
	for _, pattern := range patterns {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			fmt.Println("E", err)
			continue
		}
		verdicts := make([]byte, len(texts))
		for index, text := range texts {
			verdicts[index] = '0'
			if compiled.MatchString(text) {
				verdicts[index] = '1'
			}
		}
		fmt.Println(string(verdicts))
	}
}
