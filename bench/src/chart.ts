/**
 * The chart of the README, as SVG without scripts or fonts of its own. Two panels with a zero line
 * each; readable on a light and on a dark page, and without colours (bars keep their order, each
 * carries its number). The floors lie far above and would flatten the bars: they stand in words.
 */
import type { StepResult } from './measurement.ts';
import type { TargetName } from './options.ts';
import { type BenchResult, describeDisturbance, stepsOf, titleOf } from './report.ts';

const width = 900;
const height = 452;
const compared = ['countersign', 'better-auth'] as const;

interface Panel {
  readonly x: number;
  readonly title: string;
  readonly unit: string;
  readonly valueOf: (step: StepResult) => number;
}

const plot = { top: 84, bottom: 318, width: 360 };

const panels: readonly Panel[] = [
  {
    x: 70,
    title: 'Verifications a second (more is better)',
    unit: 'flows/s',
    valueOf: (step) => step.flowsPerSecond,
  },
  {
    x: 520,
    title: 'Start + check, 99th percentile (less is better)',
    unit: 'ms',
    valueOf: (step) => step.measured.flow.p99,
  },
];

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 14px; font-weight: 600; }
  .note { font-size: 11px; fill: #59636e; }
  .end { text-anchor: end; } .middle { text-anchor: middle; }
  .page { fill: #ffffff; } .grid { stroke: #d1d9e0; } .zero { stroke: #1f2328; stroke-width: 1.5; }
  .countersign { fill: #1f6feb; } .better-auth { fill: #9a6700; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .note { fill: #9198a1; }
    .page { fill: #0d1117; } .grid { stroke: #3d444d; } .zero { stroke: #f0f6fc; }
    .countersign { fill: #58a6ff; } .better-auth { fill: #d29922; }
  }`;

export function drawChart(result: BenchResult): string {
  const legend = compared.map((name, index) => legendEntry(name, 70 + index * 130));
  const parts = [...legend, ...panels.map((panel) => drawPanel(panel, result)), notes(result)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeMarkup(summary(result))}</title>
<style>${style}
</style>
<rect class="page" width="${width}" height="${height}" rx="6"/>
${parts.join('\n')}
</svg>
`;
}

function legendEntry(name: TargetName, x: number): string {
  return [
    `<rect class="${name}" x="${x}" y="18" width="12" height="12"/>`,
    text({ x: x + 18, y: 28, of: titleOf(name) }),
  ].join('');
}

function drawPanel(panel: Panel, result: BenchResult): string {
  const callers = stepsOf(result, 'countersign').map((step) => step.connections);
  const values = compared.flatMap((name) => stepsOf(result, name).map(panel.valueOf));
  const tick = niceTick(Math.max(1, ...values));
  const top = Math.ceil(Math.max(1, ...values) / tick) * tick;
  const yOf = (value: number) => plot.bottom - (value / top) * (plot.bottom - plot.top);
  const groupWidth = plot.width / Math.max(1, callers.length);
  const bars = callers.flatMap((connections, group) =>
    compared.map((name, index) => {
      const step = stepsOf(result, name).find((one) => one.connections === connections);
      const x = panel.x + groupWidth * (group + 0.5) + (index - 1) * 36 + 2;
      return step ? bar({ name, x, value: panel.valueOf(step), yOf }) : '';
    }),
  );
  const labels = callers.map((connections, group) =>
    text({
      x: panel.x + groupWidth * (group + 0.5),
      y: plot.bottom + 18,
      of: String(connections),
      as: 'middle',
    }),
  );
  return [
    text({ x: panel.x, y: 58, of: panel.title, as: 'title' }),
    text({ x: panel.x - 8, y: plot.top - 12, of: panel.unit, as: 'note end' }),
    ...gridLines(panel.x, { tick, top, yOf }),
    ...bars,
    ...labels,
    text({ x: panel.x + plot.width / 2, y: plot.bottom + 38, of: 'callers at once', as: 'middle' }),
  ].join('\n');
}

function gridLines(
  x: number,
  axis: { tick: number; top: number; yOf: (value: number) => number },
): string[] {
  const ticks = Array.from({ length: axis.top / axis.tick + 1 }, (_none, index) => index);
  return ticks.flatMap((index) => {
    const value = index * axis.tick;
    const y = axis.yOf(value).toFixed(1);
    const kind = index === 0 ? 'zero' : 'grid';
    return [
      `<line class="${kind}" x1="${x}" x2="${x + plot.width}" y1="${y}" y2="${y}"/>`,
      text({ x: x - 8, y: Number(y) + 4, of: grouped(value), as: 'end' }),
    ];
  });
}

function bar(input: {
  name: TargetName;
  x: number;
  value: number;
  yOf: (value: number) => number;
}): string {
  const y = input.yOf(input.value);
  const size = `width="32" height="${(plot.bottom - y).toFixed(1)}"`;
  return [
    `<rect class="${input.name}" x="${input.x.toFixed(1)}" y="${y.toFixed(1)}" ${size}/>`,
    text({ x: input.x + 16, y: y - 5, of: grouped(input.value), as: 'middle' }),
  ].join('');
}

function notes(result: BenchResult): string {
  const { machine, postgres, plan } = result;
  const lines = [
    `${machine.cpu}, ${machine.cores} cores shared by the server, PostgreSQL and the load generator`,
    `PostgreSQL ${postgres.server_version}, every commit durable; Node ${machine.node}; ` +
      `${plan.seconds} s a step; ${result.startedAt.slice(0, 10)}, commit ${result.commit}`,
    floorsInWords(result),
    describeDisturbance(result).replace(/:[^:]*$/, '.'),
  ];
  return lines
    .map((line, index) => text({ x: 24, y: height - 66 + index * 17, of: line, as: 'note' }))
    .join('\n');
}

/** The floors at the step nearest to the one the targets are stated for. */
function floorsInWords(result: BenchResult): string {
  const at = (name: TargetName) =>
    stepsOf(result, name).find((step) => step.connections === 128)?.flowsPerSecond ?? 0;
  return (
    `At 128 callers the HTTP layer alone, doing nothing, answers ${grouped(at('http-floor'))} flows/s, ` +
    `and the durable commits alone reach ${grouped(at('database-floor'))} flows/s.`
  );
}

function summary(result: BenchResult): string {
  const parts = compared.map((name) => {
    const speeds = stepsOf(result, name).map(
      (step) => `${grouped(step.flowsPerSecond)} at ${step.connections}`,
    );
    return `${titleOf(name)} ${speeds.join(', ')}`;
  });
  return `Verifications a second by callers at once: ${parts.join('; ')}`;
}

/** 1, 2 or 5 times a power of ten, so that four to eight lines are drawn. */
function niceTick(largest: number): number {
  const power = 10 ** Math.floor(Math.log10(largest));
  const factor = [0.2, 0.5, 1].find((candidate) => largest / (candidate * power) <= 6) ?? 2;
  return factor * power;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

function text(input: { x: number; y: number; of: string; as?: string }): string {
  const kind = input.as === undefined ? '' : ` class="${input.as}"`;
  return `<text${kind} x="${input.x.toFixed(1)}" y="${input.y.toFixed(1)}">${escapeMarkup(input.of)}</text>`;
}

function escapeMarkup(of: string): string {
  return of.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
