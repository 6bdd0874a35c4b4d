import { inSeconds } from './seconds.ts';

/** `resolve 0.2 s, check 0.0 s, …` */
export function stageTimes(stages: Record<string, number>): string {
  return Object.entries(stages)
    .map(([stage, seconds]) => `${stage} ${inSeconds(seconds)}`)
    .join(', ');
}
