"""Samara's bootstrap for Python functions.

It finds the handler, then takes one call after the other from the channel (descriptor 3: two
little-endian lengths, a JSON head, a body) and answers each. What a function can observe, the
context object, the errors, the log format, is as AWS's own runtime has it. It runs before the
function's code and shares the process with it, so it imports as little as it can.

Told so by a variable, it first waits as a spare (samara_spare): it imports what most functions of
its kind import, says so, and becomes the function whose environment it is then sent. Nothing that
it reads from the environment may be read before that.

Told so by another, it initialises to be copied: it looks at what the function does meanwhile, says
what it saw, and waits. Its copies go on from there: each is sent its own environment first.
"""

import os
import sys
import time

CHANNEL = 3
RESPONSE_BYTES_MAX = 6_291_556
READ_BYTES = 64 * 1024
FRAME_MAGIC = b"\xa5\x5a\x00\x03"
EVENT_BYTES_MAX = 256 * 1024
SPARE = "SAMARA_SPARE"
ZYGOTE = "SAMARA_ZYGOTE"
ROOM = "SAMARA_ROOM"


class InitFailure(Exception):
    """The handler could not be loaded: an error type of the platform's, and a message."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = list(trace)


# The fields of the context object that are variables of the environment.
CONTEXT = {
    "log_group_name": "AWS_LAMBDA_LOG_GROUP_NAME",
    "log_stream_name": "AWS_LAMBDA_LOG_STREAM_NAME",
    "function_name": "AWS_LAMBDA_FUNCTION_NAME",
    "memory_limit_in_mb": "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "function_version": "AWS_LAMBDA_FUNCTION_VERSION",
}
CONTEXT_RAW = tuple(name.encode() for name in CONTEXT.values())


class State:
    """What the function's environment says, and what is known of the call in progress."""

    request_id = None
    json_format = False
    ensure_ascii = True
    # What the context object of a call has of it, and the variables that this was made of.
    context = {}
    variables = ()

    @classmethod
    def read(cls):
        """Reads the environment, once it is the function's."""
        cls.json_format = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
        # Python 3.12's and 3.13's runtimes write characters as they are, the others as escapes.
        version = os.environ.get("AWS_EXECUTION_ENV", "")[-4:]
        cls.ensure_ascii = version not in ("3.12", "3.13")

    @classmethod
    def of_context(cls):
        """What a context object has of the environment, as it is now: as on AWS, a function that
        changes it sees that in its next call. To look whether it has changed takes a microsecond,
        and a third of what reading it takes."""
        raw = getattr(os.environ, "_data", {})
        variables = [raw.get(name) for name in CONTEXT_RAW]
        if variables != cls.variables or None in variables:
            cls.variables = variables
            cls.context = {name: os.environ.get(it) for name, it in CONTEXT.items()}
        return cls.context


# The channel


def read_exactly(length):
    """Reads this many bytes; the server going away ends the process."""
    chunk = os.read(CHANNEL, length)
    if len(chunk) == length:
        return chunk
    parts = []
    while chunk:
        parts.append(chunk)
        length -= len(chunk)
        if not length:
            return b"".join(parts)
        chunk = os.read(CHANNEL, min(length, 1 << 20))
    os._exit(0)


def receive():
    """The next frame, its head and its body: most often with a single read."""
    data = os.read(CHANNEL, READ_BYTES)
    if len(data) < 8:
        data += read_exactly(8 - len(data))
    body = 8 + int.from_bytes(data[:4], "little")
    end = body + int.from_bytes(data[4:8], "little")
    if len(data) < end:
        data += read_exactly(end - len(data))
    return data[8:body], data[body:end]


def write_all(data):
    """Writes all of the data: most often at once."""
    written = os.write(CHANNEL, data)
    view = memoryview(data)[written:]
    while view:
        view = view[os.write(CHANNEL, view):]


def send(kind, request_id="", body=b""):
    """Sends a frame to the server."""
    head = b'{"kind":"%s","requestId":"%s"}' % (kind.encode(), request_id.encode())
    lengths = len(head).to_bytes(4, "little") + len(body).to_bytes(4, "little")
    write_all(lengths + head + body)


