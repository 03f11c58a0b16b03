/** Runs the suite where it is started: a process prints the outcomes, a page or worker is told them. */
import { type Outcome, runCases } from './check.ts';
import { clientCases } from './client.cases.ts';
import { signatureCases } from './signature.cases.ts';

const outcomes: Outcome[] = await runCases([...clientCases, ...signatureCases]);
const scope: { outcomes?: Outcome[]; postMessage?: unknown; document?: unknown } = globalThis;
scope.outcomes = outcomes;
if ('WorkerGlobalScope' in globalThis) postMessage(outcomes);
else if (scope.document === undefined) console.log(JSON.stringify(outcomes));
