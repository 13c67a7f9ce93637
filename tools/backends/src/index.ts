export { type Backend, explainMissingBackend, findBackend } from './backends.ts';