def flush():
    """Writes out what the function has printed, so that its log is whole before its answer."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass


# Logging


def write_event(text):
    """Writes text as one event of the log, however many lines it has."""
    flush()
    data = text.encode("utf-8", "backslashreplace")[:EVENT_BYTES_MAX]
    frame = memoryview(FRAME_MAGIC + len(data).to_bytes(4, "big") + data)
    while frame:
        frame = frame[os.write(1, frame):]


def set_up_logging():
    """Installs the root handler that AWS's runtime installs."""
    import logging

    # What every record has; the rest was given by the caller as `extra`.
    plain = {*vars(logging.LogRecord("", 0, "", 0, "", (), None)), "aws_request_id", "message"}

    class Handler(logging.Handler):
        """Each record is one event."""

        def emit(self, record):
            try:
                write_event(self.format(record).rstrip("\n"))
            except Exception:  # a log line must not fail a call
                self.handleError(record)

    class RequestId(logging.Filter):
        """Puts the request id onto each record."""

        def filter(self, record):
            record.aws_request_id = State.request_id or ""
            return True

    class JsonFormatter(logging.Formatter):
        """AWS's JSON log format."""

        converter = time.gmtime

        def format(self, record):
            import json

            line = {
                "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
            }
            if record.exc_info and record.exc_info[0]:
                import traceback

                kind, value, trace = record.exc_info
                line["stackTrace"] = traceback.format_tb(trace)
                line["errorType"] = kind.__name__
                line["errorMessage"] = str(value)
            line["requestId"] = State.request_id or ""
            if record.exc_info:
                line["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
            for name, value in vars(record).items():
                if name not in plain and name not in line and value is not None:
                    line[name] = value
            return json.dumps(line, ensure_ascii=False, default=str)

    handler = Handler()
    if State.json_format:
        handler.setFormatter(JsonFormatter())
    else:
        formatter = logging.Formatter(
            "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n",
            "%Y-%m-%dT%H:%M:%S",
        )
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
    handler.addFilter(RequestId())
    root = logging.getLogger()
    root.addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = {"TRACE": "DEBUG"}.get(level, level)
    if isinstance(logging.getLevelName(level), int):
        root.setLevel(level)


# The context object


class CognitoIdentity:
    """Who calls, if a mobile client does."""

    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]

    def __init__(self, identity):
        self.cognito_identity_id = identity.get("cognitoIdentityId")
        self.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")

    def __repr__(self):
        return "{}([cognito_identity_id={},cognito_identity_pool_id={}])".format(
            type(self).__name__, self.cognito_identity_id, self.cognito_identity_pool_id
        )


class Client:
    """The mobile application that calls."""

    __slots__ = [
        "installation_id",
        "app_title",
        "app_version_name",
        "app_version_code",
        "app_package_name",
    ]

    def __init__(self, client):
        for name in self.__slots__:
            setattr(self, name, client.get(name))


class ClientContext:
    """What a mobile client says of itself."""

    __slots__ = ["custom", "env", "client"]

    def __init__(self, context):
        self.custom = context.get("custom")
        self.env = context.get("env")
        client = context.get("client")
        self.client = Client(client) if isinstance(client, dict) else None


class LambdaContext:
    """What a handler is told of its call."""

    def __init__(self, head):
        self.aws_request_id = head["requestId"]
        vars(self).update(State.of_context())
        self.invoked_function_arn = head["functionArn"]
        self.client_context = parsed(head["clientContext"], ClientContext)
        identity = parsed(head["cognitoIdentity"], CognitoIdentity)
        self.identity = identity or CognitoIdentity({})
        self._epoch_deadline_time_in_ms = head["deadlineMs"]

    def get_remaining_time_in_millis(self):
        """Milliseconds until the call times out, and never less than none."""
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, message):
        """Writes one event to the function's log."""
        write_event(str(message))

    def __repr__(self):
        fields = ",".join(f"{name}={value}" for name, value in vars(self).items())
        return f"LambdaContext([{fields}])"


def parsed(text, kind):
    """An object made of JSON text, if there is any that is well formed."""
    if not text:
        return None
    import json

    try:
        value = json.loads(text)
    except ValueError:
        return None
    return kind(value) if isinstance(value, dict) else None


# Errors


def error_body(error_type, message, request_id, trace):
    """An error as the caller reads it."""
    import json

    body = {"errorMessage": message, "errorType": error_type, "requestId": request_id}
    body["stackTrace"] = trace
    return json.dumps(body).encode()


