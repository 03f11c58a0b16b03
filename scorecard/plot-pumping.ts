/**
 * Measures T41 and draws docs/img/pumping.svg from that run; prints the table of docs/fraud.md. Not
 * part of a test run: `node scorecard/plot-pumping.ts`. A logarithmic axis, because what is asked for
 * and what gets through lie a hundredfold apart; readable on light and dark pages and without colours.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openRig } from './rig/rig.ts';
import { type CapResult, floodCap } from './tests/t41/caps.ts';
import { type Simulation, simulate } from './tests/t41/simulate.ts';
import { table } from './tests/t41/table.ts';

const file = path.join(import.meta.dirname, '../docs/img/pumping.svg');
const plan = { attempts: 20_000, people: 1_000, seed: 4_711 };
const capSizes = { allowed: 50, tried: 1_500 };

const [width, height] = [900, 400];
const plot = { top: 70, bottom: 320, width: 360 };
const overview = { x: 70 };
const closeUp = { x: 520, seconds: 5 };

const style = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 14px; font-weight: 600; }
  .note { font-size: 11px; fill: #59636e; }
  .end { text-anchor: end; } .middle { text-anchor: middle; }
  .page { fill: #ffffff; } .grid { stroke: #d1d9e0; } .zero { stroke: #1f2328; stroke-width: 1.5; }
  .line { fill: none; stroke-width: 2; }
  .asked { stroke: #9a6700; stroke-dasharray: 6 3; } .pumped { stroke: #cf222e; }
  .people { stroke: #1f6feb; stroke-dasharray: 2 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .note { fill: #9198a1; }
    .page { fill: #0d1117; } .grid { stroke: #3d444d; } .zero { stroke: #f0f6fc; }
    .asked { stroke: #d29922; } .pumped { stroke: #ff7b72; } .people { stroke: #58a6ff; }
  }`;

async function main(): Promise<void> {
  const rig = await openRig({ servers: 2 });
  try {
    const caps: CapResult[] = [];
    for (const cap of ['hour', 'day'] as const) caps.push(await floodCap(rig, cap, capSizes));
    const simulation = await simulate(rig, plan);
    writeFileSync(file, draw(simulation));
    console.log(table(simulation, caps).join('\n'));
  } finally {
    await rig.stop();
  }
}

function draw(simulation: Simulation): string {
  const parts = [...drawOverview(simulation), ...drawCloseUp(simulation), note(simulation)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>${summary(simulation)}</title>
<style>${style}
</style>
<rect class="page" width="${width}" height="${height}" rx="6"/>
${parts.join('\n')}
</svg>
`;
}

/** How many there were until each second, three lines. */
function drawOverview({ traffic }: Simulation): string[] {
  const { attempts, people, seconds } = traffic;
  const xOf = (at: number) => overview.x + (at / seconds) * plot.width;
  const decades = 5;
  const yOf = (count: number) =>
    plot.bottom - (Math.log10(Math.max(1, count)) / decades) * (plot.bottom - plot.top);
  const lines = [
    { kind: 'asked', name: 'asked for by the pump', times: attempts.map(({ at }) => at) },
    {
      kind: 'people',
      name: 'people who got through',
      times: people.filter(({ isThrough }) => isThrough).map(({ at }) => at),
    },
    {
      kind: 'pumped',
      name: 'pumped messages sent',
      times: attempts.filter(({ status }) => status === '0').map(({ at }) => at),
    },
  ];
  const ticks = Array.from({ length: decades + 1 }, (_none, power) => 10 ** power);
  return [
    text({ x: overview.x, y: 46, of: 'In total since the beginning', as: 'title' }),
    text({ x: overview.x - 8, y: plot.top - 10, of: 'count', as: 'note end' }),
    ...ticks.flatMap((tick) => gridLine(overview.x, yOf(tick), grouped(tick), tick === 1)),
    ...timeTicks(overview.x, xOf, seconds),
    ...lines.flatMap(({ kind, name, times }) => {
      const sorted = times.toSorted((one, other) => one - other);
      return [
        stairs(kind, sorted, xOf, yOf, seconds),
        text({
          x: overview.x + plot.width - 4,
          y: yOf(sorted.length) - 6,
          of: `${grouped(sorted.length)} ${name}`,
          as: 'end',
        }),
      ];
    }),
  ];
}

