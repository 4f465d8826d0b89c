// A Countersign adapter to fill in: it runs as it is, and skips every request.
//
// Call your presigner at HERE, name in the hello the features that it has, and run:
//
//	go build -o adapter . && countersign run --adapter ./adapter
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Object is a JSON object to write.
type Object map[string]any

var hello = Object{
	"protocol": 1, "name": "mine", "version": "0", "language": "go", "ops": []string{"presign"},
	"features": []string{}, // of: session-token path-style virtual-hosted extra-query signed-headers …
	"clock":    "injected", "errors": "class", "max_inflight": 1,
}

// Request is a presign request; harness/protocol/protocol.md explains the fields. Fields that are bytes
// there are strings here, until you declare the feature "bytes".
type Request struct {
	ID          json.RawMessage `json:"id"` // sent back as it came
	Op          string          `json:"op"`
	Now         string          `json:"now"` // time.Parse(time.RFC3339, r.Now)
	Method      string          `json:"method"`
	Scheme      string          `json:"scheme"`
	Host        string          `json:"host"`
	Addressing  string          `json:"addressing"`
	Bucket      string          `json:"bucket"`
	Key         string          `json:"key"` // "" is a request for the bucket itself
	Path        string          `json:"path"`
	Query       [][2]string     `json:"query"`
	Headers     [][2]string     `json:"headers"`
	Payload     string          `json:"payload"`
	Expires     int64           `json:"expires"` // seconds; time.Duration overflows above 9223372036
	Region      string          `json:"region"`
	Service     string          `json:"service"`
	Credentials struct {
		AccessKeyID     string `json:"access_key_id"`
		SecretAccessKey string `json:"secret_access_key"`
		SessionToken    string `json:"session_token"`
	} `json:"credentials"`
}

func presign(r *Request) Object {
	// HERE. For instance:
	//   url, err := mine.Presign(r.Method, r.Bucket, r.Key, time.Duration(r.Expires)*time.Second, …)
	//   if err != nil { return Object{"reject": Object{"class": "bad-input", "message": err.Error()}} }
	//   return Object{"ok": Object{"url": url}}
	return Object{"skip": Object{"issue": "https://example.com/mine/issues/1"}} // where you track what is missing
}

// answer turns a panic of the library into a fault: the run goes on, and blames this request.
func answer(r *Request) (answer Object) {
	defer func() {
		if cause := recover(); cause != nil {
			answer = Object{"fault": Object{"message": fmt.Sprint("panic: ", cause)}}
		}
	}()
	if r.Op == "hello" {
		return Object{"ok": hello}
	}
	return presign(r)
}

func main() {
	lines := bufio.NewReader(os.Stdin)
	out := json.NewEncoder(os.Stdout) // ends each answer with a line feed
	out.SetEscapeHTML(false)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return // stdin was closed
		}
		var r Request
		var a Object
		if err := json.Unmarshal(line, &r); err != nil {
			a = Object{"fault": Object{"message": err.Error()}}
		} else {
			a = answer(&r)
		}
		a["id"] = r.ID
		if err := out.Encode(a); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
