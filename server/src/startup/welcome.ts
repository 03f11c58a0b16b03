/**
 * What a newcomer sees when the server is up, and the same facts as a file for programs. The file
 * holds the sandbox's secret and a way into the console: for its owner's eyes only.
 */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SandboxCredentials } from './first-run.ts';

export interface WelcomeFacts {
  readonly baseUrl: string;
  readonly consoleUrl: string;
  readonly databaseUrl: string;
  readonly sandbox: SandboxCredentials | null;
}

export function writeSandboxFile(dataDirectory: string, facts: WelcomeFacts): void {
  const file = path.join(dataDirectory, 'sandbox.json');
  const { baseUrl, consoleUrl, databaseUrl, sandbox } = facts;
  const content = { baseUrl, ...sandbox, consoleUrl, databaseUrl };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  // Renamed into place: a reader never sees half of it.
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function welcomeText(facts: WelcomeFacts): string {
  const { baseUrl, consoleUrl, sandbox } = facts;
  const lines = ['', `  Countersign is up at ${baseUrl}`, '', `  Console     ${consoleUrl}`];
  if (!sandbox) return [...lines, ''].join('\n');
  return [
    ...lines,
    `  api_key     ${sandbox.apiKey}`,
    `  api_secret  ${sandbox.apiSecret}`,
    '',
    '  Verify a number (it arrives on the console’s virtual handset):',
    '',
    `  curl -s ${baseUrl}/verify/json -d api_key=${sandbox.apiKey} \\`,
    `    -d api_secret=${sandbox.apiSecret} -d number=447700900001 -d brand=Acme`,
    '',
  ].join('\n');
}
