/** What a newcomer pastes, filled in with the real host and key. */
export interface Facts {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The real one in the sandbox; a placeholder where it is not shown again. */
  readonly apiSecret: string;
}

export const languages = ['curl', 'Node', 'Python', 'PHP', 'Ruby'] as const;
export type Language = (typeof languages)[number];

export const dialects = ['verify', 'two-factor'] as const;
export type Dialect = (typeof dialects)[number];

export interface Sample {
  readonly title: string;
  readonly sentence: string;
  readonly path: string;
  readonly fields: readonly (readonly [string, string])[];
}

export const samples: Readonly<Record<Dialect, readonly Sample[]>> = {
  verify: [
    {
      title: 'Send a code',
      sentence: 'Answers a request_id. The code arrives by SMS, then by voice if nobody enters it.',
      path: '/verify/json',
      fields: [
        ['number', '447400000001'],
        ['brand', 'Acme'],
      ],
    },
    {
      title: 'Check what the person typed',
      sentence: 'Put in the request_id from the first answer and the code that arrived.',
      path: '/verify/check/json',
      fields: [
        ['request_id', 'REQUEST_ID'],
        ['code', '1234'],
      ],
    },
  ],
  'two-factor': [
    {
      title: 'Send your own code from the short code',
      sentence: 'You make the code and compare it yourself; the text is the approved campaign’s.',
      path: '/sc/us/2fa/json',
      fields: [
        ['to', '12025550100'],
        ['pin', '4712'],
      ],
    },
  ],
};

export function render(language: Language, sample: Sample, facts: Facts): string {
  const fields: readonly (readonly [string, string])[] = [
    ['api_key', facts.apiKey],
    ['api_secret', facts.apiSecret],
    ...sample.fields,
  ];
  return renderers[language](`${facts.baseUrl}${sample.path}`, fields);
}

type Render = (url: string, fields: readonly (readonly [string, string])[]) => string;

const renderers: Readonly<Record<Language, Render>> = {
  curl: (url, fields) =>
    [`curl ${url}`, ...fields.map(([name, value]) => `  -d ${name}=${value}`)].join(' \\\n'),
  Node: (url, fields) =>
    `const response = await fetch('${url}', {
  method: 'POST',
  body: new URLSearchParams({
${fields.map(([name, value]) => `    ${name}: '${value}',`).join('\n')}
  }),
});
console.log(await response.json());`,
  Python: (url, fields) =>
    `import json, urllib.parse, urllib.request

fields = {
${fields.map(([name, value]) => `    "${name}": "${value}",`).join('\n')}
}
body = urllib.parse.urlencode(fields).encode()
with urllib.request.urlopen("${url}", body) as response:
    print(json.load(response))`,
  PHP: (url, fields) =>
    `<?php
$request = curl_init('${url}');
curl_setopt_array($request, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POSTFIELDS => http_build_query([
${fields.map(([name, value]) => `        '${name}' => '${value}',`).join('\n')}
    ]),
]);
print_r(json_decode(curl_exec($request), true));`,
  Ruby: (url, fields) =>
    `require 'net/http'
require 'json'

response = Net::HTTP.post_form(
  URI('${url}'),
${fields.map(([name, value]) => `  '${name}' => '${value}',`).join('\n')}
)
puts JSON.parse(response.body)`,
};