/** Messages sent to each pumped prefix in the first seconds. */
function drawCloseUp({ traffic, prefixes }: Simulation): string[] {
  const most = Math.max(...prefixes.map(({ sent }) => sent));
  const top = Math.ceil(most / 10) * 10;
  const xOf = (at: number) => closeUp.x + (at / closeUp.seconds) * plot.width;
  const yOf = (count: number) => plot.bottom - (count / top) * (plot.bottom - plot.top);
  const ticks = Array.from({ length: top / 10 + 1 }, (_none, index) => index * 10);
  return [
    text({
      x: closeUp.x,
      y: 46,
      of: `Messages sent to each of ${prefixes.length} pumped prefixes`,
      as: 'title',
    }),
    text({ x: closeUp.x - 8, y: plot.top - 10, of: 'messages', as: 'note end' }),
    ...ticks.flatMap((tick) => gridLine(closeUp.x, yOf(tick), grouped(tick), tick === 0)),
    ...timeTicks(closeUp.x, xOf, closeUp.seconds),
    ...prefixes.map(({ prefix }) => {
      const sent = traffic.attempts
        .filter((one) => one.prefix === prefix && one.status === '0')
        .map(({ at }) => at)
        .toSorted((one, other) => one - other);
      return stairs('pumped', sent, xOf, yOf, closeUp.seconds);
    }),
  ];
}

function stairs(
  kind: string,
  times: readonly number[],
  xOf: (at: number) => number,
  yOf: (count: number) => number,
  end: number,
): string {
  const at = (seconds: number, count: number) =>
    `${xOf(seconds).toFixed(1)},${yOf(count).toFixed(1)}`;
  const points = [at(0, 0)];
  let count = 0;
  for (let pixel = 1; pixel <= plot.width; pixel += 1) {
    const until = (pixel / plot.width) * end;
    const before = count;
    while (count < times.length && (times[count] ?? 0) <= until) count += 1;
    if (count !== before) points.push(at(until, before), at(until, count));
  }
  points.push(at(end, count));
  return `<polyline class="line ${kind}" points="${points.join(' ')}"/>`;
}

function gridLine(x: number, y: number, label: string, isBase: boolean): string[] {
  return [
    `<line class="${isBase ? 'zero' : 'grid'}" x1="${x}" x2="${x + plot.width}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`,
    text({ x: x - 8, y: y + 4, of: label, as: 'end' }),
  ];
}

function timeTicks(x: number, xOf: (at: number) => number, seconds: number): string[] {
  const step = seconds > 30 ? 10 : seconds > 12 ? 5 : 1;
  const ticks = Array.from(
    { length: Math.floor(seconds / step) + 1 },
    (_none, index) => index * step,
  );
  return [
    ...ticks.map((at) => text({ x: xOf(at), y: plot.bottom + 18, of: String(at), as: 'middle' })),
    text({ x: x + plot.width / 2, y: plot.bottom + 36, of: 'seconds', as: 'middle' }),
  ];
}

function note({ traffic, prefixes }: Simulation): string {
  const of =
    `${grouped(traffic.attempts.length)} attempts on 200 sequential numbers in ${prefixes.length} prefixes from 500 ` +
    `addresses with forged headers, ${grouped(traffic.people.length)} people; two servers, one database, one machine`;
  return text({ x: 24, y: height - 14, of, as: 'note' });
}

function summary({ traffic, pumped, peopleThrough }: Simulation): string {
  return (
    `Of ${grouped(traffic.attempts.length)} pumping attempts ${grouped(pumped)} messages were sent; ` +
    `${grouped(peopleThrough)} of ${grouped(traffic.people.length)} people got through`
  );
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

function text(input: { x: number; y: number; of: string; as?: string }): string {
  const kind = input.as === undefined ? '' : ` class="${input.as}"`;
  return `<text${kind} x="${input.x.toFixed(1)}" y="${input.y.toFixed(1)}">${input.of}</text>`;
}

await main();
