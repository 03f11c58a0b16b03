<?php
// 2FA by GET, by form and by JSON: PHP's own streams, no extension.
[, $base, $key, $secret, $number] = $argv;
$params = ['api_key' => $key, 'api_secret' => $secret, 'to' => $number];
$url = "$base/sc/us/2fa/json";

function post(string $url, string $type, string $body): array
{
    $http = ['method' => 'POST', 'header' => "Content-Type: $type\r\n", 'content' => $body];
    return json_decode(file_get_contents($url, false, stream_context_create(['http' => $http])), true);
}

echo json_encode([
    json_decode(file_get_contents("$url?" . http_build_query($params + ['pin' => '610001'])), true),
    post($url, 'application/x-www-form-urlencoded', http_build_query($params + ['pin' => '610002'])),
    post($url, 'application/json', json_encode($params + ['pin' => 610003])),
]);
