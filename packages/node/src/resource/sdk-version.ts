import packageJson from '../../package.json' with { type: 'json' };

/** Version of @plinth/node. */
export const sdkVersion: string = packageJson.version;
