// Countersign adapter to the MinIO client for Go: Client.PresignHeader (Client.Presign with headers).
//
// The client takes no signing time; time.Now is replaced (gomonkey; build with -gcflags=all=-l). For Amazon's endpoints the
// client replaces the host by the regional one; the setting that keeps it as given is the accelerate endpoint's, which has
// no part in signing.
package main

import (
	"context"
	"countersign/protocol"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/agiledragon/gomonkey/v2"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

const source = "https://github.com/minio/minio-go/blob/v7.4.1/"

var now time.Time

func presign(r *protocol.Request) protocol.Answer {
	now = r.Now
	if r.Service != "s3" || r.Bucket == "" {
		return protocol.Skip(source + "pkg/signer/request-signature-v4.go") // always S3's
	}
	if r.Region == "" {
		return protocol.Skip(source + "bucket-cache.go#L44") // it would ask the server
	}
	lifetime, refusal := r.Lifetime()
	if refusal != nil {
		return refusal
	}
	endpoint, lookup := r.Host, minio.BucketLookupPath
	if r.Addressing == "virtual" {
		if !strings.HasPrefix(r.Host, r.Bucket+".") {
			return protocol.Skip(source + "api.go#L1152") // always in front of the endpoint
		}
		endpoint, lookup = strings.TrimPrefix(r.Host, r.Bucket+"."), minio.BucketLookupDNS
	}
	client, err := minio.New(endpoint, &minio.Options{
		Creds:  credentials.NewStaticV4(r.Credentials.AccessKeyID, r.Credentials.SecretAccessKey, r.Credentials.SessionToken),
		Secure: r.Scheme == "https", Region: r.Region, BucketLookup: lookup,
	})
	if err != nil {
		return protocol.Reject("bad-input", err)
	}
	if !strings.Contains(r.Bucket, ".") { // the setting does not take such names
		client.SetS3TransferAccelerate(endpoint)
	}
	query := url.Values{}
	for _, q := range r.Query {
		query.Add(string(q[0]), string(q[1]))
	}
	var headers http.Header
	for _, h := range r.Headers {
		if headers == nil {
			headers = http.Header{}
		}
		headers.Add(string(h[0]), string(h[1]))
	}
	key := string(r.Key)
	u, err := client.PresignHeader(context.Background(), r.Method, r.Bucket, key,
		lifetime, query, headers)
	if err != nil {
		switch message := err.Error(); {
		case strings.Contains(message, "lesser than 1 second"):
			return protocol.Reject("expires-too-short", err)
		case strings.Contains(message, "greater than 7 days"):
			return protocol.Reject("expires-too-long", err)
		default:
			return protocol.Reject("bad-input", err)
		}
	}
	if u.Host != r.Host && (strings.Contains(r.Bucket, ".") || !strings.HasSuffix(u.Host, endpoint)) {
		return protocol.Skip(source + "api.go#L1152") // the client's own choice of host
	}
	return protocol.Signed(u.String(), "", "")
}

func main() {
	gomonkey.ApplyFunc(time.Now, func() time.Time { return now })
	protocol.Serve(protocol.Answer{
		"protocol": 1, "name": "minio-go", "version": protocol.Version("github.com/minio/minio-go/v7"), "language": "go", "ops": []string{"presign"},
		"features": []string{"session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers",
			"payload-hash"},
		"clock": "injected", "errors": "class",
	}, presign)
}
