/**
 * Who may import whom (docs/ARCHITECTURE.md), as an allow list: what no line below allows is forbidden.
 * Type-only imports obey the same table: a type is still a coupling.
 */
const modules = [
  'api-log',
  'applications',
  'verification',
  'delivery',
  'authenticators',
  'risk',
  'audit',
  'billing',
  'campaigns',
  'challenges',
  'consent',
  'events',
  'fraud',
  'history',
  'idempotency',
  'inbound',
  'messages',
  'numbers',
  'quality',
  'resealing',
  'sandbox',
  'operators',
  'templates',
  'webhooks',
  'workflows',
];
const anyModule = `(?:${modules.join('|')})`;
const contracts = '^server/src/(channels|transports|authenticators|apis)/contract\\.ts$';
const kernel = '^server/src/kernel/';
const db = '^server/src/db/';
const external = '(^node_modules/|/node_modules/)';
const tests = '\\.(test|suite)\\.ts$';

const allow = (from, to) => ({ from: { path: from }, to: { path: to } });

module.exports = {
  allowedSeverity: 'error',
  allowed: [
    // Libraries and Node itself; the forbidden rules below say which are kept to one place.
    { from: {}, to: { dependencyTypes: ['core'] } },
    { from: {}, to: { path: external } },

    // server
    allow(kernel, kernel),
    allow(db, [kernel, db]),
    allow(contracts, [kernel, contracts]),
    allow('^server/src/(channels|transports)/([^/]+)/', [
      kernel,
      '^server/src/$1/contract\\.ts$',
      '^server/src/$1/$2/',
    ]),
    // A registry is an export list and nothing else.
    allow(
      '^server/src/(channels|transports|authenticators|apis)/index\\.ts$',
      '^server/src/$1/[^/]+/',
    ),
    allow(`^server/src/(${modules.join('|')})/`, [
      kernel,
      db,
      contracts,
      '^server/src/$1/',
      // Another module's use cases and types; its store is forbidden below.
      `^server/src/${anyModule}/`,
    ]),
    // What a message costs by default, the channels themselves say.
    allow('^server/src/applications/application\\.ts$', '^server/src/channels/index\\.ts$'),
    // A dialect sees the bound core and types of the use cases: no database, no other dialect.
    allow('^server/src/apis/([^/]+)/', [
      kernel,
      '^server/src/apis/contract\\.ts$',
      '^server/src/apis/problem\\.ts$',
      '^server/src/apis/$1/',
      '^server/src/apis/(classic|described)/',
      '^server/src/core\\.ts$',
      `^server/src/${anyModule}/`,
    ]),
    // The sandbox lets its caller play the carrier, in the carriers' own terms.
    allow('^server/src/apis/v1/', '^server/src/transports/contract\\.ts$'),
    allow('^server/src/apis/(http-server|problem)\\.ts$', [
      kernel,
      contracts,
      '^server/src/apis/problem\\.ts$',
    ]),
    allow('^server/src/jobs/', [kernel, db, '^server/src/jobs/']),
    allow('^server/src/metrics\\.ts$', [kernel, '^server/src/metrics\\.ts$']),
    allow('^server/src/config\\.ts$', [kernel, '^server/src/config\\.ts$']),
    // The composition root knows everything.
    allow('^server/src/(core|admin-core|app|main|cli)\\.ts$', '^server/src/'),
    allow('^server/src/core/', '^server/src/'),
    // One file per room of the console binds its use cases; admin-core.ts joins them.
    allow('^server/src/admin-core/', '^server/src/'),
    allow('^server/src/startup/', '^server/src/'),
    allow(`^server/src/.*${tests}`, ['^server/src/', '^server/test-support/']),
    allow('^server/test-support/', ['^server/src/', '^server/test-support/']),

    // the others
    // Hosted pages say the words of the published element, and read a code as it does.
    allow(
      '^server/src/apis/hosted-pages/',
      '^sdk/src/browser/(languages/|(texts|extract-code)\\.ts)',
    ),
    allow('^console/', ['^console/', '^sdk/src/admin/']),
    allow('^sdk/', '^sdk/'),
    // Its tests build it, and try it beside a real server and in a real browser.
    allow('^sdk/test/', [
      '^tools/(build-sdk\\.ts|harness/)',
      '^conformance/browser/(axe|browser)\\.ts$',
    ]),
    allow('^tools/', '^tools/'),
    // Generators and tidy tests read what the server declares.
    allow('^tools/([^/]+\\.ts$|tidy/)', '^server/src/(apis/|kernel/errors\\.ts$|config\\.ts$)'),
    allow('^conformance/', ['^conformance/', '^tools/(harness/|node\\.mjs)']),
    // What the console prints is run as it is printed.
    allow('^conformance/samples/', [
      '^console/src/features/(developers|get-started)/samples\\.ts$',
    ]),
    // Black boxes, but for the instrumented server and the tests that take a module by itself.
    allow('^scorecard/', [
      '^scorecard/',
      '^server/src/',
      '^tools/(harness/|node\\.mjs)',
      // How the console writes exports is judged here too.
      '^console/src/parts/csv\\.ts$',
    ]),
    // The benchmark measures single layers (database floor) beside the whole.
    allow('^bench/', ['^bench/', '^server/src/', '^tools/(harness/|node\\.mjs)']),
  ],
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'app-is-the-top',
      comment: 'Only the process, tests and the benchmark start an application.',
      severity: 'error',
      from: {
        pathNot: [
          '^server/src/(main|cli)\\.ts$',
          '^server/src/startup/',
          tests,
          '^bench/',
          '^server/test-support/',
        ],
      },
      to: { path: '^server/src/app\\.ts$' },
    },
    {
      name: 'no-foreign-store',
      comment: "A module's store is its own: call its use case.",
      severity: 'error',
      from: { path: '^server/src/([^/]+)/', pathNot: ['^server/src/startup/', tests] },
      to: { path: '^server/src/[^/]+/[a-z-]*store\\.ts$', pathNot: '^server/src/$1/' },
    },
    {
      name: 'outbox-between-verification-and-delivery',
      comment: 'One writes an outbox row, the other reads it; they share delivery/contract.ts.',
      severity: 'error',
      from: { path: '^server/src/verification/', pathNot: tests },
      to: { path: '^server/src/delivery/', pathNot: '^server/src/delivery/contract\\.ts$' },
    },
    {
      name: 'delivery-knows-no-verification',
      severity: 'error',
      from: { path: '^server/src/delivery/', pathNot: tests },
      to: { path: '^server/src/verification/' },
    },
    {
      name: 'contracts-are-types',
      comment: 'A channel never meets another channel, a transport never another transport.',
      severity: 'error',
      from: { path: '^server/src/(channels|transports)/([^/]+)/', pathNot: tests },
      to: { path: '^server/src/$1/[^/]+/', pathNot: '^server/src/$1/$2/' },
    },
    ...[
      [
        'pg',
        [
          '^server/src/db/',
          '^server/test-support/',
          '^bench/',
          '^conformance/',
          '^scorecard/',
          '^tools/',
        ],
      ],
      ['fastify', ['^server/src/apis/http-server\\.ts$', '^bench/']],
      ['undici', ['^server/src/kernel/http-client\\.ts$', '^bench/', '^conformance/']],
      ['libphonenumber-js', ['^server/src/kernel/']],
      ['otplib', ['^server/src/(kernel|authenticators|operators)/']],
    ].map(([library, homes]) => ({
      name: `${library}-has-one-home`,
      severity: 'error',
      from: { pathNot: [...homes, tests] },
      to: { path: `(^|/)node_modules/(@types/)?${library}/` },
    })),
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/node_modules/\\.', '/dist/', '/peers/[^/]+/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
