#!/usr/bin/env python3
"""Countersign adapter to boto3. Install: apt-get install python3-boto3

boto3's clients are botocore's, made by boto3.session.Session. So this adapter uses everything of the
adapter to botocore except how the client is made.
"""

import pathlib
import sys

try:
    import boto3.session
except ImportError:
    sys.exit("boto3 is not installed for this python3; apt-get install python3-boto3")

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "botocore"))
from presigner import Presigner, serve

presigner = Presigner()
presigner.make_client = boto3.session.Session(botocore_session=presigner.session).client
serve("boto3", boto3.__version__, presigner)
