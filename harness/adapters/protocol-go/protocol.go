// Package protocol is what the adapters in Go share: the messages of the adapter protocol (JSON Lines). Nothing here knows how
// to sign.
package protocol

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"time"
)

// Bytes is a JSON string, or {"b64": "…"} if it is not valid UTF-8.
type Bytes string

func (b *Bytes) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
		*b = Bytes(s)
		return nil
	}
	var encoded struct {
		B64 string `json:"b64"`
	}
	if err := json.Unmarshal(data, &encoded); err != nil {
		return err
	}
	raw, err := base64.StdEncoding.DecodeString(encoded.B64)
	*b = Bytes(raw)
	return err
}

// Pair is a name with a value.
type Pair [2]Bytes

type Credentials struct {
	AccessKeyID     string `json:"access_key_id"`
	SecretAccessKey string `json:"secret_access_key"`
	SessionToken    string `json:"session_token"`
	Kind            string `json:"kind"`
	ExpiresAt       string `json:"expires_at"`
}

// Request is a presign request. A field that is absent is empty.
type Request struct {
	ID            json.RawMessage `json:"id"`
	Op            string          `json:"op"`
	Now           time.Time       `json:"now"`
	Method        string          `json:"method"`
	Scheme        string          `json:"scheme"`
	Host          string          `json:"host"`
	Addressing    string          `json:"addressing"`
	Bucket        string          `json:"bucket"`
	Key           Bytes           `json:"key"`
	Path          string          `json:"path"`
	Query         []Pair          `json:"query"`
	Headers       []Pair          `json:"headers"`
	Payload       string          `json:"payload"`
	Expires       int64           `json:"expires"`
	Region        string          `json:"region"`
	Service       string          `json:"service"`
	PathEncoding  string          `json:"path_encoding"`
	NormalizePath bool            `json:"normalize_path"`
	Credentials   Credentials     `json:"credentials"`
}

// Answer is a JSON object.
type Answer map[string]any

// Signed is the answer with a URL, and with what was signed unless that is "".
func Signed(url, canonicalRequest, stringToSign string) Answer {
	ok := Answer{"url": url}
	if canonicalRequest != "" {
		ok["canonical_request"], ok["string_to_sign"] = canonicalRequest, stringToSign
	}
	return Answer{"ok": ok}
}

// Reject is the answer of a library that refuses.
func Reject(class string, err error) Answer {
	return Answer{"reject": Answer{"class": class, "message": err.Error()}}
}

// Skip is the answer if the library cannot be asked for this. The link says why.
func Skip(link string) Answer { return Answer{"skip": Answer{"issue": link}} }

// Lifetime is the lifetime as a Duration, which the libraries take. If it cannot hold it, the Answer is the refusal.
func (r *Request) Lifetime() (time.Duration, Answer) {
	const most = int64(1<<63-1) / int64(time.Second)
	switch {
	case r.Expires > most:
		return 0, Reject("expires-too-long", errors.New("a time.Duration holds at most 292 years"))
	case r.Expires < -most:
		return 0, Reject("expires-too-short", errors.New("a time.Duration holds at most 292 years"))
	}
	return time.Duration(r.Expires) * time.Second, nil
}

// Version is the version of the module that the program was built with.
func Version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, m := range info.Deps {
		if m.Path == module {
			return m.Version
		}
	}
	return "unknown"
}

// Serve answers each line of stdin until it ends. A panic is a fault of its case.
func Serve(hello Answer, presign func(*Request) Answer) {
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	out := bufio.NewWriter(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		var r Request
		if err := json.Unmarshal(line, &r); err != nil {
			fmt.Fprintln(os.Stderr, "cannot read:", err, string(line))
			os.Exit(1)
		}
		answer := Answer{"ok": hello}
		if r.Op != "hello" {
			answer = guarded(presign, &r)
		}
		answer["id"] = r.ID
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.Encode(answer)
		out.Flush()
	}
}

func guarded(presign func(*Request) Answer, r *Request) (answer Answer) {
	defer func() {
		if p := recover(); p != nil {
			answer = Answer{"fault": Answer{"message": fmt.Sprint("panic: ", p)}}
		}
	}()
	return presign(r)
}
