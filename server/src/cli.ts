/**
 * The `countersign` command: what an operator does at a shell, with the same use cases, roles apart,
 * as the console. Everything it changes is audited as `command`.
 */
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type {
  Application,
  ApplicationKind,
  ApplicationSettings,
} from './applications/application.ts';
import { createApplication } from './applications/create-application.ts';
import {
  issueSecret,
  listApplications,
  retireApplication,
  revokeSecret,
  updateApplication,
} from './applications/manage-application.ts';
import { readConfig } from './config.ts';
import { PlatformError } from './kernel/errors.ts';
import { inviteOperator } from './operators/invite-operator.ts';
import { issueSignInLink } from './operators/issue-sign-in-link.ts';
import { listOperators } from './operators/list-operators.ts';
import { type OperatorRole, operatorRoles } from './operators/permissions.ts';
import { keyCommands } from './startup/key-commands.ts';
import { type CommandDeps, openForCommand } from './startup/open-for-command.ts';

const actor = 'command';
const id = new Argument('<id>', 'number from the list').argParser(Number);

/** Opens what the command works on, closes it afterwards, and prints the result as JSON. */
function run<Args extends unknown[]>(
  work: (deps: CommandDeps, ...args: Args) => Promise<unknown>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const deps = await openForCommand(readConfig(process.env));
    try {
      const result = await work(deps, ...args);
      console.log(JSON.stringify(result ?? { done: true }, null, 2));
    } finally {
      await deps.close();
    }
  };
}

const program = new Command('countersign').description(
  'Applications, operators and keys of a Countersign server.',
);

const applications = program.command('applications').description('Holders of API keys.');
applications
  .command('list')
  .description('every application, retired ones last')
  .action(run(async (deps) => (await listApplications(deps)).map(printable)));
applications
  .command('create')
  .description('a new application; its secrets are printed once')
  .argument('<name>')
  .addOption(
    new Option('--kind <kind>', 'sandbox reaches the virtual handset only')
      .choices(['sandbox', 'live'])
      .default('sandbox'),
  )
  .action(
    run(async (deps, name: string, options: { kind: ApplicationKind }) => {
      const created = await createApplication(deps, { name, kind: options.kind, actor });
      const { application, apiSecret, signatureSecret } = created;
      return { ...printable(application), apiSecret, signatureSecret };
    }),
  );
applications
  .command('configure')
  .description('replaces the settings that are named; see docs/operating.md for all of them')
  .addArgument(id)
  .argument(
    '<settings>',
    'JSON, e.g. {"receipts":{"url":"https://…","method":"POST",…}}',
    parseJson,
  )
  .action(
    run(async (deps, applicationId: number, settings: Partial<ApplicationSettings>) => {
      const updated = await updateApplication(deps, { id: applicationId, settings, actor });
      return { ...printable(updated), settings: updated.settings };
    }),
  );
applications
  .command('retire')
  .description('its key stops working at once; what happened stays')
  .addArgument(id)
  .action(
    run((deps, applicationId: number) => retireApplication(deps, { id: applicationId, actor })),
  );
applications
  .command('issue-secret')
  .description('a second secret, so that the first can be rotated out')
  .addArgument(id)
  .action(run((deps, applicationId: number) => issueSecret(deps, { id: applicationId, actor })));
applications
  .command('revoke-secret')
  .description('an old secret, once nobody uses it any more')
  .addArgument(id)
  .argument('<secretId>', 'number printed when it was issued', Number)
  .action(
    run((deps, applicationId: number, secretId: number) =>
      revokeSecret(deps, { id: applicationId, secretId, actor }),
    ),
  );

const operators = program.command('operators').description('People who sign in to the console.');
operators
  .command('list')
  .description('everybody who may sign in or once could')
  .action(run((deps) => listOperators(deps.operators)));
operators
  .command('invite')
  .description('a new operator; prints the one-time link to hand over')
  .argument('<email>')
  .requiredOption('--name <name>', 'as colleagues know them')
  .addOption(new Option('--role <role>').choices([...operatorRoles]).default('viewer'))
  .action(
    run((deps, email: string, options: { name: string; role: OperatorRole }) =>
      inviteOperator(deps.operators, { email, ...options, actor }),
    ),
  );
operators
  .command('link')
  .description('a fresh one-time link for somebody who cannot sign in')
  .addArgument(id)
  .action(
    run((deps, operatorId: number) => issueSignInLink(deps.operators, { operatorId, actor })),
  );

program.addCommand(keyCommands({ run, actor }));

/** What the settings may be is the use case's schema; here they only have to be JSON. */
function parseJson(text: string): Partial<ApplicationSettings> {
  try {
    return JSON.parse(text) as Partial<ApplicationSettings>;
  } catch {
    throw new InvalidArgumentError('it is not JSON');
  }
}

function printable(application: Application): object {
  const { id: number, name, kind, apiKey, createdAt, retiredAt, balance, currency } = application;
  return {
    id: number,
    name,
    kind,
    apiKey,
    createdAt,
    retiredAt,
    balance: `${balance} ${currency}`,
  };
}

program.parseAsync().catch((error: unknown) => {
  const detail = error instanceof PlatformError ? Object.values(error.publicDetail).join(', ') : '';
  console.error(`${error instanceof Error ? error.message : String(error)} ${detail}`.trim());
  process.exitCode = 1;
});
