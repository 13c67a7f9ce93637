// Who emits: the resource attributes that every signal carries.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { attributeKeys } from '@plinth/catalog';
import type { PlinthOptions } from '../options/options.ts';
import { sdkVersion } from './sdk-version.ts';

/** Attributes of this process; only sync, local sources: a cloud metadata call at start costs seconds where there is no cloud. */
export function buildResourceAttributes(options: PlinthOptions): Readonly<Record<string, string | number>> {
  const { name, version, instanceId, environment } = options.service;
  return {
    // `opentelemetry` is reserved for OpenTelemetry's own SDK. Source: semantic conventions, attribute telemetry.sdk.name
    [attributeKeys.telemetrySdkName]: '@plinth/node',
    [attributeKeys.telemetrySdkLanguage]: 'nodejs',
    [attributeKeys.telemetrySdkVersion]: sdkVersion,
    [attributeKeys.telemetryDistroName]: 'plinth',
    [attributeKeys.telemetryDistroVersion]: sdkVersion,
    [attributeKeys.hostName]: hostname(),
    [attributeKeys.processPid]: process.pid,
    [attributeKeys.processRuntimeName]: 'nodejs',
    [attributeKeys.processRuntimeVersion]: process.versions.node,
    ...options.resourceAttributes,
    [attributeKeys.serviceName]: name,
    ...(version === undefined ? {} : { [attributeKeys.serviceVersion]: version }),
    [attributeKeys.serviceInstanceId]: instanceId ?? randomUUID(),
    [attributeKeys.deploymentEnvironmentName]: environment,
  };
}
