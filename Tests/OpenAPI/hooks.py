"""Media types that schemathesis does not know how to send."""

import schemathesis


@schemathesis.serializer("application/secevent+jwt", "application/x-ndjson", "text/csv")
def plain(_, value):
    """Text as it is; anything else as JSON, which is none of these types and has to be refused in good order."""
    import json

    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace")
