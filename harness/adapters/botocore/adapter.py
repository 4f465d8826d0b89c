#!/usr/bin/env python3
"""Countersign adapter to botocore. Install: apt-get install python3-botocore"""

import sys

try:
    import botocore
except ImportError:
    sys.exit("botocore is not installed for this python3; apt-get install python3-botocore")

from presigner import Presigner, awscrt, serve

if awscrt is None:
    serve("botocore", botocore.__version__, Presigner())
else:
    serve("botocore+awscrt", botocore.__version__ + "+" + awscrt.__version__, Presigner())
