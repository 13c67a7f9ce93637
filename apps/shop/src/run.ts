// The proof: starts everything, runs the scenarios, judges what was observed.
import { startPostgres } from '@plinth/postgres';
import { startCollector } from './collect/collector.ts';
import { runScenario, type Stage } from './drive/run-scenario.ts';
import { scenarios } from './drive/scenarios.ts';
import type { LogLine, Scenario, ServiceName } from './evidence.ts';
import { renderScenario } from './report/scenario-report.ts';
import { renderVerdict, type Judged } from './report/verdict-table.ts';
import { rules } from './rules/rules.ts';
import { startServices } from './services/services.ts';

export interface ShopOptions {
  /** A PostgreSQL to use; without one, the shop starts its own. */
  readonly databaseUrl: string | undefined;
  /** Further Node arguments by service. */
  readonly nodeArguments?: Readonly<Partial<Record<ServiceName, readonly string[]>>>;
  /** Ends the start: what is already started is stopped, and `startShop` rejects. */
  readonly signal?: AbortSignal;
}

export interface Shop extends Stage {
  readonly databaseUrl: string;
  /** Rejects when a service ends without being told to. */
  readonly crashed: Promise<never>;
  shutdown(): Promise<void>;
}

export async function startShop({ databaseUrl, nodeArguments = {}, signal }: ShopOptions): Promise<Shop> {
  const stops: (() => Promise<void>)[] = [];
  const shutdown = async (): Promise<void> => {
    // What was started last depends on what was started before it.
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  const lines: LogLine[] = [];
  const { promise: crashed, reject } = Promise.withResolvers<never>();
  // Whoever waits for it hears of a crash; at the end nobody does.
  crashed.catch(() => {});
  try {
    let url = databaseUrl;
    if (url === undefined) {
      const postgres = await startPostgres();
      stops.push(() => postgres.shutdown());
      signal?.throwIfAborted();
      url = postgres.url;
    }
    const collector = await startCollector();
    stops.push(() => collector.shutdown());
    const services = await startServices({
      databaseUrl: url,
      collectorUrl: collector.url,
      nodeArguments,
      signal,
      onLine: (line) => void lines.push(line),
      onCrash: (report) => reject(new Error(report)),
    });
    stops.push(() => services.shutdown());
    return { databaseUrl: url, services, collector, lines, crashed, shutdown };
  } catch (error) {
    await shutdown();
    throw error;
  }
}

/** Runs and judges the scenarios one after another; true when all pillars agree in all of them. */
export async function prove(shop: Shop, print: (text: string) => void, chosen: readonly Scenario[] = scenarios): Promise<boolean> {
  const judged: Judged[] = [];
  for (const scenario of chosen) {
    const evidence = await Promise.race([runScenario(scenario, shop), shop.crashed]);
    const findings = rules.flatMap((rule) => rule(evidence));
    judged.push({ evidence, findings });
    print(renderScenario(evidence, findings));
  }
  print(renderVerdict(judged));
  return judged.every(({ findings }) => findings.length === 0);
}
