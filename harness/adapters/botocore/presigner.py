"""Asks botocore for presigned URLs, as its users do: client.generate_presigned_url.

Shared by the adapters to botocore and boto3, which differ only in how the client is made.
Query parameters and headers for which the client's operations have no parameter are added in a
before-sign event handler, as botocore documents. Services other than S3 use
botocore.signers.RequestSigner, which a client's generate_presigned_url itself calls.
Nothing here signs.
"""

import datetime
import json
import os
import sys
import types
import urllib.parse

import botocore.auth
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner
from botocore.utils import normalize_url_path

try:  # with awscrt installed, botocore signs with that
    import awscrt.exceptions
    import botocore.crt.auth as crt_auth
except ImportError:
    awscrt = crt_auth = None

FEATURES = ["session-token", "path-style", "virtual-hosted", "extra-query", "signed-headers",
            "payload-hash", "non-s3", "access-points", "s3-express"]
SOURCE = "https://github.com/boto/botocore/blob/1.29.27/botocore/"
S3_SERVICES = {"s3", "s3express", "s3-outposts", "s3-object-lambda"}
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
USUAL = ["GetObject", "PutObject", "HeadObject", "DeleteObject", "ListObjects", "CreateBucket",
         "HeadBucket", "DeleteBucket", "ListBuckets"]


class Skip(Exception):
    """botocore has no way to make this request. The message is a link to the reason."""


class Clock:
    """Replaces the module datetime in botocore.auth, and the clock function of newer versions."""

    now = datetime.datetime(1970, 1, 1)

    @classmethod
    def utcnow(cls):
        return cls.now

    @classmethod
    def install(cls):
        botocore.auth.datetime = types.SimpleNamespace(datetime=cls)  # botocore before 1.41
        botocore.auth.get_current_datetime = cls.current
        if crt_auth:
            crt_auth.get_current_datetime = cls.current

    @classmethod
    def current(cls, remove_tzinfo=True):
        return cls.now if remove_tzinfo else cls.now.replace(tzinfo=datetime.timezone.utc)


class FixedCredentials:
    """A credential provider whose credentials are changed before each request. It also replaces the
    cache of sessions of directory buckets, which would ask AWS for one."""

    def __init__(self):
        self.credentials = Credentials("", "")

    def load_credentials(self):
        return self.credentials

    def get_credentials(self, _key):
        return self.credentials

    def use(self, wanted):
        self.credentials.access_key = wanted["access_key_id"]
        self.credentials.secret_key = wanted["secret_access_key"]
        self.credentials.token = wanted.get("session_token")


class Operation:
    """An S3 operation of botocore's model, and the names that its parameters have in a request."""

    def __init__(self, model):
        self.name = model.name
        path, _, query = model.http["requestUri"].partition("?")
        self.method, self.path = model.http["method"], path
        self.literal = urllib.parse.parse_qsl(query, keep_blank_values=True)
        shape = model.input_shape
        self.required = set(shape.required_members) if shape else set()
        self.members = {}
        for name, member in (shape.members.items() if shape else ()):
            place = self.place(member.serialization.get("location"),
                               member.serialization.get("name", ""))
            # The client changes the values of SSE-C keys and copy sources.
            plain = "customer" not in place[1] and "copy-source" not in place[1]
            if plain and member.type_name in ("string", "integer"):
                self.members[place] = (name, int if member.type_name == "integer" else str)

    @staticmethod
    def place(location, name):
        """The key of a parameter in `members`. Header names have no case."""
        return (location, name.lower() if location == "header" else name)

    def cover(self, asked):
        """The parameters that express `asked`, and the rest; None if the operation does not fit."""
        rest = list(asked)
        for pair in self.literal:
            if ("querystring", *pair) not in rest:
                return None
            rest.remove(("querystring", *pair))
        covered = {}
        for item in list(rest):
            name, convert = self.members.get(self.place(*item[:2]), (None, None))
            if name and name not in covered and (convert is str or item[2].isdigit()):
                covered[name] = convert(item[2])
                rest.remove(item)
        if not self.required <= set(covered) | {"Bucket", "Key"}:
            return None
        return covered, rest


