"""Start, read the code, check it wrong and right, search: Python's own urllib, nothing installed."""

import base64
import json
import sys
import time
import urllib.parse
import urllib.request

base, key, secret, number = sys.argv[1:5]
basic = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def call(path, params=None, headers=None):
    body = urllib.parse.urlencode(params).encode() if params is not None else None
    request = urllib.request.Request(base + path, data=body, headers=headers or {})
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.loads(response.read().decode("utf-8"))


def read_code():
    for _ in range(100):
        query = urllib.parse.urlencode({"to": number})
        messages = call("/v1/sandbox/messages?" + query, headers={"Authorization": basic})
        if messages["messages"]:
            return messages["messages"][0]["code"]
        time.sleep(0.1)
    raise SystemExit("no message came")


keys = {"api_key": key, "api_secret": secret}
start = call("/verify/json", {"number": number, "brand": "Acme Inc", **keys})
request_id = start["request_id"]
code = read_code()
wrong = str((int(code) + 1) % 10 ** len(code)).zfill(len(code))
print(
    json.dumps(
        {
            "start": start,
            "concurrent": call("/verify/json", {"number": number, "brand": "A", **keys}),
            "wrong": call("/verify/check/json", {"request_id": request_id, "code": wrong, **keys}),
            "right": call("/verify/check/json", {"request_id": request_id, "code": code, **keys}),
            "search": call(
                "/verify/search/json?" + urllib.parse.urlencode({"request_id": request_id}),
                headers={"Authorization": basic},
            ),
        }
    )
)
