// The values that a service gets from its tier alone. Each value has its reason, and docs/services.md prints both.

/** 1: customers notice at once. 2: the default. 3: nobody is woken up. */
export type Tier = 1 | 2 | 3;

/** A value that nobody wrote, and why it is this one. */
export interface Default<Value> {
  readonly value: Value;
  readonly because: string;
}

export interface TierDefaults {
  /** Share of good requests in 30 days, in percent. */
  readonly availability: Default<number>;
  /** Share of requests that are fast enough, in percent, and the threshold in seconds. Absent where nothing is promised. */
  readonly latency: Default<{ readonly objective: number; readonly seconds: number } | undefined>;
  /** Share of jobs without an error in 30 days, in percent. */
  readonly jobs: Default<number>;
  /** Age of the oldest waiting message, in seconds. Absent where nothing is promised. */
  readonly oldestMessage: Default<number | undefined>;
  /** The smallest number of replicas. With `zones`, at least one for each zone too. */
  readonly replicas: Default<{ readonly min: number; readonly zones: boolean }>;
  /** What wakes somebody up. Everything else is a ticket. */
  readonly page: Default<readonly ('fast_burn' | 'absent')[]>;
  /** What a service of this tier must have before it takes traffic. */
  readonly mustHave: Default<readonly ('owner' | 'alerts' | 'slo' | 'impact' | 'capacity' | 'zones')[]>;
}

export const defaultTier: Default<Tier> = {
  value: 2,
  because: 'Most services hurt when they are down, and can wait for office hours once they limp.',
};

export const tierDefaults: Readonly<Record<Tier, TierDefaults>> = {
  1: {
    availability: { value: 99.9, because: '43 minutes a month: time for one bad deploy that is rolled back.' },
    latency: { value: { objective: 99, seconds: 0.5 }, because: 'Half a second is where people begin to notice that they wait.' },
    jobs: { value: 99.5, because: 'A job is tried again, so fewer promises are kept at the first try than for requests.' },
    oldestMessage: { value: 300, because: 'After five minutes customers ask where their order is.' },
    replicas: { value: { min: 3, zones: true }, because: 'One zone or one deploy may take a replica away, and two must carry the load.' },
    page: { value: ['fast_burn', 'absent'], because: 'A month’s budget that is gone in days, or a service that is gone, cannot wait.' },
    mustHave: {
      value: ['owner', 'slo', 'impact', 'capacity', 'zones'],
      because: 'Who is woken up at night must know what breaks for whom, and that one zone is enough.',
    },
  },
  2: {
    availability: { value: 99.5, because: '3.6 hours a month: an incident that is solved in working hours.' },
    latency: { value: { objective: 95, seconds: 1 }, because: 'A second keeps a train of thought; one in twenty may be slower.' },
    jobs: { value: 99, because: 'A job is tried again, so fewer promises are kept at the first try than for requests.' },
    oldestMessage: { value: 900, because: 'A quarter of an hour is what most background work may wait.' },
    replicas: { value: { min: 2, zones: false }, because: 'A deploy or a lost node must not stop the service.' },
    page: { value: ['fast_burn', 'absent'], because: 'A month’s budget that is gone in days, or a service that is gone, cannot wait.' },
    mustHave: { value: ['owner', 'slo'], because: 'Without an objective nobody can tell a bad day from a normal one.' },
  },
  3: {
    availability: { value: 99, because: '7 hours a month: a day of repair.' },
    latency: { value: undefined, because: 'Nobody waits for the answers.' },
    jobs: { value: 99, because: 'A job is tried again, so fewer promises are kept at the first try than for requests.' },
    oldestMessage: { value: undefined, because: 'Nobody waits for the result.' },
    replicas: { value: { min: 1, zones: false }, because: 'A pause while the pod moves is accepted.' },
    page: { value: [], because: 'Nobody is woken up for it: tickets.' },
    mustHave: { value: ['owner', 'alerts'], because: 'Somebody must be able to see that it is broken.' },
  },
};
