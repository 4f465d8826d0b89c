"""Explanations of real URLs: signed by botocore, or broken with a text editor.

No mistake here comes from the catalogue of mutants.
"""

import base64
import html
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request

try:
    import boto3
    import botocore.auth
    import botocore.awsrequest
    import botocore.config
    import botocore.credentials
except ImportError:
    boto3 = None

PROGRAM = os.environ["COUNTERSIGN_PROGRAM"]
KEY = "AKIAIOSFODNN7EXAMPLE"
TEMPORARY = "ASIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEXAMPLE+/TOKEN=="

# AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
PUBLISHED = (
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
    "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
PUBLISHED_CANONICAL = (
    "GET\n/test.txt\n"
    "X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
    "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\n"
    "host:examplebucket.s3.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD")
THEN = ("--now", "2013-05-24T12:00:00Z")


def client(secret=SECRET, access_key=KEY, token=None, region="us-east-1", endpoint=None):
    return boto3.client("s3", aws_access_key_id=access_key, aws_secret_access_key=secret, aws_session_token=token,
                        region_name=region, endpoint_url=endpoint,
                        config=botocore.config.Config(signature_version="s3v4"))


def presigned(operation="get_object", params=None, key="report 2013.txt", expires=3600, **options):
    return client(**options).generate_presigned_url(
        operation, Params={"Bucket": "examplebucket", "Key": key, **(params or {})}, ExpiresIn=expires)


class ExplainTest(unittest.TestCase):
    def run_program(self, *arguments, secret=SECRET, **options):
        environment = {**os.environ, "THE_SECRET": secret or ""}
        given = ("--secret-env", "THE_SECRET") if secret else ()
        done = subprocess.run([PROGRAM, "explain", *arguments, *given], capture_output=True, text=True,
                              timeout=60, env=environment, **options)
        for hidden in (secret, TOKEN, urllib.parse.quote(TOKEN, safe="")):
            if hidden:
                self.assertNotIn(hidden, done.stdout + done.stderr)
        return done

    def explain(self, *arguments, status=1, **options):
        """The JSON answer; text and exit status must agree with it."""
        done = self.run_program(*arguments, "--json", **options)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual(answer["sound"], status == 0)
        self.assertEqual(answer["state"], {0: "sound", 1: "wrong", 5: "unknown"}[status])
        text = self.run_program(*arguments, **options)
        self.assertEqual(text.returncode, status)
        self.assertEqual("".join(text.stdout.split("\n\n")[0].split()), "".join(answer["summary"].split()))
        return answer

    def causes(self, *arguments, **options):
        """The mistakes that give exactly the URL's signature, by name."""
        answer = self.explain(*arguments, **options)
        self.assertEqual(answer["signature"], "explained", answer["summary"])
        return {cause["name"]: cause["text"] for cause in answer["readings"][0]["causes"]}

    def wrong(self, answer):
        return " ".join(one["text"] for one in answer["remarks"] if one["severity"] == "wrong")


class EditedUrls(ExplainTest):
    """The URL that AWS publishes, broken with a text editor."""

    def test_as_published_is_sound(self):
        answer = self.explain(PUBLISHED, *THEN, status=0)
        self.assertEqual(answer["signature"], "right")
        self.assertEqual(answer["url"]["valid_until"], "2013-05-25T00:00:00Z")

    def test_sent_with_another_method(self):
        self.assertIn("The method was GET, and PUT was sent.",
                      self.causes(PUBLISHED, *THEN, "--method", "PUT").values())

    def test_escaped_as_html(self):
        answer = self.explain(html.escape(PUBLISHED), *THEN)
        self.assertEqual([one["name"] for one in answer["damages"]], ["html-escaped"])
        self.assertEqual(answer["signature"], "right")

    def test_cut_by_a_shell(self):
        shell = subprocess.run(["sh", "-c", f"echo {PUBLISHED}"], capture_output=True, text=True, timeout=10)
        answer = self.explain(shell.stdout.strip(), *THEN)
        self.assertIn("a shell reads that", self.wrong(answer))

    def test_with_a_lifetime_edited(self):
        edited = PUBLISHED.replace("Expires=86400", "Expires=604800")
        [text] = self.causes(edited, *THEN).values()
        self.assertIn("was 86400 when it was signed", text)

    def test_with_a_tracking_parameter(self):
        [text] = self.causes(PUBLISHED + "&utm_source=mail", *THEN).values()
        self.assertEqual(text, "The parameter utm_source was added after the URL was signed.")

    def test_with_two_mistakes_at_once(self):
        found = self.causes(PUBLISHED.replace("Expires=86400", "Expires=600") + "&fbclid=x", *THEN)
        self.assertEqual(set(found), {"expires-edited", "parameter-added"})

    def test_at_the_end_of_a_sentence(self):
        answer = self.explain(PUBLISHED + ".", *THEN)
        self.assertEqual([one["name"] for one in answer["damages"]], ["trailing-text"])

    def test_inside_other_texts(self):
        quoted = urllib.parse.quote(PUBLISHED, safe="")
        for text, name in ((f"https://nam02.safelinks.protection.outlook.com/?url={quoted}&data=05", "inside-another-url"),
                           (f"[report]({PUBLISHED})", "text-around"),
                           (f"curl -o test.txt '{PUBLISHED}'", "text-around"),
                           (PUBLISHED.replace("X-Amz-", "X\u2011Amz\u2011"), "other-dashes"),
                           (PUBLISHED.replace("aws4_request", "aws4request"), "underscore-lost"),
                           (PUBLISHED.replace("%", "%%"), "percent-signs-doubled"),
                           (PUBLISHED.replace("&", ";"), "semicolons")):
            answer = self.explain(text, *THEN)
            self.assertEqual([one["name"] for one in answer["damages"]], [name])
            self.assertEqual(answer["signature"], "right")

    def test_too_late(self):
        answer = self.explain(PUBLISHED, "--now", "2013-05-25T00:00:01Z")
        self.assertIn("expired at 2013-05-25T00:00:00Z", answer["summary"])
        self.assertEqual(answer["would_answer"]["code"], "AccessDenied")

    def test_with_a_wrong_secret_differ_from_wrong_canonicalisations(self):
        other = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
        answer = self.explain(PUBLISHED, *THEN, secret=other)
        self.assertEqual(answer["signature"], "unexplained")
        self.assertIn("The secret is another one, or the URL was edited", answer["summary"])
        for request, summary in ((PUBLISHED_CANONICAL, "another secret: the server computed the same"),
                                 (PUBLISHED_CANONICAL.replace("GET", "HEAD"), "The method was HEAD, and GET was sent.")):
            xml = ("<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message>"
                   f"<CanonicalRequest>{html.escape(request)}</CanonicalRequest></Error>")
            answer = self.explain(PUBLISHED, *THEN, "--error-xml", "-", secret=other, input=xml)
            self.assertIn(summary, answer["summary"])


class UrlsOfPeople(ExplainTest):
    """broken_urls.json: URLs that people could not use, and sound ones. No mutant made them."""

    def test_are_explained_or_what_is_unknown_is_said(self):
        corpus = json.loads((pathlib.Path(__file__).parent / "broken_urls.json").read_text())
        for one in corpus["urls"]:
            with self.subTest(one["name"]):
                self.explain_one(one, corpus["now"])

    def explain_one(self, one, now):
        arguments = [one["url"], "--now", now, "--method", one["method"]]
        arguments += [f"--header={header}" for header in one.get("headers", ())]
        options = {"input": one["error"]} if "error" in one else {}
        if options:
            arguments += ["--error-xml", "-"]
        answer = self.explain(*arguments, status={"sound": 0, "wrong": 1, "unknown": 5}[one["state"]],
                              secret=None if one.get("no_secret") else SECRET, **options)
        causes = [cause["name"] for reading in answer["readings"][:1] for cause in reading["causes"]]
        self.assertEqual(causes, one["causes"], answer["summary"])
        self.assertIn(one["says"][0], answer["summary"])
        said = [answer["summary"], *(remark["text"] for remark in answer["remarks"]),
                *(damage["text"] for damage in answer["damages"]),
                *(cause["text"] for reading in answer["readings"] for cause in reading["causes"])]
        for words in one["says"]:
            self.assertTrue(any(words in text for text in said), f"{words!r} is not in {said}")
        for words in one.get("says_not", ()):
            self.assertFalse(any(words in text for text in said), f"{words!r} is in {said}")


class Suspicions(ExplainTest):
    """Without the secret nothing is called sound."""

    def test_are_listed_and_the_exit_status_says_not_known(self):
        for url, method, words in (
                (PUBLISHED.replace("/test.txt", "/a%252Fb.txt"), "GET", "The path has %252F"),
                (PUBLISHED.replace("/test.txt", "/a%2520b.txt"), "GET", "The path has %2520"),
                (PUBLISHED.replace("/test.txt", "/a%255Bb.txt"), "GET", "The path has %255B"),
                (PUBLISHED.replace("/test.txt", "//test.txt"), "GET", "The path has '//'"),
                (PUBLISHED, "HEAD", "HEAD was sent"),
                (PUBLISHED + "&x-id=PutObject", "GET", "signed for PUT"),
                (PUBLISHED + "&utm_source=mail", "GET", "is for tracking")):
            answer = self.explain(url, *THEN, "--method", method, secret=None, status=5)
            self.assertIn(words, " ".join(one["text"] for one in answer["remarks"] if one["severity"] == "suspicion"))
            self.assertIn("Suspicious", answer["summary"])


class BadInput(ExplainTest):
    """What people paste: the mistake is named, and the rest is explained."""

    def test_a_document_that_is_not_an_error_of_s3(self):
        for document, words in (("<html><body>502 Bad Gateway</body></html>", "is an HTML page"),
                                ("", "is empty"), ("{}", "no element <Code>"),
                                ("<Error><Code>AccessDenied</Code><Mes", "is cut off")):
            answer = self.explain(PUBLISHED, *THEN, "--error-xml", "-", input=document, status=0)
            self.assertIn(words, " ".join(one["text"] for one in answer["remarks"]))
            self.assertEqual(answer["signature"], "right")

    def test_a_document_about_another_request(self):
        document = "<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>00</SignatureProvided></Error>"
        answer = self.explain(PUBLISHED, *THEN, "--error-xml", "-", input=document)
        self.assertIn("about another signature", answer["summary"])
        self.assertEqual(answer["signature"], "right")

    def test_a_url_with_escapes_quotes_and_line_ends(self):
        for url, name in ((PUBLISHED.replace("&", "\\u0026"), "json-escaped"), (html.escape(PUBLISHED), "html-escaped"),
                          (PUBLISHED.replace("&", "%26"), "ampersands-encoded"), (f'"{PUBLISHED}"', "wrapped"),
                          (f"\u201c{PUBLISHED}\u201d", "wrapped"), (PUBLISHED + "\r\n", "wrapped")):
            answer = self.explain(url, *THEN)
            self.assertEqual([one["name"] for one in answer["damages"]], [name])
            self.assertEqual(answer["signature"], "right")

    def test_a_secret_with_white_space_at_its_end(self):
        answer = self.explain(PUBLISHED, *THEN, secret=SECRET + " ", status=0)
        self.assertIn("white space or quotes around it", " ".join(one["text"] for one in answer["remarks"]))


@unittest.skipIf(boto3 is None, "botocore is not installed (python3-boto3)")
class UrlsOfBotocore(ExplainTest):
    def test_with_a_difficult_key_are_sound(self):
        answer = self.explain(presigned(key="ä/b c+d~'()*//../e%20.txt"), status=0)
        self.assertEqual(answer["signature"], "right")

    def test_with_a_token_and_parameters_are_sound(self):
        url = presigned(key="a b", access_key=TEMPORARY, token=TOKEN,
                        params={"ResponseContentDisposition": 'attachment; filename="a b.txt"'})
        self.assertEqual(self.explain(url, status=0)["url"]["key_kind"], "temporary")

    def test_with_the_token_of_another_key(self):
        answer = self.explain(presigned(token=TOKEN))
        self.assertIn("from an old setting", self.wrong(answer))
        self.assertEqual(answer["signature"], "right")

    def test_for_uploads_with_the_type_sent_are_sound(self):
        url = presigned("put_object", params={"ContentType": "image/png"})
        self.explain(url, "--method", "PUT", "--header", "Content-Type: image/png", status=0)

    def test_for_uploads_with_another_type_sent(self):
        url = presigned("put_object", params={"ContentType": "image/png"})
        [text] = self.causes(url, "--method", "PUT", "--header", "Content-Type: text/x-other").values()
        self.assertIn('content-type was "image/png"', text)

    def test_signed_with_the_line_break_of_a_file(self):
        [text] = self.causes(presigned(secret=SECRET + "\n")).values()
        self.assertEqual(text, "The secret was used with a line break at its end.")

    def test_signed_in_a_container_and_asked_from_outside(self):
        url = presigned(endpoint="http://minio:9000").replace("//minio:", "//localhost:")
        self.assertEqual(list(self.causes(url).values()),
                         ["The host was minio:9000, and localhost:9000 was asked."])

    def test_signed_for_another_region_than_the_hosts(self):
        answer = self.explain(presigned(endpoint="https://s3.eu-central-1.amazonaws.com"))
        self.assertIn("The host is in eu-central-1, and the URL was signed for us-east-1.", self.wrong(answer))

    def test_with_the_space_of_a_key_written_as_plus(self):
        """S3 reads a raw plus of a path as a space, so it is the object that was signed for."""
        self.explain(presigned(key="a b.txt").replace("a%20b", "a+b"), status=0)
        self.explain(presigned(key="a+b.txt").replace("a%2Bb", "a+b"), status=1)

    def test_whose_token_was_cut_out(self):
        url = presigned(access_key=TEMPORARY, token=TOKEN)
        cut = "&".join(piece for piece in url.split("&") if not piece.startswith("X-Amz-Security-Token"))
        self.assertIn("session token must be in the URL, but it is missing", self.wrong(self.explain(cut)))

    def test_by_its_signer_for_other_services(self):
        """SigV4QueryAuth is for all services except S3: it encodes the path twice and hashes the body."""
        request = botocore.awsrequest.AWSRequest("GET", "https://examplebucket.s3.amazonaws.com/a%20b.txt")
        credentials = botocore.credentials.Credentials(KEY, SECRET)
        botocore.auth.SigV4QueryAuth(credentials, "s3", "us-east-1", expires=600).add_auth(request)
        found = self.causes(request.prepare().url)
        self.assertEqual(set(found), {"other-payload-line", "path-encoded-twice"})

    def test_encoded_once_more(self):
        answer = self.explain(presigned().replace("%", "%25"))
        self.assertEqual([one["name"] for one in answer["damages"]], ["encoded-again"])
        self.assertEqual(answer["signature"], "right")


class Vectors(ExplainTest):
    def test_of_the_s3_family_that_are_accepted_are_sound(self):
        """Access points, Outposts, Object Lambda and S3 Express: each host has its own service."""
        folder = pathlib.Path(__file__).resolve().parents[2] / "vectors" / "verify"
        groups = ("services", "access-points", "outposts", "object-lambda", "s3-express")
        for path in sorted(path for group in groups for path in (folder / group).glob("*.json")):
            case = json.loads(path.read_text())
            verify, key = case["verify"], case["verify"]["credentials"][0]
            request = verify["request"]
            url = f"https://{request['headers'][0][1]}{request['target']}"
            headers = [f"--header={name}: {value}" for name, value in request["headers"][1:]]
            done = self.run_program(url, "--now", verify["now"], "--method", request["method"], *headers, "--json",
                                    secret=key["secret_access_key"])
            accepted = case["expect"]["answers"][0]["outcome"] == "accept"
            if accepted or "credential/service" in case["rules"]:
                with self.subTest(path.stem):
                    self.assertEqual(json.loads(done.stdout)["sound"], accepted, done.stdout)


class AnswersOfAServer(ExplainTest):
    """Error documents from a running server, not written for the test."""

    def setUp(self):
        server = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        lines = [server.stdout.readline() for _ in range(3)]
        self.url = lines[2].split("'")[1]

    def answer(self, url, method):
        request = urllib.request.Request(url, method=method, data=b"x" if method == "PUT" else None)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        with refused.exception as document:
            return document.read().decode()

    def test_of_a_request_with_another_method(self):
        xml = self.answer(self.url, "PUT")
        answer = self.explain(self.url, "--method", "GET", "--error-xml", "-", input=xml)
        self.assertIn("The method was PUT, and GET was sent.", answer["summary"])
        self.assertEqual(answer["signature"], "right")
        self.assertIs(answer["server"]["agrees"], False)
        self.assertEqual(answer["server"]["first_difference"]["offset"], 0)

    def test_of_another_secret(self):
        other = self.url[:-64] + "0" * 64  # like a signature with an unknown secret
        xml = self.answer(other, "GET")
        answer = self.explain(other, "--error-xml", "-", input=xml)
        self.assertIn("so the canonicalisation is right", answer["summary"])
        self.assertIs(answer["server"]["agrees"], True)


class Usage(ExplainTest):
    def test_takes_the_secret_from_a_file(self):
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(SECRET + "\n")
            file.flush()
            done = self.run_program(PUBLISHED, *THEN, "--secret-file", file.name, secret=None)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("the signature is right", done.stdout)
            for form in (base64.b64encode(SECRET.encode()).decode(), base64.urlsafe_b64encode(SECRET.encode()).decode(),
                         SECRET.encode().hex(), urllib.parse.quote(SECRET, safe="")):
                xml = f"<Error><Code>AccessDenied</Code><Message>{form}</Message></Error>"
                done = self.run_program(PUBLISHED, *THEN, "--secret-file", file.name, "--error-xml", "-", secret=None,
                                        input=xml)
                self.assertIn("[redacted]", done.stdout)
                self.assertNotIn(form, done.stdout + done.stderr)

    def test_takes_the_secret_from_a_pipe_of_the_shell(self):
        done = subprocess.run(
            ["bash", "-c", 'exec "$0" "$@" --secret-file <(sleep 0.1; printf %s "$SECRET")', PROGRAM, "explain", PUBLISHED, *THEN],
            env={**os.environ, "SECRET": SECRET}, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("the signature is right", done.stdout)

    def test_explains_what_it_can_without_a_secret(self):
        answer = self.explain(PUBLISHED, *THEN, status=5, secret=None)
        self.assertEqual(answer["signature"], "not-checked")
        self.assertEqual(answer["state"], "unknown")

    def test_refuses_invalid_arguments(self):
        for arguments, words in (
                ((), "URL"),
                ((PUBLISHED, "--now", "today"), "--now: expected a time"),
                ((PUBLISHED, "--header", "nothing"), "--header: expected 'Name: value'"),
                ((PUBLISHED, "--secret-env", "NOT_THERE"), "the environment has no variable NOT_THERE"),
                ((PUBLISHED, "--secret-file", "/not/there"), "/not/there: cannot be read"),
                ((PUBLISHED, "--secret-file", "-", "--error-xml", "-"), "only one of them")):
            done = self.run_program(*arguments, secret=None)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    sys.exit(unittest.main())