def own_frames(trace):
    """The lines of a stack trace that are the function's own: without this file's."""
    import traceback

    frames = traceback.extract_tb(trace)
    here = os.path.dirname(os.path.abspath(__file__))
    while frames and os.path.dirname(os.path.abspath(frames[0].filename)) == here:
        del frames[0]
    # Plain tuples print without the carets of newer Pythons, as on AWS.
    return traceback.format_list([(f.filename, f.lineno, f.name, f.line) for f in frames])


def log_error(error_type, message, request_id, trace):
    """Logs an error as one event, as AWS's runtime does."""
    if State.json_format:
        import json

        line = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "log_level": "ERROR",
            "errorMessage": message,
            "errorType": error_type,
            "requestId": request_id,
            "stackTrace": trace,
        }
        write_event(json.dumps(line))
        return
    lines = [f"[ERROR] {error_type}" + (f": {message}" if message else "")]
    lines.append("Traceback (most recent call last):")
    for line in "".join(trace).splitlines():
        text = line.lstrip(" ")
        # No-break spaces: consoles that trim lines keep the shape of the trace.
        lines.append("\u00a0" * (len(line) - len(text)) + text)
    write_event("\n".join(lines))


def report_failure(error, request_id):
    """Logs a failed call and gives the body of its error."""
    error_type = type(error).__name__
    trace = own_frames(error.__traceback__)
    log_error(error_type, str(error), request_id, trace)
    return error_body(error_type, str(error), request_id, trace)


# The handler


