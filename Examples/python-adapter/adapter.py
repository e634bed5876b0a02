#!/usr/bin/env python3
"""An example of an adapter in another language: reads records and webhooks, answers with canonical events.

The platform is invented. Its export has the surname and the given name in two columns, which adapter.yaml can not join.
"""
import json
import sys


def say(message):
    print(json.dumps(message, ensure_ascii=False, separators=(",", ":")), flush=True)


def refuse(line, code, field, ko, en):
    say({"type": "diagnostic", "line": line, "severity": "error", "code": code, "field": field,
         "reason": {"ko": ko, "en": en}})


def member(row, line):
    if not row.get("ID"):
        return refuse(line, "no-id", "id", "아이디가 비어 있습니다.", "The id is blank.")
    event = {"kind": "member", "id": row["ID"]}
    surname, given = row.get("Surname"), row.get("Given name")
    if surname is not None or given is not None:  # None: the file has no such column, so nothing is said
        event["name"] = (surname or "") + (given or "") or None
    if row.get("Mobile") is not None:
        event["phone"] = row["Mobile"] or None
    consent = {"yes": "granted", "no": "denied"}.get((row.get("SMS") or "").strip().lower())
    if consent:  # anything else is unknown, and unknown is not yes
        event["consents"] = [{"kind": "sms", "state": consent}]
    say({"type": "event", "event": event})


def webhook(message):
    body = json.loads(message["body"])
    if message.get("event") != "member.left":
        return False
    for identifier in body["ids"]:
        say({"type": "event", "event": {"kind": "member_withdrawn", "id": identifier, "at": message["received_at"]}})
    return True


def main():
    labels = []
    end = {"type": "end"}
    for line in sys.stdin:
        message = json.loads(line)
        kind = message["type"]
        if kind == "hello":
            say({"type": "hello", "protocol": 1, "id": message["adapter"], "version": "1.0.0"})
        elif kind in ("file", "labels"):
            labels = message["labels"]
        elif kind == "record":
            member(dict(zip(labels, message["cells"])), message["line"])
        elif kind == "webhook":
            if not webhook(message):
                end["unmapped"] = True
        elif kind == "end":
            say(end)
            return


if __name__ == "__main__":
    main()
