/**
 * Better Auth as its documentation shows it: phone-number plugin, PostgreSQL through `pg`, the
 * Node handler on node:http. Everything is at its default but what README.md lists.
 * https://better-auth.com/docs/plugins/phone-number
 */
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { phoneNumber } from 'better-auth/plugins';
import pg from 'pg';
import { connectCodeSink } from '../../src/code-sink.ts';
import { serveChild } from '../../src/served-child.ts';

await serveChild(async (options) => {
  const sink = await connectCodeSink(options.sinkPort);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;

  const settings = {
    baseURL: `http://127.0.0.1:${port}`,
    secret: 'bench-secret-of-more-than-32-characters',
    database: new pg.Pool({ connectionString: options.databaseUrl }),
    // The only client is the load generator: with limits on, they would be what is measured.
    rateLimit: { enabled: false },
    plugins: [
      phoneNumber({
        sendOTP: ({ phoneNumber: number, code }) => sink.tell(number, code),
        // Without it a number that nobody owns yet cannot be verified at all.
        signUpOnVerification: {
          getTempEmail: (number) => `${number.slice(1)}@bench.invalid`,
          getTempName: (number) => number,
        },
      }),
    ],
  };
  const { runMigrations } = await getMigrations(settings);
  await runMigrations();
  server.on('request', toNodeHandler(betterAuth(settings)));
  return { port, stop: async () => void server.close() };
});
