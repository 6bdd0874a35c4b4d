import type { IterationLimit } from '../contract/improve.ts';
import type { Settings } from '../contract/settings.ts';

export interface ImproveSettings {
  agent?: string;
  model?: string;
  protect?: string[];
  allow?: string[];
  pass?: string[];
  stop_hook?: string[];
  limit?: IterationLimit;
}
export function improveSettings(settings: Settings): ImproveSettings {
  return (settings as { improve?: ImproveSettings }).improve ?? {};
}
