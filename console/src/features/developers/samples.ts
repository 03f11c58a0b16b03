/** A first call in each dialect, filled in with host and key; the secret comes from the environment. */
export interface Facts {
  readonly host: string;
  readonly apiKey: string;
  /** What tokens of its key pair call it by. */
  readonly applicationId: string;
}

export const languages = ['curl', 'Node'] as const;
export type Language = (typeof languages)[number];

export interface DeveloperSample {
  readonly title: string;
  readonly sentence: string;
  readonly text: Readonly<Record<Language, string>>;
}

export interface SampleGroup {
  readonly label: string;
  /** Path of the page that has every parameter. */
  readonly page: string;
  readonly samples: readonly DeveloperSample[];
}

export const groupNames = [
  'native',
  'hosted',
  'verify-v2',
  'verify',
  'two-factor',
  'verifynow',
] as const;
export type GroupName = (typeof groupNames)[number];

const json = "-H 'content-type: application/json'";
const number = '447400000001';

export function samplesFor(facts: Facts): Readonly<Record<GroupName, SampleGroup>> {
  return {
    native: native(facts),
    hosted: hosted(facts),
    'verify-v2': verifyV2(facts),
    verify: verify(facts),
    'two-factor': twoFactor(facts),
    verifynow: verifyNow(facts),
  };
}

function client({ host, apiKey }: Facts): string {
  return `import { createClient } from 'countersign/server';

const countersign = createClient({
  baseUrl: '${host}',
  apiKey: '${apiKey}',
  apiSecret: process.env.API_SECRET,
});`;
}

function vonage({ host }: Facts, credentials: string): string {
  return `import { Vonage } from '@vonage/server-sdk';

const vonage = new Vonage(
  { ${credentials} },
  { apiHost: '${host}', restHost: '${host}' },
);`;
}

const secretOf = ({ apiKey }: Facts) => `apiKey: '${apiKey}', apiSecret: process.env.API_SECRET`;
/** Its client of Verify v2 takes no secret. */
const keyPairOf = ({ applicationId }: Facts) =>
  `applicationId: '${applicationId}', privateKey: process.env.PRIVATE_KEY`;

function native(facts: Facts): SampleGroup {
  const call = `curl -u ${facts.apiKey}:$API_SECRET ${facts.host}/v1/verifications`;
  return {
    label: 'Native API',
    page: '/docs',
    samples: [
      {
        title: 'Send a code',
        sentence: 'Answers an id. Keep it in the session on your server.',
        text: {
          curl: `${call} \\\n  ${json} \\\n  -d '{"to": "+${number}", "brand": "Acme"}'`,
          Node: `${client(facts)}

const { id } = await countersign.verifications.start({ to: '+${number}', brand: 'Acme' });`,
        },
      },
      {
        title: 'Check what the person typed',
        sentence: 'A wrong code is an answer, not an error.',
        text: {
          curl: `${call}/$ID/check \\\n  ${json} \\\n  -d '{"code": "1234"}'`,
          Node: `const checked = await countersign.verifications.check({ verification_id: id, code });
if (checked.is_verified) letIn();
else showAgain(checked.result, checked.checks_left);`,
        },
      },
    ],
  };
}

function hosted(facts: Facts): SampleGroup {
  const call = `curl -u ${facts.apiKey}:$API_SECRET ${facts.host}/v1/challenges`;
  const wanted = `"to": "+${number}", "brand": "Acme", "subject": "user-4711",
    "purpose": "sign-in", "return_url": "https://example.com/signed-in"`;
  return {
    label: 'Hosted page',
    page: '/docs',
    samples: [
      {
        title: 'Make a challenge',
        sentence: 'Send the person to the url of the answer: the code is typed there.',
        text: {
          curl: `${call} \\\n  ${json} \\\n  -d '{${wanted}}'`,
          Node: `${client(facts)}

const { id, url } = await countersign.challenges.create({
  to: '+${number}',
  brand: 'Acme',
  subject: 'user-4711',
  purpose: 'sign-in',
  return_url: 'https://example.com/signed-in',
});`,
        },
      },
      {
        title: 'Confirm the result',
        sentence: 'What came by a browser proves nothing yet: subject and purpose are your own.',
        text: {
          curl: `${call}/$ID/confirm \\\n  ${json} \\\n  -d '{"result": "RESULT", "subject": "user-4711", "purpose": "sign-in"}'`,
          Node: `await countersign.challenges.confirm({
  challenge_id: id,
  result,
  subject: 'user-4711',
  purpose: 'sign-in',
});`,
        },
      },
    ],
  };
}

