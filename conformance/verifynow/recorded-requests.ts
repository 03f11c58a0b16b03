/**
 * What integrators' programs send, as their public sources and the vendor's printed examples write it:
 * one send and one validation each. `{{…}}` marks what must differ from call to call.
 */
export interface RecordedCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RecordedPair {
  readonly name: string;
  readonly send: RecordedCall;
  readonly validate: RecordedCall;
  readonly word: 'VERIFICATION_COMPLETED' | 'VERIFIED';
  readonly codeLength?: number;
  readonly channel?: string;
}

const v2 = '/verification/v2/verification';
const v3 = '/verification/v3';
const authToken = '{{token}}';

export const recordedPairs: readonly RecordedPair[] = [
  {
    name: 'the reference, version 3: everything in the query, curl',
    send: {
      method: 'POST',
      path: `${v3}/send?countryCode={{country}}&customerId={{customer}}&flowType=SMS&mobileNumber={{national}}`,
      headers: { authToken, accept: '*/*', 'user-agent': 'curl/8.5.0' },
    },
    validate: {
      method: 'GET',
      path: `${v3}/validateOtp?verificationId={{id}}&code={{code}}`,
      headers: { authToken, accept: '*/*', 'user-agent': 'curl/8.5.0' },
    },
    word: 'VERIFICATION_COMPLETED',
  },
  {
    name: 'the reference, version 2: the number and the customer once more when it validates',
    send: {
      method: 'POST',
      path: `${v2}/send?countryCode={{country}}&customerId={{customer}}&flowType=SMS&mobileNumber={{national}}&otpLength=6`,
      headers: { authToken },
    },
    validate: {
      method: 'GET',
      path: `${v2}/validateOtp?countryCode={{country}}&mobileNumber={{national}}&verificationId={{id}}&customerId={{customer}}&code={{code}}`,
      headers: { authToken },
    },
    word: 'VERIFICATION_COMPLETED',
    codeLength: 6,
  },
  {
    name: 'Node, axios with params and an empty object as body',
    send: {
      method: 'POST',
      path: `${v3}/send?countryCode={{country}}&customerId={{customer}}&flowType=WHATSAPP&mobileNumber={{national}}`,
      headers: {
        authToken,
        Accept: 'application/json, text/plain, */*',
        'Content-Type': 'application/json',
        'User-Agent': 'axios/1.7.7',
      },
      body: '{}',
    },
    validate: {
      method: 'GET',
      path: `${v3}/validateOtp?countryCode={{country}}&mobileNumber={{national}}&verificationId={{id}}&customerId={{customer}}&code={{code}}&flowType=WHATSAPP`,
      headers: { authToken, Accept: 'application/json, text/plain, */*' },
    },
    word: 'VERIFICATION_COMPLETED',
    channel: 'whatsapp',
  },
  {
    name: 'Node, fetch with the length of the code as JSON beside the query',
    send: {
      method: 'POST',
      path: `${v3}/send?countryCode={{country}}&flowType=SMS&mobileNumber={{national}}&type=OTP`,
      headers: { authToken, 'content-type': 'application/json' },
      body: '{"otpLength":6}',
    },
    validate: {
      method: 'GET',
      path: `${v3}/validateOtp?verificationId={{id}}&code={{code}}&langId=en`,
      headers: { authToken },
    },
    word: 'VERIFICATION_COMPLETED',
    codeLength: 6,
  },
  {
    name: 'Python, requests with data of nothing, and POST to validate as the document once said',
    send: {
      method: 'POST',
      path: `${v3}/send?countryCode={{country}}&customerId={{customer}}&flowType=SMS&mobileNumber={{national}}`,
      headers: {
        authToken,
        'User-Agent': 'python-requests/2.32.3',
        'Accept-Encoding': 'gzip, deflate',
        'Content-Length': '0',
      },
    },
    validate: {
      method: 'POST',
      path: `${v3}/validateOtp?verificationId={{id}}&code={{code}}&customerId={{customer}}`,
      headers: { authToken, 'User-Agent': 'python-requests/2.32.3', 'Content-Length': '0' },
    },
    word: 'VERIFICATION_COMPLETED',
  },
  {
    name: 'Java, OkHttp with an empty text body',
    send: {
      method: 'POST',
      path: `${v3}/send?countryCode={{country}}&customerId={{customer}}&flowType=SMS&mobileNumber={{national}}`,
      headers: { authToken, 'Content-Type': 'text/plain', 'User-Agent': 'okhttp/4.12.0' },
      body: '',
    },
    validate: {
      method: 'GET',
      path: `${v3}/validateOtp?countryCode={{country}}&mobileNumber={{national}}&verificationId={{id}}&customerId={{customer}}&code={{code}}`,
      headers: { authToken, 'User-Agent': 'okhttp/4.12.0' },
    },
    word: 'VERIFICATION_COMPLETED',
  },
  {
    name: 'PHP, Guzzle with a form',
    send: {
      method: 'POST',
      path: `${v3}/send`,
      headers: { authToken, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'countryCode=%2B{{country}}&flowType=SMS&mobileNumber={{national}}&otpLength=4',
    },
    validate: {
      method: 'GET',
      path: `${v3}/validateOtp?verificationId={{id}}&code={{code}}`,
      headers: { authToken, 'User-Agent': 'GuzzleHttp/7' },
    },
    word: 'VERIFICATION_COMPLETED',
  },
  {
    name: 'the guide’s calls with a token instead of its API key',
    send: {
      method: 'POST',
      path: '/send',
      headers: { authToken, 'Content-Type': 'application/json' },
      body: '{"countryCode":"{{country}}","mobileNumber":"{{national}}","flowType":["SMS"],"otpLength":6}',
    },
    validate: {
      method: 'POST',
      path: '/validate',
      headers: { authToken, 'Content-Type': 'application/json' },
      body: '{"verificationId":"{{id}}","code":"{{code}}"}',
    },
    word: 'VERIFIED',
    codeLength: 6,
  },
];
