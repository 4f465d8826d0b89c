// Countersign adapter to the AWS SDK for Go v2: service/s3, PresignClient.
//
// Inputs of an operation are used if it has them; the rest is added by a middleware, as the SDK's users
// do. The clock is set through PresignOptions.Presigner, around the SDK's own signer; its LogSigning tells the stages.
package main

import (
	"bytes"
	"context"
	"countersign/protocol"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	smithyendpoints "github.com/aws/smithy-go/endpoints"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const source = "https://github.com/aws/aws-sdk-go-v2/blob/main/service/s3/"

// clocked is the SDK's signer at the moment that was asked.
type clocked struct {
	signer *v4.Signer
	now    time.Time
	log    *bytes.Buffer
}

func (c clocked) PresignHTTP(ctx context.Context, credentials aws.Credentials, r *http.Request, payloadHash, service,
	region string, _ time.Time, optFns ...func(*v4.SignerOptions)) (string, http.Header, error) {
	optFns = append(optFns, func(o *v4.SignerOptions) { o.Logger, o.LogSigning = logging.NewStandardLogger(c.log), true })
	return c.signer.PresignHTTP(ctx, credentials, r, payloadHash, service, region, c.now, optFns...)
}

func stages(log string) (string, string) {
	_, rest, ok := strings.Cut(log, "---[ CANONICAL STRING  ]-----------------------------\n")
	if !ok {
		return "", ""
	}
	canonical, rest, _ := strings.Cut(rest, "\n---[ STRING TO SIGN ]--------------------------------\n")
	toSign, _, _ := strings.Cut(rest, "\n---[ SIGNED URL ]")
	return canonical, toSign
}

type provider aws.Credentials

func (p provider) Retrieve(context.Context) (aws.Credentials, error) { return aws.Credentials(p), nil }

type expressProvider aws.Credentials

func (p expressProvider) Retrieve(context.Context, string) (aws.Credentials, error) {
	return aws.Credentials(p), nil
}

// fixed is an endpoint that is one bucket's, such as a domain of its own.
type fixed url.URL

func (f fixed) ResolveEndpoint(context.Context, s3.EndpointParameters) (smithyendpoints.Endpoint, error) {
	return smithyendpoints.Endpoint{URI: url.URL(f)}, nil
}

func putInput(in *s3.PutObjectInput, name, value string) bool {
	if rest, ok := strings.CutPrefix(name, "x-amz-meta-"); ok {
		if in.Metadata == nil {
			in.Metadata = map[string]string{}
		}
		if _, twice := in.Metadata[rest]; twice {
			return false
		}
		in.Metadata[rest] = value
		return true
	}
	switch name {
	case "content-type":
		in.ContentType = &value
	case "content-disposition":
		in.ContentDisposition = &value
	case "content-encoding":
		in.ContentEncoding = &value
	case "cache-control":
		in.CacheControl = &value
	case "content-md5":
		in.ContentMD5 = &value
	case "content-length":
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return false
		}
		in.ContentLength = &n
	case "x-amz-acl":
		in.ACL = types.ObjectCannedACL(value)
	case "x-amz-storage-class":
		in.StorageClass = types.StorageClass(value)
	case "x-amz-tagging":
		in.Tagging = &value
	case "x-amz-server-side-encryption":
		in.ServerSideEncryption = types.ServerSideEncryption(value)
	case "x-amz-server-side-encryption-aws-kms-key-id":
		in.SSEKMSKeyId = &value
	case "x-amz-server-side-encryption-customer-algorithm":
		in.SSECustomerAlgorithm = &value
	case "x-amz-checksum-sha256":
		in.ChecksumSHA256 = &value
	case "x-amz-expected-bucket-owner":
		in.ExpectedBucketOwner = &value
	case "x-amz-request-payer":
		in.RequestPayer = types.RequestPayer(value)
	case "x-amz-grant-read":
		in.GrantRead = &value
	case "x-amz-website-redirect-location":
		in.WebsiteRedirectLocation = &value
	case "if-none-match":
		in.IfNoneMatch = &value
	case "if-match":
		in.IfMatch = &value
	default:
		return false
	}
	return true
}

func getInput(in *s3.GetObjectInput, name, value string) bool {
	switch name {
	case "versionId":
		in.VersionId = &value
	case "response-cache-control":
		in.ResponseCacheControl = &value
	case "response-content-disposition":
		in.ResponseContentDisposition = &value
	case "response-content-encoding":
		in.ResponseContentEncoding = &value
	case "response-content-language":
		in.ResponseContentLanguage = &value
	case "response-content-type":
		in.ResponseContentType = &value
	default:
		return false
	}
	return value != "" // an empty one is not sent
}

func count(pairs []protocol.Pair, name string, fold bool) (n int) {
	for _, p := range pairs {
		if string(p[0]) == name || fold && strings.EqualFold(string(p[0]), name) {
			n++
		}
	}
	return n
}

