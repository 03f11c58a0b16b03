"""2FA by GET, by form and by JSON: Python's own urllib, nothing installed."""

import json
import sys
import urllib.parse
import urllib.request

base, key, secret, number = sys.argv[1:5]
params = {"api_key": key, "api_secret": secret, "to": number}
url = base + "/sc/us/2fa/json"


def read(request):
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.loads(response.read().decode("utf-8"))


encoded = {pin: urllib.parse.urlencode({**params, "pin": pin}) for pin in ("610001", "610002")}
as_json = json.dumps({**params, "pin": "610003"}).encode()
print(
    json.dumps(
        [
            read(url + "?" + encoded["610001"]),
            read(urllib.request.Request(url, data=encoded["610002"].encode())),
            read(
                urllib.request.Request(
                    url, data=as_json, headers={"Content-Type": "application/json"}
                )
            ),
        ]
    )
)
