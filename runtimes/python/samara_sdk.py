"""The AWS SDK as a spare has it: imported, and with what its clients are made from read ahead.

For its first client a session looks through the folders of all services, and reads the list of all
endpoints and the model of its service: some 30 ms and 10 MiB, most of it for the endpoints. Here
they are read before the spare is copied, into pages that its copies share.

A session may change what it has read. So nothing is ever shared by two sessions: each document is
given away once, to the first that would read its file, and the next reads the file as it always
did. None of it can be told from outside but by the time it takes.
"""

import functools
import os

# Those that functions use most, of which each takes 1 to 4 MiB.
SERVICES = ("dynamodb", "s3", "events", "lambda", "sqs", "sns", "sts")
OF_A_SERVICE = ("service-2", "endpoint-rule-set-1")
OF_ALL = ("endpoints", "partitions", "sdk-default-configuration", "_retry")


def import_sdk():
    """Imports boto3, and what it imports when a client is made: the client itself is dropped."""
    import boto3  # noqa: F401
    import botocore.session

    session = botocore.session.Session()
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    endpoint = {"region_name": "us-east-1", "endpoint_url": "http://127.0.0.1:1"}
    session.create_client("dynamodb", **endpoint, **keys)


def read_ahead():
    """Reads what clients are made from. An SDK that is made otherwise is left as it is."""
    try:
        import boto3.session
        from botocore import loaders

        loader = boto3.session.Session()._loader
        keep_documents(loaders, loader)
        keep_services(loaders.Loader, loader)
    except (AttributeError, ImportError, OSError, TypeError, ValueError):
        return


def keep_documents(loaders, loader):
    """Reads documents, each for the first session that asks for it."""
    kind = loaders.JSONFileLoader
    plain, kept = kind._load_file, {}
    files = kind()
    for place in places(loader):
        for ending, open_method in loaders._JSON_OPEN_METHODS.items():
            document = plain(files, place + ending, open_method)
            if document is not None:
                kept[place + ending] = document
                break

    @functools.wraps(plain)
    def _load_file(self, full_path, open_method):
        document = kept.pop(full_path, None)
        if document is None:
            return plain(self, full_path, open_method)
        loaders.logger.debug("Loading JSON file: %s", full_path)
        return document

    kind._load_file = _load_file


def places(loader):
    """Where the documents are that are read ahead, without the endings of their names."""
    folder = loader.BUILTIN_DATA_PATH
    yield from (os.path.join(folder, name) for name in OF_ALL)
    for service in SERVICES:
        version = loader.determine_latest_version(service, "service-2")
        yield from (os.path.join(folder, service, version, name) for name in OF_A_SERVICE)


def keep_services(kind, loader):
    """Looks which services there are, where the SDK itself says it, whose folders never change."""
    plain, folders = kind.list_available_services, list(loader._potential_locations())
    known = {name: plain(loader, name) for name in (*OF_A_SERVICE, "resources-1")}

    @functools.wraps(plain)
    def list_available_services(self, *arguments, **named):
        found = known.get(arguments[0]) if len(arguments) == 1 and not named else None
        if found is not None and list(self._potential_locations()) == folders:
            # Where the method itself keeps what it has found, for this session.
            self._cache.setdefault(("list_available_services", *arguments), found.copy())
        return plain(self, *arguments, **named)

    kind.list_available_services = list_available_services