func presign(r *protocol.Request) protocol.Answer {
	arn := strings.HasPrefix(r.Bucket, "arn:")
	if r.Bucket == "" || r.Service != "s3" && r.Service != "s3express" && !(arn && strings.HasPrefix(r.Service, "s3-")) {
		return protocol.Skip(source + "api_client.go") // the service follows from the bucket
	}
	lifetime, refusal := r.Lifetime()
	if refusal != nil {
		return refusal
	}
	c := r.Credentials
	credentials := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}
	options := s3.Options{Region: r.Region, Credentials: provider(credentials), UsePathStyle: r.Addressing == "path",
		ExpressCredentials:          expressProvider(credentials),
		DisableS3ExpressSessionAuth: aws.Bool(c.SessionToken == ""),
		AuthSchemePreference:        []string{"sigv4"}, // for Outposts it would take SigV4A
	}
	switch {
	case arn || r.Service == "s3express":
		if strings.Contains(r.Host, ".dualstack.") {
			options.EndpointOptions.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled
		}
	case r.Addressing == "virtual" && !strings.HasPrefix(r.Host, r.Bucket+"."):
		options.EndpointResolverV2 = fixed(url.URL{Scheme: r.Scheme, Host: r.Host})
	default:
		options.BaseEndpoint = aws.String(r.Scheme + "://" + strings.TrimPrefix(r.Host, r.Bucket+"."))
	}

	var restQuery, restHeaders []protocol.Pair
	get, put := s3.GetObjectInput{Bucket: &r.Bucket}, s3.PutObjectInput{Bucket: &r.Bucket}
	for _, q := range r.Query {
		if !(r.Method == "GET" && count(r.Query, string(q[0]), false) == 1 && getInput(&get, string(q[0]), string(q[1]))) {
			restQuery = append(restQuery, q)
		}
	}
	for _, h := range r.Headers {
		name := strings.ToLower(string(h[0]))
		if !(r.Method == "PUT" && count(r.Headers, name, true) == 1 && putInput(&put, name, string(h[1]))) {
			restHeaders = append(restHeaders, h)
		}
	}
	rest := func(stack *middleware.Stack) error {
		return stack.Build.Add(middleware.BuildMiddlewareFunc("countersignRest", func(ctx context.Context,
			in middleware.BuildInput, next middleware.BuildHandler) (middleware.BuildOutput, middleware.Metadata, error) {
			req := in.Request.(*smithyhttp.Request)
			if len(restQuery) > 0 {
				query := req.URL.Query()
				own := req.URL.Query() // x-id: asked for, and the SDK's own
				for _, q := range restQuery {
					if own.Get(string(q[0])) != string(q[1]) || !own.Has(string(q[0])) {
						query.Add(string(q[0]), string(q[1]))
					}
				}
				req.URL.RawQuery = query.Encode()
			}
			for _, h := range restHeaders {
				req.Header.Add(string(h[0]), string(h[1]))
			}
			return next.HandleBuild(ctx, in)
		}), middleware.After)
	}
	options.APIOptions = append(options.APIOptions, rest)

	var log bytes.Buffer
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true }) // as newDefaultV4Signer
	client := s3.NewPresignClient(s3.New(options), s3.WithPresignExpires(lifetime),
		func(o *s3.PresignOptions) { o.Presigner = clocked{signer, r.Now, &log} })
	ctx := context.Background()
	key := string(r.Key)
	get.Key, put.Key = &key, &key
	var signed *v4.PresignedHTTPRequest
	var err error
	switch {
	case key == "" && r.Method == "HEAD":
		signed, err = client.PresignHeadBucket(ctx, &s3.HeadBucketInput{Bucket: &r.Bucket})
	case key == "" && r.Method == "DELETE":
		signed, err = client.PresignDeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: &r.Bucket})
	case key == "": // there is no other operation on buckets
		return protocol.Skip(source + "api_client.go")
	case r.Method == "GET":
		signed, err = client.PresignGetObject(ctx, &get)
	case r.Method == "HEAD":
		signed, err = client.PresignHeadObject(ctx, &s3.HeadObjectInput{Bucket: &r.Bucket, Key: &key})
	case r.Method == "DELETE":
		signed, err = client.PresignDeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &r.Bucket, Key: &key})
	case r.Method == "PUT" && count(r.Query, "uploadId", false) == 1 && count(r.Query, "partNumber", false) == 1:
		part := s3.UploadPartInput{Bucket: &r.Bucket, Key: &key}
		kept := restQuery[:0]
		for _, q := range restQuery {
			value := string(q[1])
			number, bad := strconv.ParseInt(value, 10, 32)
			switch {
			case q[0] == "uploadId":
				part.UploadId = &value
			case q[0] == "partNumber" && bad == nil:
				part.PartNumber = aws.Int32(int32(number))
			default:
				kept = append(kept, q)
			}
		}
		restQuery, part.ContentLength = kept, put.ContentLength
		if len(r.Headers) > 1 || len(r.Headers) == 1 && put.ContentLength == nil {
			restHeaders = r.Headers
		}
		signed, err = client.PresignUploadPart(ctx, &part)
	case r.Method == "PUT":
		signed, err = client.PresignPutObject(ctx, &put)
	default:
		return protocol.Skip(source + "api_client.go")
	}
	if err != nil {
		if strings.Contains(err.Error(), "must be 0 or greater") {
			return protocol.Reject("expires-too-short", err)
		}
		return protocol.Reject("bad-input", err)
	}
	u, err := url.Parse(signed.URL)
	if err == nil && u.Host != r.Host {
		// Path style for bucket names that are no host label, and endpoints of its own: no matter of signatures.
		if arn || r.Addressing == "virtual" {
			return protocol.Skip(source + "endpoints.go")
		}
	}
	canonical, toSign := stages(log.String())
	return protocol.Signed(signed.URL, canonical, toSign)
}

func main() {
	protocol.Serve(protocol.Answer{
		"protocol": 1, "name": "aws-sdk-go-v2/service/s3", "version": protocol.Version("github.com/aws/aws-sdk-go-v2/service/s3"), "language": "go", "ops": []string{"presign"},
		"features": []string{"session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers", "bytes"},
		"clock":    "injected", "errors": "class",
	}, presign)
}
