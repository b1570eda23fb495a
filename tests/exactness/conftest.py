"""The suite is about one version of Pydantic: older ones take a few other values, and lack some of its types."""

import pydantic

if tuple(int(part) for part in pydantic.VERSION.split(".")[:2]) < (2, 12):
    collect_ignore_glob = ["test_*.py"]
