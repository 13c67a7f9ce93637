// The resource attributes that every signal carries: who emits it.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { attributeKeys } from '@plinth/catalog';
import type { PlinthOptions } from '../options/options.ts';
import { sdkVersion } from './sdk-version.ts';

/** Attributes of this process. They come from local sources only: a call for cloud metadata would take seconds where there is no cloud. */
export function buildResourceAttributes(options: PlinthOptions): Readonly<Record<string, string | number>> {
  const { name, version, instanceId, environment } = options.service;
  return {
    // The name `opentelemetry` is for OpenTelemetry's own SDK only. Source: semantic conventions, attribute telemetry.sdk.name
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