def load_handler():
    """Imports the module of the handler and finds the function in it."""
    name = os.environ.get("_HANDLER", "")
    module_name, _, function_name = name.rpartition(".")
    if not module_name or not function_name:
        message = f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)"
        raise InitFailure("Runtime.MalformedHandlerName", message)
    module_path = module_name.replace("/", ".")
    import importlib

    try:
        if module_path.split(".")[0] in sys.builtin_module_names:
            message = f"Cannot use built-in module {module_path} as a handler module"
            raise InitFailure("Runtime.BuiltInModuleConflict", message)
        module = importlib.import_module(module_path)
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise InitFailure("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        place = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        raise InitFailure("Runtime.UserCodeSyntaxError", message, [place]) from error
    handler = getattr(module, function_name, None)
    if handler is None:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise InitFailure("Runtime.HandlerNotFound", message)
    return handler


def set_up_path():
    """Where modules are looked for, in AWS's order. `-S` kept the host's own packages out."""
    layer = f"/opt/python/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    here = os.path.dirname(os.path.abspath(__file__))
    rest = [place for place in sys.path if place and place != here]
    first = [place for place in rest if place in os.environ.get("PYTHONPATH", "").split(":")]
    rest = [place for place in rest if place not in first]
    root = os.environ.get("LAMBDA_TASK_ROOT", "/var/task")
    sys.path[:] = [root, *first, "/opt/python", layer, *rest, sdk_folder(), here]


def sdk_folder():
    """Where the runtime's own boto3 is."""
    return f"/var/lang/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


def fail_init(failure):
    """Tells the server that there is no handler, and ends."""
    log_error(failure.error_type, failure.message, "", failure.trace)
    body = error_body(failure.error_type, failure.message, "", failure.trace)
    send("initError", body=body)
    os._exit(1)


def initialise():
    """Everything before the first call."""
    State.read()
    Json.set_up()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    set_up_path()
    set_up_logging()
    try:
        return load_handler()
    except InitFailure as failure:
        fail_init(failure)
    except Exception as error:  # whatever the function's own module raised
        trace = own_frames(error.__traceback__)
        trace = [line for line in trace if "importlib" not in line]
        fail_init(InitFailure(type(error).__name__, str(error), trace))


def serve_call(handler, head, event):
    """Runs the handler once and sends its answer."""
    head = Json.decode(head.decode())
    request_id = head["requestId"]
    State.request_id = request_id
    os.environ["_X_AMZN_TRACE_ID"] = head["trace"]
    try:
        body = to_body(handler(from_body(event), LambdaContext(head)))
        kind = "response" if len(body) <= RESPONSE_BYTES_MAX else "tooLarge"
    except DataError as error:
        log_error(error.error_type, str(error), request_id, [])
        kind, body = "error", error_body(error.error_type, str(error), request_id, [])
    except Exception as error:
        kind, body = "error", report_failure(error, request_id)
    flush()
    send(kind, request_id, b"" if kind == "tooLarge" else body)


class DataError(Exception):
    """An event that is not JSON, or a response that cannot be said in it."""

    def __init__(self, error_type, message):
        super().__init__(message)
        self.error_type = error_type


def from_body(event):
    """The event as the handler gets it."""
    try:
        # UTF-8 without a mark, as nearly every event is: nothing else begins so.
        if 1 < len(event) and 0 < event[0] < 0x80 and event[1]:
            return Json.decode(event.decode("utf-8", "surrogatepass"))
        import json

        return json.loads(event)
    except ValueError as error:
        message = f"Unable to unmarshal input: {error}"
        raise DataError("Runtime.UnmarshalError", message) from None


def to_body(response):
    """The response as the caller gets it; bytes are passed on as they are."""
    if isinstance(response, bytes):
        return response
    try:
        text = Json.encode(response)
        for number, digits in enumerate(Json.decimals):
            text = text.replace(f'"{DECIMAL_MARK_TEXT}{number}\\u001a"', digits, 1)
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        message = f"Unable to marshal response: {error}"
        raise DataError("Runtime.MarshalError", message) from None
    finally:
        Json.decimals.clear()


class Json:
    """What reads events and writes responses, made once: making it costs as much as its work."""

    decode = None
    encode = None
    # The digits of the decimals in the response that is being written.
    decimals = []

    @classmethod
    def set_up(cls):
        """Makes it, once it is known how characters are written."""
        import json

        cls.decode = json.JSONDecoder().decode
        encoder = json.JSONEncoder(ensure_ascii=State.ensure_ascii, default=cls.other)
        cls.encode = encoder.encode

    @classmethod
    def other(cls, value):
        """What the encoder has no form for.

        JSON's numbers have any precision, but this encoder writes only its own kinds: a decimal
        leaves a mark in a string, and the mark is replaced by its digits.
        """
        if type(value).__name__ == "Decimal" and type(value).__module__ == "decimal":
            if value.is_nan():
                return float("nan")
            cls.decimals.append(str(value))
            return f"{DECIMAL_MARK}{len(cls.decimals) - 1}\x1a"
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


DECIMAL_MARK = "\x1adecimal "
DECIMAL_MARK_TEXT = "\\u001adecimal "


# The environment of a spare and of a copy


def take_environment(environment):
    """Makes this the environment of the process."""
    # Where the host has not the locale that it is told, Python chooses one, and sets this.
    chosen = {name: os.environ[name] for name in ("LC_CTYPE",) if name in os.environ}
    os.environ.clear()
    os.environ.update({**chosen, **environment})
    show_environment(environment)


def show_environment(environment):
    """Writes it where /proc/self/environ is read from, if there is room for it."""
    text = os.fsencode("".join(f"{name}={value}\0" for name, value in environment.items()))
    with open("/proc/self/stat", "rb") as file:
        # The last ")" ends the name, the second field; these are fields 50 and 51.
        start, end = map(int, file.read().rpartition(b")")[2].split()[47:49])
    if start and len(text) <= end - start:
        with open("/proc/self/mem", "r+b", buffering=0) as memory:
            memory.seek(start)
            memory.write(text.ljust(end - start, b"\0"))


def main():
    """Initialises, then serves calls until the server goes away."""
    if SPARE in os.environ:
        import samara_spare

        samara_spare.wait(os.environ.pop(SPARE))
    zygote = None
    if os.environ.pop(ZYGOTE, None):
        os.environ.pop(ROOM, None)
        from samara_zygote import Zygote

        zygote = Zygote()
        with zygote.watch:
            handler = initialise()
        zygote.settle(send, fail_init, InitFailure)
    else:
        handler = initialise()
        flush()
        send("ready")
    while True:
        head, event = receive()
        if head:
            serve_call(handler, head, event)
        else:
            # A copy hears this first, and once.
            import json

            take_environment(json.loads(event))
            State.read()
            Json.set_up()
            zygote.renew(fail_init, InitFailure)
            flush()
            send("ready")