class Presigner:
    """Makes presigned URLs. `make_client` is called like session.client."""

    def __init__(self, make_client=None):
        Clock.install()
        self.provider = FixedCredentials()
        self.session = botocore.session.Session()
        self.session.set_config_variable("config_file", "/dev/null")
        self.session.set_config_variable("credentials_file", "/dev/null")
        self.session.register_component("credential_provider", self.provider)
        self.make_client = make_client or self.session.create_client
        self.clients, self.rest = {}, []
        self.hooks = HierarchicalEmitter()  # for requests without a client
        self.hooks.register("before-sign", self.add_rest)
        model = self.session.get_service_model("s3")
        operations = [Operation(model.operation_model(name)) for name in model.operation_names]
        self.operations = sorted(operations, key=lambda o: o.name not in USUAL)

    def url(self, request):
        Clock.now = datetime.datetime.strptime(request["now"], "%Y-%m-%dT%H:%M:%SZ")
        self.provider.use(request["credentials"])
        return self.s3_url(request) if request["service"] == "s3" else self.other_url(request)

    def s3_url(self, request):
        name, params = self.choose(request)
        client = self.client(request)
        method = botocore.xform_name(name)
        url = client.generate_presigned_url(method, params, request["expires"], request["method"])
        self.check_addressing(request, url)
        return url

    def choose(self, request):
        """The operation whose parameters express most of the request. The event handler adds the rest."""
        given = (("Bucket", "bucket"), ("Key", "key"))
        params = {name: request[field] for name, field in given if request.get(field)}
        path = "/{Bucket}/{Key+}" if "Key" in params else "/{Bucket}" if params else "/"
        asked = [("querystring", *pair) for pair in request.get("query", [])]
        asked += [("header", *pair) for pair in request.get("headers", [])]
        best = None
        for operation in self.operations:
            if (operation.path, operation.method) == (path, request["method"]):
                found = operation.cover(asked)
                if found and (best is None or len(found[1]) < len(best[2])):
                    best = (operation.name, *found)
        if best is None:  # S3 has no such operation: any other, for which botocore accepts a method
            best = ({"/{Bucket}/{Key+}": "GetObject", "/{Bucket}": "ListObjects"}
                    .get(path, "ListBuckets"), {}, asked)
        self.rest = best[2]
        return best[0], {**params, **best[1]}

    def client(self, request):
        host, virtual = request["host"], request.get("addressing") == "virtual"
        if virtual and request.get("bucket"):
            if not host.startswith(request["bucket"] + "."):
                raise Skip("https://github.com/boto/boto3/issues/1228")
            host = host[len(request["bucket"]) + 1:]
        where = (request["region"], request["scheme"] + "://" + host, virtual)
        if where not in self.clients:
            config = Config(signature_version="s3v4",
                            s3={"addressing_style": "virtual" if virtual else "path"})
            client = self.make_client("s3", region_name=where[0], endpoint_url=where[1],
                                      config=config)
            client.meta.events.register("before-sign.s3", self.add_rest)
            self.clients[where] = client
        return self.clients[where]

    def add_rest(self, request, **_):
        pairs = [item[1:] for item in self.rest if item[0] == "querystring"]
        if pairs:
            request.url += ("&" if "?" in request.url else "?")
            request.url += urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote, safe="-._~")
        for place, name, value in self.rest:
            if place == "header":
                request.headers[name] = value

    @staticmethod
    def check_addressing(request, url):
        """For some bucket names the client chooses the addressing itself."""
        if request.get("addressing") == "virtual" and request.get("bucket"):
            host = urllib.parse.urlsplit(url).netloc
            if request["host"] == request["bucket"] + "." + host:
                raise Skip(SOURCE + "endpoint_provider.py#L379")

    def other_url(self, request):
        like_s3 = request["service"] in S3_SERVICES
        if not (like_s3 or request.get("normalize_path")):
            if normalize_url_path(request["path"]) != request["path"]:
                raise Skip(SOURCE + "auth.py#L374")  # always normalises
        if not like_s3 and request["payload"] not in (EMPTY_SHA256, "UNSIGNED-PAYLOAD"):
            raise Skip(SOURCE + "auth.py#L323")  # hashes the body, and there is no body
        version, context = "s3v4" if like_s3 else "v4", {}
        if "session" in request["credentials"]:
            version = "v4-s3express"
            context["signing"] = {"identity_cache": self.provider, "cache_key": "any"}
            if version + "-query" not in botocore.auth.AUTH_TYPE_MAPS:
                raise Skip(SOURCE + "auth.py#L966")  # came with 1.33
        context["payload_signing_enabled"] = request["payload"] == EMPTY_SHA256
        self.rest = [("querystring", *pair) for pair in request.get("query", [])]
        self.rest += [("header", *pair) for pair in request.get("headers", [])]
        signer = RequestSigner(ServiceId(request["service"]), request["region"],
                               request["service"], version, self.provider.credentials, self.hooks)
        prepared = {"method": request["method"], "headers": {}, "body": b"", "url":
                    request["scheme"] + "://" + request["host"] + request["path"],
                    "context": context}
        return signer.generate_presigned_url(prepared, "Any", request["expires"])


def answer(presigner, request):
    try:
        return {"ok": {"url": presigner.url(request)}}
    except Skip as skip:
        return {"skip": {"issue": str(skip)}}
    except (BotoCoreError, ValueError) as refused:  # ValueError: an invalid endpoint
        return {"reject": {"class": "bad-input", "message": str(refused)}}
    except Exception as broken:
        if awscrt and isinstance(broken, (AssertionError, awscrt.exceptions.AwsCrtError)):  # how it refuses
            kind = "expires-too-short" if request["expires"] < 1 else "bad-input"
            return {"reject": {"class": kind, "message": f"{type(broken).__name__}: {broken}"}}
        return {"fault": {"message": f"{type(broken).__name__}: {broken}"}}


def serve(name, version, presigner):
    hello = {"protocol": 1, "name": name, "version": version, "language": "python",
             "ops": ["presign"], "features": FEATURES, "clock": "injected", "errors": "class",
             "max_inflight": 64}
    for line in sys.stdin:
        request = json.loads(line)
        said = {"ok": hello} if request["op"] == "hello" else answer(presigner, request)
        sys.stdout.write(json.dumps({"id": request["id"], **said}) + "\n")
        sys.stdout.flush()
    os._exit(0)  # freeing all the clients can take seconds
