<?php
// Start, read the code, check it wrong and right, search: PHP's curl extension, JSON bodies and
// Basic, as the vendor's PHP client sends them.
[, $base, $key, $secret, $number] = $argv;

function call(string $path, ?array $body = null): array
{
    global $base, $key, $secret;
    $ch = curl_init($base . $path);
    curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($ch, CURLOPT_USERPWD, "$key:$secret");
    if ($body !== null) {
        curl_setopt($ch, CURLOPT_POST, true);
        curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($body));
        curl_setopt($ch, CURLOPT_HTTPHEADER, ['Content-Type: application/json']);
    }
    $answer = curl_exec($ch);
    if ($answer === false) {
        fwrite(STDERR, curl_error($ch));
        exit(1);
    }
    return json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
}

$start = call('/verify/json', [
    'number' => $number,
    'brand' => 'Acme Inc',
    'sender_id' => 'VONAGE',
    'code_length' => 4,
    'pin_expiry' => 300,
    'next_event_wait' => 300,
    'workflow_id' => 1,
]);
$id = $start['request_id'];
$code = null;
for ($try = 0; $try < 100 && $code === null; $try++) {
    $messages = call('/v1/sandbox/messages?' . http_build_query(['to' => $number]))['messages'];
    $code = $messages[0]['code'] ?? null;
    usleep(100000);
}
if ($code === null) {
    fwrite(STDERR, 'no message came');
    exit(1);
}
$wrong = str_pad((string) (((int) $code + 1) % 10 ** strlen($code)), strlen($code), '0', STR_PAD_LEFT);

echo json_encode([
    'start' => $start,
    'concurrent' => call('/verify/json', ['number' => $number, 'brand' => 'A']),
    'wrong' => call('/verify/check/json', ['request_id' => $id, 'code' => $wrong]),
    'right' => call('/verify/check/json', ['request_id' => $id, 'code' => $code]),
    'search' => call('/verify/search/json', ['request_id' => $id]),
]);
