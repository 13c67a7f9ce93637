// The service of bundled/ through each bundler: ES module or CommonJS, its dependencies beside it or inside.
import { basename, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import { build as vite } from 'vite';
import webpack from 'webpack';

export interface Bundle {
  readonly format: 'esm' | 'cjs';
  /** Whether everything of node_modules is inside. */
  readonly all: boolean;
  /** Left outside in any case. */
  readonly external: readonly string[];
  readonly outfile: string;
}

const entry = join(import.meta.dirname, 'bundled/service.mjs');
// pg asks for it and does without; it is a native addon that nobody here installs.
const optional = ['pg-native'];
const isPackage = /^[^./]/;
// Bundled CommonJS modules that ask for built-ins need a `require`, which an ES module does not have.
export const requireBanner = `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`;

export const bundlers: Readonly<Record<string, (bundle: Bundle) => Promise<void>>> = {
  async esbuild({ format, all, external, outfile }) {
    await esbuild({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      target: 'node22',
      minify: true,
      format,
      outfile,
      packages: all ? 'bundle' : 'external',
      external: [...optional, ...external],
      logLevel: 'error',
      ...(format === 'esm' && all ? { banner: { js: requireBanner } } : {}),
    });
  },
  async rolldown({ format, all, external, outfile }) {
    const bundle = await rolldown({
      input: entry,
      platform: 'node',
      logLevel: 'silent',
      external: all ? [...optional, ...external] : (id) => isPackage.test(id) && id !== entry,
    });
    await bundle.write({ file: outfile, format, minify: true, codeSplitting: false });
    await bundle.close();
  },
  async vite({ format, all, external, outfile }) {
    await vite({
      configFile: false,
      logLevel: 'silent',
      root: join(outfile, '..'),
      ssr: { target: 'node', ...(all ? { noExternal: true as const, external: [...optional, ...external] } : {}) },
      build: {
        ssr: entry,
        outDir: join(outfile, '..'),
        emptyOutDir: false,
        minify: true,
        rolldownOptions: { output: { format, entryFileNames: basename(outfile), codeSplitting: false } },
      },
    });
  },
  async webpack({ format, all, external, outfile }) {
    const isModule = format === 'esm';
    const outside = ({ request = '' }: { request?: string }, done: (error?: undefined, result?: string) => void): void => {
      const isOutside = all ? [...optional, ...external].includes(request) : isPackage.test(request) && request !== entry;
      // What may be missing must be asked for where the code asks for it, not at the head of the module.
      const kind = isModule ? (optional.includes(request) ? 'node-commonjs' : 'module-import') : 'commonjs';
      if (isOutside) done(undefined, `${kind} ${request}`);
      else done();
    };
    const compiler = webpack({
      mode: 'production',
      target: 'node22',
      entry,
      output: {
        path: join(outfile, '..'),
        filename: basename(outfile),
        ...(isModule ? { module: true, library: { type: 'module' } } : {}),
      },
      experiments: isModule ? { outputModule: true } : {},
      externals: outside as never,
      // Its minifier takes 8 s here; that the notice survives minification is seen with the other two.
      optimization: { splitChunks: false, minimize: false },
      ignoreWarnings: [() => true],
      performance: false,
    });
    const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) =>
      compiler?.run((error, result) => (error ? reject(error) : resolve(result))),
    );
    await new Promise((resolve) => compiler?.close(resolve));
    if (stats?.hasErrors() === true) throw new Error(stats.toString({ all: false, errors: true }));
  },
};
