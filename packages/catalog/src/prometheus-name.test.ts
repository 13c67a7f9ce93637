import { describe, expect, it } from 'vitest';
import { buildPrometheusName, type PrometheusNameParts } from './prometheus-name.ts';

const cases: [PrometheusNameParts['name'], string, PrometheusNameParts['type'], string][] = [
  // unit words
  ['http.server.request.duration', 's', 'histogram', 'http_server_request_duration_seconds'],
  ['order.size', 'By', 'histogram', 'order_size_bytes'],
  ['job.wait', 'ms', 'gauge', 'job_wait_milliseconds'],
  ['disk.usage', '%', 'gauge', 'disk_usage_percent'],
  ['oven.temperature', 'Cel', 'gauge', 'oven_temperature_celsius'],
  // units that have no word are cleaned
  ['room.heat', '[degF]', 'gauge', 'room_heat_degF'],
  // the dimensionless unit
  ['cache.fill', '1', 'gauge', 'cache_fill_ratio'],
  ['cache.fill', '1', 'updowncounter', 'cache_fill'],
  ['cache.fill', '1', 'histogram', 'cache_fill'],
  ['cache.hits', '1', 'counter', 'cache_hits_total'],
  // annotations
  ['queue.jobs.active', '{job}', 'updowncounter', 'queue_jobs_active'],
  ['order.placed', '{event}', 'counter', 'order_placed_total'],
  ['order.placed', '', 'counter', 'order_placed_total'],
  // rates
  ['link.speed', 'By/s', 'gauge', 'link_speed_bytes_per_second'],
  ['link.speed', 'm/h', 'gauge', 'link_speed_meters_per_hour'],
  ['link.rate', '{packet}/s', 'gauge', 'link_rate_per_second'],
  // the unit comes before the type, and neither comes twice
  ['cpu.time', 's', 'counter', 'cpu_time_seconds_total'],
  ['cpu.seconds', 's', 'counter', 'cpu_seconds_total'],
  ['cpu.seconds_total', 's', 'counter', 'cpu_seconds_total'],
  ['cpu.time.total', 's', 'counter', 'cpu_time_seconds_total'],
  ['seconds', 's', 'gauge', 'seconds'],
  ['milliseconds', 's', 'gauge', 'milliseconds_seconds'],
  // characters
  ['a-b/c', '{x}', 'gauge', 'a_b_c'],
  ['a..b__c', '{x}', 'gauge', 'a_b_c'],
  ['2fa.checks', '{check}', 'counter', '_2fa_checks_total'],
];

describe('buildPrometheusName', () => {
  it.each(cases)('%s in "%s" as %s is %s', (name, unit, type, expected) => {
    expect(buildPrometheusName({ name, unit, type })).toBe(expected);
  });
});