function verifyV2(facts: Facts): SampleGroup {
  const call = `curl -u ${facts.apiKey}:$API_SECRET ${facts.host}/v2/verify`;
  return {
    label: 'Verify v2',
    page: '/docs/compatibility/vonage-verify-v2',
    samples: [
      {
        title: 'Send a code',
        sentence:
          'Answers a request_id. Up to three channels follow each other. The Node client signs with the private key of a key pair.',
        text: {
          curl: `${call} \\\n  ${json} \\\n  -d '{"brand": "Acme", "workflow": [{"channel": "sms", "to": "${number}"}]}'`,
          Node: `${vonage(facts, keyPairOf(facts))}

const { requestId } = await vonage.verify2.newRequest({
  brand: 'Acme',
  workflow: [{ channel: 'sms', to: '${number}' }],
});`,
        },
      },
      {
        title: 'Check what the person typed',
        sentence: 'A wrong code is HTTP 400, the third one 410.',
        text: {
          curl: `${call}/$REQUEST_ID \\\n  ${json} \\\n  -d '{"code": "1234"}'`,
          Node: 'const status = await vonage.verify2.checkCode(requestId, code);',
        },
      },
    ],
  };
}

function verify(facts: Facts): SampleGroup {
  const keys = `-d api_key=${facts.apiKey} -d api_secret=$API_SECRET`;
  return {
    label: 'Verify v1',
    page: '/docs/compatibility/nexmo-verify',
    samples: [
      {
        title: 'Send a code',
        sentence: 'Answers a request_id and status 0; any other status is a refusal.',
        text: {
          curl: `curl ${facts.host}/verify/json \\\n  ${keys} \\\n  -d number=${number} -d brand=Acme`,
          Node: `${vonage(facts, secretOf(facts))}

const { requestId } = await vonage.verify.start({ number: '${number}', brand: 'Acme' });`,
        },
      },
      {
        title: 'Check what the person typed',
        sentence: 'Status 0 is right, 16 is wrong, 17 was the third wrong one.',
        text: {
          curl: `curl ${facts.host}/verify/check/json \\\n  ${keys} \\\n  -d request_id=$REQUEST_ID -d code=1234`,
          Node: 'const { status } = await vonage.verify.check(requestId, code);',
        },
      },
    ],
  };
}

function twoFactor({ host, apiKey }: Facts): SampleGroup {
  return {
    label: '2FA short code',
    page: '/docs/compatibility/nexmo-2fa',
    samples: [
      {
        title: 'Send your own code from the short code',
        sentence: 'You make the code and compare it yourself; the text is the approved campaign’s.',
        text: {
          curl: `curl ${host}/sc/us/2fa/json \\\n  -d api_key=${apiKey} -d api_secret=$API_SECRET \\\n  -d to=12025550100 -d pin=4712`,
          Node: `const response = await fetch('${host}/sc/us/2fa/json', {
  method: 'POST',
  body: new URLSearchParams({
    api_key: '${apiKey}',
    api_secret: process.env.API_SECRET,
    to: '12025550100',
    pin: '4712',
  }),
});
const { messages } = await response.json();`,
        },
      },
    ],
  };
}

function verifyNow({ host, apiKey }: Facts): SampleGroup {
  const head = `-H "authToken: ${apiKey}:$API_SECRET" ${json}`;
  const node = (path: string, body: string) => `const response = await fetch('${host}${path}', {
  method: 'POST',
  headers: {
    authToken: \`${apiKey}:\${process.env.API_SECRET}\`,
    'content-type': 'application/json',
  },
  body: JSON.stringify(${body}),
});
const { responseCode, data } = await response.json();`;
  return {
    label: 'VerifyNow',
    page: '/docs/compatibility/verifynow',
    samples: [
      {
        title: 'Send a code',
        sentence: 'Answers data.verificationId. WhatsApp first, then SMS with the same code.',
        text: {
          curl: `curl ${host}/send \\\n  ${head} \\\n  -d '{"countryCode": "44", "mobileNumber": "7400000001", "flowType": ["WHATSAPP", "SMS"]}'`,
          Node: node(
            '/send',
            "{ countryCode: '44', mobileNumber: '7400000001', flowType: ['WHATSAPP', 'SMS'] }",
          ),
        },
      },
      {
        title: 'Check what the person typed',
        sentence: 'responseCode 200 is right, 702 is wrong.',
        text: {
          curl: `curl ${host}/validate \\\n  ${head} \\\n  -d '{"verificationId": "VERIFICATION_ID", "code": "1234"}'`,
          Node: node('/validate', '{ verificationId, code }'),
        },
      },
    ],
  };
}
